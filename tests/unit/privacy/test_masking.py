"""What lists may show."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from social_assistance.domain.privacy.masking import mask_account, mask_citizen_id, mask_name, mask_phone


def test_policy_examples():
	assert mask_citizen_id("11010519491231002X") == "110***********002X"
	assert mask_phone("13800138000") == "138****8000"
	assert mask_account("6228480000000000018") == "***************0018"


@pytest.mark.parametrize(
	("name", "masked"),
	[
		("张三", "张**"),
		("张三丰", "张**"),
		("欧阳修", "欧阳**"),
		("欧阳", "欧**"),
		("", ""),
		(" 买买提·艾力 ", "买**"),
	],
)
def test_names(name, masked):
	assert mask_name(name) == masked


@given(st.text("0123456789X", max_size=30))
def test_masks_keep_the_length_and_hide_at_least_four(value):
	for mask in (mask_citizen_id, mask_phone, mask_account):
		masked = mask(value)
		assert len(masked) == len(value)
		assert masked.count("*") >= min(4, len(value))

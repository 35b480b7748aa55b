"""What people type into remarks: ID and card numbers become stars, everything else stays."""

import pytest

from social_assistance.domain.privacy.free_text import mask_numbers

CARD = "6217001234567890122"


@pytest.mark.parametrize(
	("text", "shown"),
	[
		("身份证110101199003074477，已核对", "身份证110***********4477，已核对"),
		("11010119900307447x", "110***********447X"),
		("１１０１０１１９９００３０７４４７７", "110***********4477"),
		("110101 19900307 4477", "110***********4477"),
		(f"卡号{CARD}。", "卡号***************0122。"),
		("6217 0012 3456 7890 122", "***************0122"),
	],
)
def test_numbers_of_people_become_stars(text: str, shown: str) -> None:
	masked = mask_numbers(text)
	assert (masked.text, masked.masked) == (shown, 1)


@pytest.mark.parametrize(
	"text",
	[
		"SQ-2026-00022 已退回",
		"FF-2026-00004-da00000069",
		"电话 0371-68101234，手机 13800138000",
		"金额 1234567890.12",
		"430921102001000158",
		"6217001234567890128",
		"社会信用代码 91410100MA9F0X1234567",
		"",
	],
)
def test_other_texts_stay_as_they_are(text: str) -> None:
	masked = mask_numbers(text)
	assert (masked.text, masked.masked) == (text, 0)


def test_every_number_of_a_text_is_found() -> None:
	masked = mask_numbers(f"夫110101199003074477妻110101199103074488卡{CARD}")
	assert masked.masked == 3
	assert masked.text == "夫110***********4477妻110***********4488卡***************0122"

"""Numbers as they are typed at a counter."""

import pytest

from social_assistance.domain.errors import InvalidAmount
from social_assistance.domain.typed_numbers import read_typed_number


@pytest.mark.parametrize(
	("typed", "read"),
	[
		("1,800", "1800"),
		("１８００", "1800"),
		("1 800元", "1800"),
		("￥1，800.50", "1800.50"),
		("12。5", "12.5"),
		("1,234,567 元", "1234567"),
		("35%", "35"),
		("-20", "-20"),
		("  ", ""),
	],
)
def test_what_people_type_is_understood(typed: str, read: str) -> None:
	assert read_typed_number(typed) == read


def test_a_count_is_a_whole_number() -> None:
	assert [read_typed_number(typed, is_count=True) for typed in ("12", "12.0", "1,200", "")] == [
		"12",
		"12.0",
		"1200",
		"",
	]
	for typed in ("1.5", "0.05", "abc"):
		with pytest.raises(InvalidAmount, match="plain number"):
			read_typed_number(typed, is_count=True)


@pytest.mark.parametrize("typed", ["abc", "1,80", "18 00", "1.2.3", "元", "1e5", "一千", "1800/12"])
def test_what_is_no_number_is_refused(typed: str) -> None:
	with pytest.raises(InvalidAmount, match="plain number"):
		read_typed_number(typed)

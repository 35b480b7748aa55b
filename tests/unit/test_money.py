"""Reading, rounding, dividing and wording sums of money."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from social_assistance.domain.errors import InvalidAmount
from social_assistance.domain.money import (
	Rounding,
	format_chinese_capitals,
	from_storage,
	parse_amount,
	round_amount,
	split_amount,
	to_fen,
)

amounts = st.decimals(min_value=0, max_value=Decimal("99999999.99"), places=2)


@pytest.mark.parametrize(
	("value", "expected"),
	[
		("1800", "1800.00"),
		(" １８００．５ ", "1800.50"),
		(697, "697.00"),
		(Decimal("0.1"), "0.10"),
		("0", "0.00"),
		("1.500", "1.50"),
	],
)
def test_reading(value, expected):
	assert str(parse_amount(value)) == expected


@pytest.mark.parametrize(
	("value", "code"),
	[
		(None, "amount_missing"),
		("  ", "amount_missing"),
		(1800.0, "amount_type"),
		(True, "amount_type"),
		("1,800.00", "amount_thousands"),
		("1，800.00", "amount_thousands"),
		("1,80", "amount_format"),
		("¥1800", "amount_format"),
		("1e3", "amount_format"),
		("NaN", "amount_format"),
		("一千", "amount_format"),
		(Decimal("NaN"), "amount_not_finite"),
		(Decimal("Infinity"), "amount_not_finite"),
		("-1", "amount_negative"),
		("1.234", "amount_places"),
		("1000000000", "amount_limit"),
	],
)
def test_refusals(value, code):
	with pytest.raises(InvalidAmount) as caught:
		parse_amount(value, "收入")
	assert (caught.value.code, caught.value.field) == (code, "收入")


def test_options():
	assert parse_amount("-5", allow_negative=True) == Decimal("-5.00")
	assert parse_amount("1,234,567.89", allow_thousands=True) == Decimal("1234567.89")
	assert str(parse_amount("-0.00", allow_negative=True)) == "0.00"
	assert parse_amount("0.3333", places=4) == Decimal("0.3333")
	with pytest.raises(InvalidAmount, match="more than zero"):
		parse_amount("0", allow_zero=False)
	with pytest.raises(InvalidAmount, match="5000"):
		parse_amount("5001", limit=Decimal(5000))


def test_values_of_the_database_come_back_exactly():
	assert [str(from_storage(value)) for value in (None, 291.0, 0.1, "7.005", 1234567.89)] == [
		"0.00",
		"291.00",
		"0.10",
		"7.01",
		"1234567.89",
	]


@pytest.mark.parametrize(
	("value", "rounding", "expected"),
	[
		("0.50", Rounding.CEIL_YUAN, "1.00"),
		("291.00", Rounding.CEIL_YUAN, "291.00"),
		("290.49", Rounding.HALF_UP_YUAN, "290.00"),
		("290.50", Rounding.HALF_UP_YUAN, "291.00"),
		("679.9", Rounding.CEIL_5, "680.00"),
		("906.1", Rounding.CEIL_5, "910.00"),
		("591.5", Rounding.CEIL_5, "595.00"),
		("838.5", Rounding.CEIL_5, "840.00"),
		("680", Rounding.CEIL_5, "680.00"),
		("290.495", Rounding.NONE, "290.50"),
		("291.0000001", Rounding.CEIL_YUAN, "291.00"),
	],
)
def test_rounding(value, rounding, expected):
	assert str(round_amount(Decimal(value), rounding)) == expected


@given(amounts, amounts, st.sampled_from(Rounding))
def test_rounding_keeps_the_order_and_stays_near(left, right, rounding):
	if left <= right:
		assert round_amount(left, rounding) <= round_amount(right, rounding)
	assert abs(round_amount(left, rounding) - left) < 5


@pytest.mark.parametrize(
	("value", "words"),
	[
		("291.00", "贰佰玖拾壹元整"),
		("1301", "壹仟叁佰零壹元整"),
		("26894.25", "贰万陆仟捌佰玖拾肆元贰角伍分"),
		("0.05", "伍分"),
		("1010.05", "壹仟零壹拾元零伍分"),
		("0", "零元整"),
	],
)
def test_capitals(value, words):
	assert format_chinese_capitals(Decimal(value)) == words


@given(amounts, st.lists(st.integers(0, 50), min_size=1, max_size=12).filter(sum))
def test_parts_sum_exactly(total, weights):
	parts = split_amount(total, weights)
	assert sum(parts) == total
	for part, weight in zip(parts, weights, strict=True):
		assert abs(part - to_fen(total * weight / sum(weights))) <= Decimal("0.02")
		assert weight or not part


@pytest.mark.parametrize("weights", [[], [0, 0], [1, -1, 2]])
def test_impossible_weights(weights):
	with pytest.raises(InvalidAmount, match="weights"):
		split_amount(Decimal(1), weights)

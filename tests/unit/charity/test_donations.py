from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from social_assistance.domain.charity.donations import compute_goods_value, compute_line_value

quantities = st.decimals("0.001", "99999", places=3)
values = st.decimals("0.01", "99999", places=2)


def test_the_rice_and_clothes_of_the_county_report():
	assert compute_line_value(Decimal("150"), Decimal("2.80")) == Decimal("420.00")
	assert compute_goods_value(
		[(Decimal("150"), Decimal("2.80")), (Decimal("3150"), Decimal("20"))]
	) == Decimal("63420.00")


@given(st.lists(st.tuples(quantities, values), max_size=8))
def test_the_value_is_in_fen_and_off_by_half_a_fen_a_line_at_most(lines):
	total = compute_goods_value(lines)
	exact = sum((quantity * value for quantity, value in lines), Decimal(0))
	assert total == total.quantize(Decimal("0.01"))
	assert abs(total - exact) <= Decimal("0.005") * len(lines)


@given(quantities, quantities, values)
def test_more_is_never_worth_less(first, second, value):
	assert compute_line_value(max(first, second), value) >= compute_line_value(min(first, second), value)

"""Donations: what donated goods are worth."""

from collections.abc import Iterable
from decimal import Decimal

from social_assistance.domain.money import ZERO, to_fen

# Goods are weighed to the gram or millilitre.
QUANTITY_PLACES = 3


def compute_line_value(quantity: Decimal, unit_value: Decimal) -> Decimal:
	"""Value of one line of goods in yuan: quantity in its unit times the value of a unit, to the fen, half up."""
	return to_fen(quantity * unit_value)


def compute_goods_value(lines: Iterable[tuple[Decimal, Decimal]]) -> Decimal:
	"""Value of a donation of goods: the sum of its rounded lines of (quantity, value of a unit)."""
	return sum((compute_line_value(quantity, value) for quantity, value in lines), ZERO)

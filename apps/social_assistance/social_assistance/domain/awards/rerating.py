"""What a part of an award becomes when the standard changes; the engine does the same in SQL."""

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from social_assistance.domain.money import Rounding, round_amount

# Parts that follow the standard; care follows wages and is re-rated by its own decision.
RERATED_PARTS = ("Base", "Living", "Top-up")
GAP_PARTS = ("Base",)


class Method(Enum):
	"""KEEP_SHARE: the amount stays the same share of the standard. KEEP_INCOME: the counted income stays the same."""

	KEEP_SHARE = "Keep Share of Standard"
	KEEP_INCOME = "Keep Counted Income"


@dataclass(frozen=True)
class StandardChange:
	"""Monthly standard before and after, in yuan."""

	before: Decimal
	after: Decimal


def rerate_part(
	part: str,
	amount: Decimal,
	persons: int,
	change: StandardChange,
	method: Method,
	rounding: Rounding = Rounding.NONE,
) -> Decimal:
	"""The new monthly amount of one part, never below zero."""
	if part not in RERATED_PARTS:
		return amount
	if method is Method.KEEP_INCOME and part in GAP_PARTS:
		exact = amount + (change.after - change.before) * persons
	else:
		exact = amount * change.after / change.before
	return round_amount(max(exact, Decimal(0)), rounding)

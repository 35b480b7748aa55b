"""Cap of medical costs (医疗费用负担封顶): what a patient bears of in-policy costs above a line is paid; the coverage rate (综合保障率)."""

from dataclasses import dataclass
from decimal import Decimal

from social_assistance.domain.money import ZERO, to_fen

HUNDRED = Decimal(100)


@dataclass(frozen=True)
class CapLine:
	"""Yuan per person and year that stay with the patient, the share in per cent paid above, and the most paid in a year."""

	threshold: Decimal
	share_above: Decimal = HUNDRED
	yearly_cap: Decimal | None = None


@dataclass(frozen=True)
class YearSoFar:
	"""Own share and payments of the year before the bills in question."""

	own_share: Decimal = ZERO
	granted: Decimal = ZERO


def compute_cap(own_share: Decimal, line: CapLine, before: YearSoFar) -> Decimal:
	"""Yuan to be paid for the bills: what the year owes with them, less what it paid before."""
	above = max(ZERO, before.own_share + own_share - line.threshold)
	due = to_fen(above * line.share_above / HUNDRED)
	if line.yearly_cap is not None:
		due = min(due, line.yearly_cap)
	return max(ZERO, due - before.granted)


def compute_coverage_rate(in_policy: Decimal, own_left: Decimal) -> Decimal:
	"""Per cent of in-policy costs that the patient does not bear; nothing spent is covered in full."""
	if in_policy <= 0:
		return HUNDRED
	return to_fen((in_policy - own_left) * HUNDRED / in_policy)

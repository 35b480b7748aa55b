"""渐退期: what is still paid after employment lifted income above the standard."""

from dataclasses import dataclass
from decimal import Decimal

from social_assistance.domain.money import round_amount
from social_assistance.domain.periods import Month
from social_assistance.domain.policy.parameters import GradualExitRule


@dataclass(frozen=True)
class ExitMonth:
	"""One month of the gradual exit."""

	month: Month
	rate: Decimal
	amount: Decimal


def build_exit_schedule(amount: Decimal, first: Month, rule: GradualExitRule) -> tuple[ExitMonth, ...]:
	"""The rule's months with their amounts, never above the former one; the last rate holds for months without one."""
	schedule = []
	for offset in range(rule.months):
		rate = rule.rates[min(offset, len(rule.rates) - 1)]
		paid = min(amount, round_amount(amount * rate, rule.rounding))
		schedule.append(ExitMonth(first.plus(offset), rate, paid))
	return tuple(schedule)

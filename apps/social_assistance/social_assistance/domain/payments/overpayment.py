"""What was paid and not due, month by month; months never offset each other silently."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from social_assistance.domain.errors import InvalidAmount
from social_assistance.domain.money import FEN, ZERO, split_amount
from social_assistance.domain.periods import Month


@dataclass(frozen=True)
class MonthBalance:
	"""One month: paid, due, and the difference on either side."""

	month: Month
	paid: Decimal
	due: Decimal

	@property
	def overpaid(self) -> Decimal:
		"""Paid above what was due."""
		return max(ZERO, self.paid - self.due)

	@property
	def underpaid(self) -> Decimal:
		"""Due above what was paid: arrears."""
		return max(ZERO, self.due - self.paid)


@dataclass(frozen=True)
class Balance:
	"""All months; recovery and arrears are two sums, decided separately."""

	months: tuple[MonthBalance, ...]

	@property
	def overpaid(self) -> Decimal:
		"""Total to recover."""
		return sum((row.overpaid for row in self.months), ZERO)

	@property
	def underpaid(self) -> Decimal:
		"""Total of arrears."""
		return sum((row.underpaid for row in self.months), ZERO)


def compare_months(paid: Mapping[Month, Decimal], due: Mapping[Month, Decimal]) -> Balance:
	"""Compare what was paid with what was due in every month that occurs in either."""
	months = sorted(paid.keys() | due.keys())
	return Balance(
		tuple(MonthBalance(month, paid.get(month, ZERO), due.get(month, ZERO)) for month in months)
	)


def get_first_month_not_due(event: date) -> Month:
	"""Death, imprisonment or another end takes effect with the month after it."""
	return Month.of(event).plus(1)


def list_due_until(
	amounts: Mapping[Month, Decimal], event: date, reduced: Mapping[Month, Decimal] | None = None
) -> dict[Month, Decimal]:
	"""What was due once an event is known: full amounts through its month, then the reduced ones, or nothing."""
	ends, after = get_first_month_not_due(event), reduced or {}
	return {month: amount if month < ends else after.get(month, ZERO) for month, amount in amounts.items()}


@dataclass(frozen=True)
class Instalment:
	"""One month's repayment."""

	month: Month
	amount: Decimal


def plan_instalments(total: Decimal, first: Month, largest: Decimal) -> tuple[Instalment, ...]:
	"""The fewest equal monthly repayments that each stay within a limit and sum to the total exactly."""
	limit = largest.quantize(FEN, ROUND_FLOOR)
	if total <= 0 or limit <= 0:
		raise InvalidAmount("amount_zero", "total" if total <= 0 else "largest")
	count = int((total / limit).to_integral_value(ROUND_CEILING))
	return tuple(
		Instalment(first.plus(number), part) for number, part in enumerate(split_amount(total, [1] * count))
	)


def reduce_repayments(amounts: Sequence[Decimal], less: Decimal) -> list[Decimal]:
	"""Repayments after a sum was given up: taken off the last ones; what is left of a part stays one, nothing goes below zero."""
	kept = list(amounts)
	while kept and less > 0:
		taken = min(less, kept[-1])
		kept[-1] -= taken
		less -= taken
		if not kept[-1]:
			kept.pop()
	return kept

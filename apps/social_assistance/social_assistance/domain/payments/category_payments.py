"""Sums for everybody of given classes (一次性补贴), and the price subsidy (价格临时补贴), which the price index starts and stops."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from social_assistance.domain.errors import ParameterError
from social_assistance.domain.money import Rounding, round_amount, to_fine
from social_assistance.domain.periods import Month

HUNDRED = Decimal(100)


@dataclass(frozen=True)
class IndexReading:
	"""What the statistics bureau published for a month: rises against the same month of the year before, in per cent.

	`low_income_rise` is that of the living costs of low-income residents, where it is compiled.
	"""

	month: Month
	consumer_rise: Decimal
	food_rise: Decimal
	low_income_rise: Decimal | None = None

	@property
	def rise(self) -> Decimal:
		"""The rise by which standards are multiplied: that of low-income residents, else of all consumers."""
		return self.consumer_rise if self.low_income_rise is None else self.low_income_rise


@dataclass(frozen=True)
class PriceRule:
	"""When the subsidy starts and stops: rises in per cent that start it when one of them is reached.

	It starts after so many months in a row that reach a rise, and stops after so many that reach none.
	"""

	start_rise: Decimal
	start_food_rise: Decimal
	start_months: int = 1
	stop_months: int = 1
	rounding: Rounding = Rounding.HALF_UP_YUAN

	def is_reached(self, reading: IndexReading) -> bool:
		"""Whether a month alone would speak for the subsidy."""
		return reading.consumer_rise >= self.start_rise or reading.food_rise >= self.start_food_rise


def is_subsidy_due(rule: PriceRule, readings: Iterable[IndexReading]) -> bool:
	"""Whether the subsidy runs in the last of the months; a missing month between the first and the last is refused."""
	running, streak, before = False, 0, None
	for reading in sorted(readings, key=lambda row: row.month):
		_require_next(reading.month, before)
		streak = streak + 1 if rule.is_reached(reading) is not running else 0
		if streak >= (rule.stop_months if running else rule.start_months):
			running, streak = not running, 0
		before = reading.month
	return running


def compute_subsidy(
	standard: Decimal, reading: IndexReading, rule: PriceRule, share: Decimal = HUNDRED
) -> Decimal:
	"""Yuan per person: standard by rise, of which a class gets a share in per cent; nothing when prices fell."""
	if reading.rise <= 0:
		return round_amount(Decimal(0), Rounding.NONE)
	return round_amount(to_fine(standard * reading.rise * share / HUNDRED / HUNDRED), rule.rounding)


def _require_next(month: Month, before: Month | None) -> None:
	if before is not None and month.minus(before) != 1:
		raise ParameterError("price_index_gap", "readings", {"month": before.plus(1)})

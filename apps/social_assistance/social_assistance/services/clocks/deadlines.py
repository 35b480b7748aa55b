"""Due dates of limits on the working-day calendar of the site."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from social_assistance.domain.clocks.pauses_and_extensions import (
	clip_pauses,
	compute_amber_date,
	lengthen_clock,
)
from social_assistance.domain.clocks.time_limits import Clock, Limit, LimitUnit, Pause, compute_due_date
from social_assistance.domain.clocks.work_calendar import WorkCalendar
from social_assistance.domain.periods import add_months
from social_assistance.services.clocks.holidays import build_work_calendar

UNITS = {"Working Days": LimitUnit.WORKING_DAYS, "Calendar Days": LimitUnit.CALENDAR_DAYS}
AMBER_SHARE = Decimal("0.7")
# A pause reaches at most so many years beyond the day from which a limit runs.
YEARS_AHEAD = 4


@dataclass(frozen=True)
class LimitTerm:
	"""A time limit as a profile or template states it."""

	value: int
	unit: str
	counted_from: str = ""
	# Whether the work must have begun by then, and not be finished.
	is_of_beginning: bool = False


@dataclass(frozen=True)
class Deadline:
	"""Last day of a limit and the day from which it is due soon; neither while the clock is paused or without a limit."""

	due_on: date | None = None
	warn_on: date | None = None


@dataclass(frozen=True)
class LimitExtension:
	"""What makes a limit longer: pauses, added days, and days that do not count."""

	pauses: tuple[Pause, ...] = ()
	extra_days: int = 0
	uncounted: Iterable[date] = ()


def get_work_calendar(day: date) -> WorkCalendar:
	"""The working days around a day, from the holiday calendars of the site.

	The State Council publishes a year's holidays in the November before. Until that year's record is there it counts
	weekends and the holidays that the regulation fixes, so that a case accepted in December has a due date; the case and the policy desk say so.
	"""
	return build_work_calendar(range(day.year - 1, day.year + YEARS_AHEAD))


def compute_deadline(
	term: LimitTerm,
	start: date,
	stretch: LimitExtension = LimitExtension(),
	amber_share: Decimal = AMBER_SHARE,
) -> Deadline:
	"""When a limit ends that runs from a day; the day itself is not counted (Civil Code art. 201)."""
	if not term.value or not term.unit:
		return Deadline()
	if term.unit in UNITS:
		return _counted(term, start, stretch, amber_share)
	if any(pause.last is None for pause in stretch.pauses):
		return Deadline()
	if term.unit == "Months":
		last = add_months(start, term.value)
		return Deadline(last, start + timedelta(days=int((last - start).days * amber_share)))
	last = add_hours_as_days(start, term.value)
	return Deadline(last, last)


def add_hours_as_days(start: date, hours: int) -> date:
	"""The calendar day on which a limit in hours ends, counted from the end of the first day."""
	return date.fromordinal(start.toordinal() + -(-hours // 24))


def _counted(term: LimitTerm, start: date, stretch: LimitExtension, amber_share: Decimal) -> Deadline:
	pauses = clip_pauses(stretch.pauses, start)
	clock = Clock(start, Limit(term.value, UNITS[term.unit]), pauses, frozenset(stretch.uncounted))
	clock, calendar = lengthen_clock(clock, stretch.extra_days), get_work_calendar(start)
	return Deadline(compute_due_date(clock, calendar), compute_amber_date(clock, calendar, amber_share))

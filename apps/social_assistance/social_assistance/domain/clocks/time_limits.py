"""Statutory clocks: limits per step and in total, pauses for allowed reasons, due dates, traffic lights."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import Enum

from social_assistance.domain.clocks.work_calendar import WorkCalendar
from social_assistance.domain.errors import ClockError
from social_assistance.domain.periods import days_between


class LimitUnit(Enum):
	"""How a limit is counted."""

	WORKING_DAYS = "working_days"
	CALENDAR_DAYS = "calendar_days"
	HOURS = "hours"


@dataclass(frozen=True)
class Limit:
	"""So many working days, calendar days or hours."""

	amount: int
	unit: LimitUnit = LimitUnit.WORKING_DAYS

	def __post_init__(self) -> None:
		if self.amount < 1:
			raise ClockError("clock_limit_positive", "amount")


@dataclass(frozen=True)
class Pause:
	"""The clock stands still after the first day through the last; no last day means it still stands."""

	reason: str
	first: date
	last: date | None = None


@dataclass(frozen=True)
class NoticePeriod:
	"""A public notice: whole calendar days from the day after posting to 24:00 of the last."""

	posted_on: date
	first_day: date
	last_day: date


@dataclass(frozen=True)
class Clock:
	"""One running limit: its start, its length and the days that do not count."""

	started_on: date
	limit: Limit
	pauses: tuple[Pause, ...] = ()
	uncounted: frozenset[date] = field(default_factory=frozenset)

	def __post_init__(self) -> None:
		if self.limit.unit is LimitUnit.HOURS:
			raise ClockError("clock_hours_need_time", "started_on")
		for pause in self.pauses:
			_require_pause_fits(pause, self.started_on)

	@property
	def is_paused(self) -> bool:
		"""Whether a pause has not ended."""
		return any(pause.last is None for pause in self.pauses)


def compute_notice_period(
	posted_on: date, days: int, calendar: WorkCalendar, close_on_working_day: bool
) -> NoticePeriod:
	"""The notice runs `days` calendar days from the day after posting; it may wait for a working day to close."""
	last = posted_on + timedelta(days=days)
	if close_on_working_day:
		last = calendar.roll_forward(last)
	return NoticePeriod(posted_on, posted_on + timedelta(days=1), last)


def compute_due_date(clock: Clock, calendar: WorkCalendar) -> date | None:
	"""Last day of the limit, or none while the clock is paused; calendar-day limits end on a working day."""
	if clock.is_paused:
		return None
	silent = _silent_days(clock)
	if clock.limit.unit is LimitUnit.WORKING_DAYS and not silent:
		return calendar.add_working_days(clock.started_on, clock.limit.amount)
	day, left = clock.started_on, clock.limit.amount
	while left:
		day += timedelta(days=1)
		left -= _counts(clock, day, silent, calendar)
	return calendar.roll_forward(day) if clock.limit.unit is LimitUnit.CALENDAR_DAYS else day


def _counts(clock: Clock, day: date, silent: frozenset[date], calendar: WorkCalendar) -> bool:
	if day in silent:
		return False
	return clock.limit.unit is LimitUnit.CALENDAR_DAYS or calendar.is_working_day(day)


def _silent_days(clock: Clock, today: date | None = None) -> frozenset[date]:
	"""Days on which the clock stands still; overlapping pauses count once, an open one runs through today."""
	silent = set(clock.uncounted)
	for pause in clock.pauses:
		last = pause.last or today
		if last is not None:
			silent.update(days_between(pause.first, last))
	return frozenset(silent)


def _require_pause_fits(pause: Pause, started_on: date) -> None:
	if pause.first < started_on:
		raise ClockError("clock_pause_before_start", "first", {"day": pause.first, "start": started_on})
	if pause.last is not None and pause.last < pause.first:
		raise ClockError("clock_pause_order", "last", {"first": pause.first, "last": pause.last})

"""Statutory clocks: limits per step and in total, pauses for allowed reasons, due dates, traffic lights."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import Enum

from social_assistance.domain.clocks.work_calendar import WorkCalendar
from social_assistance.domain.errors import ClockError
from social_assistance.domain.periods import days_between


class LimitUnit(Enum):
	"""How a limit is counted."""

	WORKING_DAYS = "working_days"
	CALENDAR_DAYS = "calendar_days"
	HOURS = "hours"


class ClockStart(Enum):
	"""The event from which a step's limit runs."""

	STEP_ENTRY = "step_entry"
	ACCEPTANCE = "acceptance"
	REQUEST = "request"
	DECISION = "decision"


class DeadlineStatus(Enum):
	"""Traffic light of a clock."""

	GREEN = "green"
	AMBER = "amber"
	RED = "red"
	PAUSED = "paused"


@dataclass(frozen=True)
class Limit:
	"""So many working days, calendar days or hours."""

	amount: int
	unit: LimitUnit = LimitUnit.WORKING_DAYS

	def __post_init__(self) -> None:
		if self.amount < 1:
			raise ClockError("clock_limit_positive", "amount")


@dataclass(frozen=True)
class StepLimit:
	"""The limit of one step and the event from which it runs."""

	step: str
	limit: Limit
	starts: ClockStart = ClockStart.STEP_ENTRY


@dataclass(frozen=True)
class ClockProfile:
	"""The limits of one procedure in one region, as data."""

	code: str
	step_limits: tuple[StepLimit, ...] = ()
	total: Limit | None = None
	extended_total: Limit | None = None
	notice_counted: bool = True
	pause_reasons: tuple[str, ...] = ()
	extension_reasons: tuple[str, ...] = ()
	amber_ratio: Decimal = Decimal("0.7")

	def __post_init__(self) -> None:
		if self.total is None and not self.step_limits:
			raise ClockError("clock_profile_empty", "total", {"profile": self.code})
		if self.total and self.extended_total and self.extended_total.amount <= self.total.amount:
			raise ClockError("clock_extension_shorter", "extended_total", {"profile": self.code})

	def step_limit(self, step: str) -> StepLimit:
		"""The limit of a step; refuses a step that the profile leaves without one."""
		for row in self.step_limits:
			if row.step == step:
				return row
		raise ClockError("clock_step_unknown", "step", {"profile": self.code, "step": step})


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

	@property
	def ends_at(self) -> datetime:
		"""24:00 of the last day."""
		return datetime.combine(self.last_day + timedelta(days=1), datetime.min.time())

	def is_over(self, moment: datetime) -> bool:
		"""Whether objections can no longer come in time (local time of the office)."""
		return moment >= self.ends_at


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


@dataclass(frozen=True)
class ClockReading:
	"""What a list shows: due day (none while paused), days used and left, light."""

	due_on: date | None
	used: int
	limit: int
	light: DeadlineStatus

	@property
	def remaining(self) -> int:
		"""Days left, negative when overdue."""
		return self.limit - self.used


def compute_notice_period(
	posted_on: date, days: int, calendar: WorkCalendar, close_on_working_day: bool
) -> NoticePeriod:
	"""The notice runs `days` calendar days from the day after posting; it may wait for a working day to close."""
	last = posted_on + timedelta(days=days)
	if close_on_working_day:
		last = calendar.roll_forward(last)
	return NoticePeriod(posted_on, posted_on + timedelta(days=1), last)


def build_total_clock(
	profile: ClockProfile,
	accepted_on: date,
	*,
	extension_reason: str = "",
	pauses: tuple[Pause, ...] = (),
	notice: NoticePeriod | None = None,
) -> Clock:
	"""The clock of the whole procedure from acceptance; the notice counts only when the profile says so."""
	limit = _total_limit(profile, extension_reason)
	_require_pause_reasons(profile, pauses)
	silent = frozenset[date]()
	if notice is not None and not profile.notice_counted:
		silent = frozenset(days_between(notice.posted_on, notice.last_day))
	return Clock(accepted_on, limit, pauses, silent)


def build_step_clock(
	profile: ClockProfile, step: str, started_on: date, pauses: tuple[Pause, ...] = ()
) -> Clock:
	"""The clock of one step, from the day of the event that its limit names."""
	_require_pause_reasons(profile, pauses)
	return Clock(started_on, profile.step_limit(step).limit, pauses)


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


def count_days_used(clock: Clock, today: date, calendar: WorkCalendar) -> int:
	"""Days of the limit consumed through today."""
	silent = _silent_days(clock, today)
	if clock.limit.unit is LimitUnit.WORKING_DAYS and not silent:
		return calendar.working_days_between(clock.started_on, today)
	return sum(_counts(clock, day, silent, calendar) for day in days_between(clock.started_on, today))


def read_clock(
	clock: Clock, today: date, calendar: WorkCalendar, amber_ratio: Decimal, finished_on: date | None = None
) -> ClockReading:
	"""State of a clock today, or on the day the work was finished."""
	day = today if finished_on is None else min(today, finished_on)
	due = compute_due_date(clock, calendar)
	used = count_days_used(clock, day, calendar)
	if due is not None and day <= due:
		used = min(used, clock.limit.amount)  # a limit in calendar days may have been moved to a working day
	light = DeadlineStatus.PAUSED if due is None else _light(day, due, used, clock.limit.amount, amber_ratio)
	return ClockReading(due, used, clock.limit.amount, light)


def compute_hours_deadline(limit: Limit, started_at: datetime) -> datetime:
	"""The moment at which a limit in hours ends; nights and holidays count (emergency aid)."""
	if limit.unit is not LimitUnit.HOURS:
		raise ClockError("clock_hours_need_time", "limit")
	return started_at + timedelta(hours=limit.amount)


def get_hours_status(
	limit: Limit, started_at: datetime, now: datetime, amber_ratio: Decimal
) -> DeadlineStatus:
	"""Traffic light of a limit in hours."""
	if now > compute_hours_deadline(limit, started_at):
		return DeadlineStatus.RED
	seconds = (now - started_at) // timedelta(seconds=1)
	return DeadlineStatus.AMBER if seconds >= amber_ratio * limit.amount * 3600 else DeadlineStatus.GREEN


def _light(day: date, due: date, used: int, limit: int, amber_ratio: Decimal) -> DeadlineStatus:
	if day > due:
		return DeadlineStatus.RED
	return DeadlineStatus.AMBER if used >= amber_ratio * limit else DeadlineStatus.GREEN


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


def _total_limit(profile: ClockProfile, extension_reason: str) -> Limit:
	limit, missing = profile.total, "clock_total_missing"
	if extension_reason:
		if extension_reason not in profile.extension_reasons:
			details = {"reason": extension_reason, "allowed": ", ".join(profile.extension_reasons) or "-"}
			raise ClockError("clock_extension_reason", "extension_reason", details)
		limit, missing = profile.extended_total, "clock_extension_missing"
	if limit is None:
		raise ClockError(missing, "total", {"profile": profile.code})
	return limit


def _require_pause_reasons(profile: ClockProfile, pauses: tuple[Pause, ...]) -> None:
	for pause in pauses:
		if pause.reason not in profile.pause_reasons:
			details = {"reason": pause.reason, "allowed": ", ".join(profile.pause_reasons) or "-"}
			raise ClockError("clock_pause_reason", "reason", details)


def _require_pause_fits(pause: Pause, started_on: date) -> None:
	if pause.first < started_on:
		raise ClockError("clock_pause_before_start", "first", {"day": pause.first, "start": started_on})
	if pause.last is not None and pause.last < pause.first:
		raise ClockError("clock_pause_order", "last", {"first": pause.first, "last": pause.last})

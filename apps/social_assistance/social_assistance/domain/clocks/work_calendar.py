"""Working days of the Chinese calendar: weekends, statutory holidays and make-up working days as a table by year."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from functools import cached_property

import chinese_calendar

from social_assistance.domain.errors import CalendarError

_SATURDAY = 5


class DayKind(Enum):
	"""What an exception makes of a day."""

	HOLIDAY = "holiday"
	WORKDAY = "workday"


@dataclass(frozen=True)
class CalendarRow:
	"""One exception: a holiday, or a weekend day on which offices work."""

	day: date
	kind: DayKind
	name: str = ""


@dataclass(frozen=True)
class WorkCalendar:
	"""Exceptions of the loaded years; questions about another year are refused, never guessed."""

	years: frozenset[int]
	exceptions: tuple[CalendarRow, ...]

	def __post_init__(self) -> None:
		kinds: dict[date, DayKind] = {}
		for row in self.exceptions:
			if kinds.setdefault(row.day, row.kind) is not row.kind:
				raise CalendarError("calendar_duplicate_day", "day", {"day": row.day})

	@cached_property
	def _kinds(self) -> dict[date, DayKind]:
		return {row.day: row.kind for row in self.exceptions}

	@cached_property
	def _working_days(self) -> tuple[date, ...]:
		return tuple(day for year in sorted(self.years) for day in _days_of(year) if self.is_working_day(day))

	def is_working_day(self, day: date) -> bool:
		"""Whether offices work; refuses a year that is not loaded."""
		self._require(day.year)
		kind = self._kinds.get(day)
		if kind is None:
			return day.weekday() < _SATURDAY
		return kind is DayKind.WORKDAY

	def add_working_days(self, start: date, count: int) -> date:
		"""The last of `count` working days after the start; the day of the event itself is not counted."""
		if count < 0:
			raise CalendarError("calendar_count", "count")
		if count == 0:
			return start
		self._require(start.year)
		position = bisect_right(self._working_days, start) + count - 1
		known = position < len(self._working_days)
		last_year = self._working_days[position].year if known else max(self.years) + 1
		self._require_through(start.year, last_year)
		return self._working_days[position]

	def working_days_between(self, start: date, end: date) -> int:
		"""Working days after the start up to and including the end; 0 when the end is not later."""
		if end <= start:
			return 0
		self._require_through(start.year, end.year)
		return bisect_right(self._working_days, end) - bisect_right(self._working_days, start)

	def roll_forward(self, day: date) -> date:
		"""The day itself when offices work, else the next working day (Civil Code art. 203)."""
		while not self.is_working_day(day):
			day += timedelta(days=1)
		return day

	def _require_through(self, first_year: int, last_year: int) -> None:
		for year in range(first_year, last_year + 1):
			self._require(year)

	def _require(self, year: int) -> None:
		if year not in self.years:
			raise CalendarError("calendar_year_missing", "year", {"year": year})


def get_published_years() -> frozenset[int]:
	"""Years whose State Council notice the chinesecalendar package contains."""
	return frozenset(day.year for day in chinese_calendar.holidays)


def list_published_rows(year: int) -> tuple[CalendarRow, ...]:
	"""The exceptions of one year as published by the State Council; refuses an unpublished year."""
	if year not in get_published_years():
		raise CalendarError("calendar_year_missing", "year", {"year": year})
	holidays = (
		CalendarRow(day, DayKind.HOLIDAY, name)
		for day, name in chinese_calendar.holidays.items()
		if day.year == year
	)
	workdays = (
		CalendarRow(day, DayKind.WORKDAY, name)
		for day, name in chinese_calendar.workdays.items()
		if day.year == year and day.weekday() >= _SATURDAY
	)
	return tuple(sorted((*holidays, *workdays), key=lambda row: row.day))


def _days_of(year: int) -> Iterable[date]:
	first = date(year, 1, 1)
	return (first + timedelta(days=offset) for offset in range((date(year, 12, 31) - first).days + 1))

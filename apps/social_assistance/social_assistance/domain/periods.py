"""Months, spans of months, ages and shares of a month."""

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from social_assistance.domain.errors import InvalidPeriod

_MONTH = re.compile(r"(\d{4})-(\d{2})", re.ASCII)


@dataclass(frozen=True, order=True)
class Month:
	"""A calendar month; ordered, hashable, printed as 2025-07."""

	year: int
	month: int

	def __post_init__(self) -> None:
		if not (1900 <= self.year <= 9999 and 1 <= self.month <= 12):
			raise InvalidPeriod("month_format", "month")

	def __str__(self) -> str:
		return f"{self.year:04d}-{self.month:02d}"

	@classmethod
	def parse(cls, text: str, field: str = "month") -> "Month":
		"""Read YYYY-MM and nothing else."""
		match = _MONTH.fullmatch(text.strip())
		if not match or not (int(match[1]) >= 1900 and 1 <= int(match[2]) <= 12):
			raise InvalidPeriod("month_format", field)
		return cls(int(match[1]), int(match[2]))

	@classmethod
	def of(cls, day: date) -> "Month":
		"""The month in which a day lies."""
		return cls(day.year, day.month)

	@property
	def index(self) -> int:
		"""Running number of the month, for differences and for SQL."""
		return self.year * 12 + self.month - 1

	@property
	def first_day(self) -> date:
		"""The first of the month."""
		return date(self.year, self.month, 1)

	@property
	def last_day(self) -> date:
		"""The 28th to the 31st."""
		return date(self.year, self.month, self.days)

	@property
	def days(self) -> int:
		"""How many days the month has, leap years respected."""
		return calendar.monthrange(self.year, self.month)[1]

	def plus(self, months: int) -> "Month":
		"""The month so many months later, or earlier for a negative number."""
		year, month = divmod(self.index + months, 12)
		return Month(year, month + 1)

	def minus(self, earlier: "Month") -> int:
		"""How many months lie between, positive when the other is earlier."""
		return self.index - earlier.index


@dataclass(frozen=True)
class MonthSpan:
	"""Months from first to last, both included."""

	first: Month
	last: Month

	def __post_init__(self) -> None:
		if self.last < self.first:
			raise InvalidPeriod("month_order", "months", {"first": self.first, "last": self.last})

	@classmethod
	def ending_before(cls, month: Month, count: int) -> "MonthSpan":
		"""The `count` whole months before a month."""
		return cls(month.plus(-count), month.plus(-1))

	@property
	def count(self) -> int:
		"""Number of months."""
		return self.last.minus(self.first) + 1

	def __iter__(self) -> Iterator[Month]:
		return (self.first.plus(offset) for offset in range(self.count))

	def overlap(self, other: "MonthSpan") -> int:
		"""Number of months that both spans share."""
		first, last = max(self.first, other.first), min(self.last, other.last)
		return max(0, last.minus(first) + 1)


def add_months(day: date, months: int) -> date:
	"""The same day so many months later, or the month's last day when it has no such day (Civil Code art. 202)."""
	target = Month.of(day).plus(months)
	return date(target.year, target.month, min(day.day, target.days))


def age_on(birth_date: date, day: date) -> int:
	"""Completed years; someone born on 29 February completes a year on 1 March of ordinary years."""
	return day.year - birth_date.year - ((day.month, day.day) < (birth_date.month, birth_date.day))


def days_between(first: date, last: date) -> Iterator[date]:
	"""Every day after the first up to and including the last: the day of an event is not counted."""
	return (first + timedelta(days=offset) for offset in range(1, (last - first).days + 1))

"""Working-day calendars that tests count with."""

from collections.abc import Iterable

from social_assistance.domain.clocks.work_calendar import WorkCalendar, list_published_rows


def published_calendar(years: Iterable[int]) -> WorkCalendar:
	"""A calendar of the given years from the published notices."""
	wanted = frozenset(years)
	return WorkCalendar(wanted, tuple(row for year in sorted(wanted) for row in list_published_rows(year)))

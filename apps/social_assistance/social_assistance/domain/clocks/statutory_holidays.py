"""Holidays that the regulation fixes for every year: what counts until the State Council has announced the year.

全国年节及纪念日放假办法 (国务院令第795号, in force 2025-01-01) art. 2. Which weekdays are exchanged around them is known only by
the announcement.
"""

from datetime import date, timedelta

from social_assistance.domain.clocks.lunar_calendar import lunar_day, qingming
from social_assistance.domain.clocks.work_calendar import CalendarRow, DayKind

_FIXED = (
	("元旦", 1, 1),
	("劳动节", 5, 1),
	("劳动节", 5, 2),
	("国庆节", 10, 1),
	("国庆节", 10, 2),
	("国庆节", 10, 3),
)
# The eve and the first three days of the lunar year.
_SPRING_FESTIVAL = range(-1, 3)


def statutory_rows(year: int) -> tuple[CalendarRow, ...]:
	"""The thirteen days of a year, in order; a festival that falls on another one is counted once."""
	new_year = lunar_day(year, 1, 1)
	days = {date(year, month, day): name for name, month, day in _FIXED}
	days |= {new_year + timedelta(days=offset): "春节" for offset in _SPRING_FESTIVAL}
	days |= {qingming(year): "清明节", lunar_day(year, 5, 5): "端午节", lunar_day(year, 8, 15): "中秋节"}
	return tuple(CalendarRow(day, DayKind.HOLIDAY, days[day]) for day in sorted(days))

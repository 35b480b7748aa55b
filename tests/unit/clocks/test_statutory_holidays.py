"""Holidays that the regulation fixes, and the lunar calendar behind them."""

from datetime import date, timedelta

import pytest

from social_assistance.domain.clocks.lunar_calendar import lunar_day, qingming
from social_assistance.domain.clocks.statutory_holidays import statutory_rows
from social_assistance.domain.clocks.work_calendar import (
	WorkCalendar,
	get_published_years,
	list_published_rows,
)

FESTIVALS = {
	2027: ("02-06", "04-05", "06-09", "09-15"),
	2028: ("01-26", "04-04", "05-28", "10-03"),
	2029: ("02-13", "04-04", "06-16", "09-22"),
	2030: ("02-03", "04-05", "06-05", "09-12"),
	# The winter solstice of 2033 is followed by the rarest leap month of the century.
	2033: ("01-31", "04-04", "06-01", "09-08"),
	2034: ("02-19", "04-05", "06-20", "09-27"),
}


@pytest.mark.parametrize("year", FESTIVALS)
def test_lunar_festivals(year):
	days = (lunar_day(year, 1, 1), qingming(year), lunar_day(year, 5, 5), lunar_day(year, 8, 15))
	assert tuple(f"{day:%m-%d}" for day in days) == FESTIVALS[year]


@pytest.mark.parametrize("year", sorted(year for year in get_published_years() if year >= 2008))
def test_every_fixed_holiday_was_a_holiday_of_the_published_years(year):
	"""The eve of the lunar year and the second of May are fixed since 2025 only."""
	published = WorkCalendar(frozenset({year}), list_published_rows(year))
	eve = lunar_day(year, 1, 1) - timedelta(days=1)
	recent = {eve, date(year, 5, 2)} if year < 2025 else set()
	worked = {row.day for row in statutory_rows(year) if published.is_working_day(row.day)}
	assert worked <= recent


def test_a_notice_that_ends_on_new_year_waits_for_the_next_working_day():
	years = (2026, 2027)
	calendar = WorkCalendar(frozenset(years), (*list_published_rows(2026), *statutory_rows(2027)))
	assert calendar.roll_forward(date(2027, 1, 1)) == date(2027, 1, 4)
	assert calendar.add_working_days(date(2026, 11, 29), 30) == date(2027, 1, 11)

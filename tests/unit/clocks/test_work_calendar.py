"""Working days over Spring Festival and National Day, and calendars that are not loaded."""

from datetime import date, timedelta

import pytest
from calendars import published_calendar
from hypothesis import given
from hypothesis import strategies as st

from social_assistance.domain.clocks.work_calendar import (
	CalendarRow,
	DayKind,
	WorkCalendar,
	get_published_years,
	list_published_rows,
)
from social_assistance.domain.errors import CalendarError

CALENDAR = published_calendar([2024, 2025, 2026])


def code_of(call, *args) -> str:
	with pytest.raises(
		CalendarError,
		match=r"twice with different meanings|must be a holiday or a working day, not|Import the State Council's holiday notice|must be zero or more days",
	) as caught:
		call(*args)
	return caught.value.code


@pytest.mark.parametrize(
	("day", "working"),
	[
		(date(2025, 1, 26), True),  # Sunday, worked for Spring Festival
		(date(2025, 1, 27), True),
		(date(2025, 1, 28), False),
		(date(2025, 2, 4), False),
		(date(2025, 2, 5), True),
		(date(2025, 2, 8), True),  # Saturday, worked
		(date(2025, 9, 28), True),  # Sunday, worked for National Day
		(date(2025, 10, 1), False),
		(date(2025, 10, 8), False),
		(date(2025, 10, 9), True),
		(date(2025, 10, 11), True),
		(date(2026, 2, 14), True),
		(date(2026, 2, 15), False),
		(date(2026, 2, 23), False),
		(date(2026, 2, 24), True),
		(date(2026, 2, 28), True),
		(date(2026, 9, 20), True),
		(date(2026, 10, 7), False),
		(date(2026, 10, 10), True),
		(date(2025, 7, 5), False),
		(date(2025, 7, 7), True),
	],
)
def test_published_days(day, working):
	assert CALENDAR.is_working_day(day) is working


@pytest.mark.parametrize(
	("start", "count", "end"),
	[
		(date(2025, 1, 24), 3, date(2025, 2, 5)),  # 26 and 27 January, then 5 February
		(date(2025, 1, 24), 5, date(2025, 2, 7)),
		(date(2025, 1, 24), 6, date(2025, 2, 8)),
		(date(2025, 9, 26), 3, date(2025, 9, 30)),
		(date(2025, 9, 26), 4, date(2025, 10, 9)),
		(date(2025, 9, 26), 10, date(2025, 10, 16)),
		(date(2026, 2, 13), 2, date(2026, 2, 24)),
		(date(2026, 9, 30), 1, date(2026, 10, 8)),
		(date(2025, 7, 5), 1, date(2025, 7, 7)),
		(date(2025, 7, 7), 0, date(2025, 7, 7)),
		(date(2025, 12, 30), 3, date(2026, 1, 5)),  # 31 December, then 4 January worked
	],
)
def test_adding_working_days(start, count, end):
	assert CALENDAR.add_working_days(start, count) == end


@given(st.dates(date(2024, 1, 1), date(2026, 6, 30)), st.integers(1, 60))
def test_adding_and_counting_agree(start, count):
	end = CALENDAR.add_working_days(start, count)
	assert CALENDAR.is_working_day(end)
	assert CALENDAR.working_days_between(start, end) == count
	counted = [
		day for day in range((end - start).days) if CALENDAR.is_working_day(start + timedelta(days=day + 1))
	]
	assert len(counted) == count


def test_period_ending_on_a_holiday_moves_on():
	assert CALENDAR.roll_forward(date(2025, 10, 3)) == date(2025, 10, 9)
	assert CALENDAR.roll_forward(date(2025, 7, 8)) == date(2025, 7, 8)
	assert CALENDAR.working_days_between(date(2025, 7, 8), date(2025, 7, 1)) == 0


def test_year_that_is_not_loaded_is_named():
	with pytest.raises(CalendarError, match="Import the State Council's holiday notice") as caught:
		CALENDAR.add_working_days(date(2026, 12, 20), 30)
	assert caught.value.params == {"year": 2027}
	assert code_of(CALENDAR.is_working_day, date(2023, 5, 1)) == "calendar_year_missing"
	assert code_of(CALENDAR.add_working_days, date(2030, 5, 1), 1) == "calendar_year_missing"
	assert code_of(list_published_rows, 2099) == "calendar_year_missing"
	with_gap = published_calendar([2024, 2026])
	assert code_of(with_gap.add_working_days, date(2024, 12, 30), 5) == "calendar_year_missing"
	assert (
		code_of(with_gap.working_days_between, date(2024, 12, 30), date(2026, 1, 5))
		== "calendar_year_missing"
	)


def test_negative_counts_are_refused():
	assert code_of(CALENDAR.add_working_days, date(2025, 7, 1), -1) == "calendar_count"


def test_rows_of_a_later_year():
	rows = [
		CalendarRow(date(2027, 1, 1), DayKind.HOLIDAY, "元旦"),
		CalendarRow(date(2027, 1, 3), DayKind.WORKDAY, "元旦调休"),
	]
	extended = WorkCalendar(CALENDAR.years | {2027}, (*CALENDAR.exceptions, *rows))
	assert extended.add_working_days(date(2026, 12, 31), 1) == date(2027, 1, 3)
	assert not extended.is_working_day(date(2027, 1, 1))


def test_contradicting_rows_are_refused():
	holiday = CalendarRow(date(2027, 1, 1), DayKind.HOLIDAY)
	workday = CalendarRow(date(2027, 1, 1), DayKind.WORKDAY)
	assert code_of(WorkCalendar, frozenset({2027}), (holiday, workday)) == "calendar_duplicate_day"
	assert {2024, 2025, 2026} <= get_published_years()

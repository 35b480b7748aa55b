"""Statutory limits of policy section 4.2 over the long holidays."""

from datetime import date

import pytest
from calendars import published_calendar

from social_assistance.domain.clocks.time_limits import (
	Clock,
	Limit,
	LimitUnit,
	Pause,
	compute_due_date,
	compute_notice_period,
)
from social_assistance.domain.errors import ClockError

CALENDAR = published_calendar([2025, 2026])
CALENDAR_DAYS = LimitUnit.CALENDAR_DAYS
START = date(2025, 7, 1)


def code_of(call, *args, **kwargs) -> str:
	with pytest.raises(ClockError) as caught:
		call(*args, **kwargs)
	return caught.value.code


@pytest.mark.parametrize(
	("started", "days", "due"),
	[
		(date(2025, 1, 2), 30, date(2025, 2, 19)),
		(date(2025, 1, 2), 45, date(2025, 3, 12)),
		(date(2025, 1, 20), 20, date(2025, 2, 21)),
		(date(2025, 9, 1), 30, date(2025, 10, 17)),
		(date(2026, 2, 2), 30, date(2026, 3, 20)),
		(date(2026, 9, 15), 20, date(2026, 10, 19)),
		(date(2025, 9, 29), 3, date(2025, 10, 10)),
		(date(2026, 2, 9), 15, date(2026, 3, 6)),
	],
)
def test_working_days_over_the_long_holidays(started, days, due):
	assert compute_due_date(Clock(started, Limit(days)), CALENDAR) == due


def test_notice_days():
	notice = compute_notice_period(START, 7, CALENDAR, close_on_working_day=True)
	assert (notice.first_day, notice.last_day) == (date(2025, 7, 2), date(2025, 7, 8))


def test_notice_that_ends_in_a_holiday():
	posted = date(2025, 9, 26)
	assert compute_notice_period(posted, 7, CALENDAR, close_on_working_day=False).last_day == date(
		2025, 10, 3
	)
	assert compute_notice_period(posted, 7, CALENDAR, close_on_working_day=True).last_day == date(2025, 10, 9)


def test_days_of_the_notice_that_do_not_count():
	silent = frozenset(date(2025, 7, day) for day in range(11, 18))
	assert compute_due_date(Clock(START, Limit(20)), CALENDAR) == date(2025, 7, 29)
	assert compute_due_date(Clock(START, Limit(20), (), silent), CALENDAR) == date(2025, 8, 5)


def test_calendar_day_limit_moves_off_a_holiday():
	assert compute_due_date(Clock(date(2025, 9, 5), Limit(30, CALENDAR_DAYS)), CALENDAR) == date(2025, 10, 9)


def test_pause_stops_the_clock():
	paused = Pause("correction", date(2025, 7, 2), date(2025, 7, 9))
	assert compute_due_date(Clock(START, Limit(20), (paused,)), CALENDAR) == date(2025, 8, 5)
	overlapping = Pause("expert_assessment", date(2025, 7, 7), date(2025, 7, 9))
	assert compute_due_date(Clock(START, Limit(20), (paused, overlapping)), CALENDAR) == date(2025, 8, 5)


def test_open_pause_has_no_due_day():
	assert (
		compute_due_date(Clock(START, Limit(20), (Pause("correction", date(2025, 7, 2)),)), CALENDAR) is None
	)


def test_pauses_need_their_order():
	early = Pause("correction", date(2025, 6, 30), date(2025, 7, 3))
	assert code_of(Clock, START, Limit(20), (early,)) == "clock_pause_before_start"
	backwards = Pause("correction", date(2025, 7, 4), date(2025, 7, 3))
	assert code_of(Clock, START, Limit(20), (backwards,)) == "clock_pause_order"


def test_impossible_limits():
	assert code_of(Limit, 0) == "clock_limit_positive"
	assert code_of(Clock, START, Limit(24, LimitUnit.HOURS)) == "clock_hours_need_time"

"""Statutory clocks: the profiles of policy section 4.2 over the long holidays."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from social_assistance.domain.clocks.time_limits import (
	Clock,
	ClockProfile,
	ClockStart,
	DeadlineStatus,
	Limit,
	LimitUnit,
	Pause,
	StepLimit,
	build_step_clock,
	build_total_clock,
	compute_due_date,
	compute_hours_deadline,
	compute_notice_period,
	count_days_used,
	get_hours_status,
	read_clock,
)
from social_assistance.domain.clocks.work_calendar import build_published_calendar
from social_assistance.domain.errors import ClockError

CALENDAR = build_published_calendar([2025, 2026])
PAUSES = ("correction", "expert_assessment", "cross_place_assistance")
EXTENSIONS = ("objection", "split_residence", "filed_elsewhere", "hard_investigation")
AMBER = Decimal("0.7")

NATIONAL = ClockProfile(
	"N-DIBAO",
	(StepLimit("VISIT", Limit(3), ClockStart.ACCEPTANCE), StepLimit("DECIDE", Limit(10))),
	Limit(30),
	Limit(45),
	True,
	PAUSES,
	EXTENSIONS,
)
DELEGATED = ClockProfile("N-DIBAO-TOWNSHIP", (), Limit(20), Limit(45), True, PAUSES, EXTENSIONS)
TEKUN = ClockProfile(
	"N-TEKUN", (StepLimit("INITIAL", Limit(15)), StepLimit("DECIDE", Limit(15))), pause_reasons=PAUSES
)
ZHEJIANG = ClockProfile(
	"ZJ", (StepLimit("INITIAL", Limit(15)), StepLimit("DECIDE", Limit(5))), Limit(20), None, False
)
CHONGQING = ClockProfile("CQ", (), Limit(30, LimitUnit.CALENDAR_DAYS), None, False)


def code_of(call, *args, **kwargs) -> str:
	with pytest.raises(ClockError) as caught:
		call(*args, **kwargs)
	return caught.value.code


@pytest.mark.parametrize(
	("profile", "accepted", "reason", "due"),
	[
		(NATIONAL, date(2025, 1, 2), "", date(2025, 2, 19)),
		(NATIONAL, date(2025, 1, 2), "objection", date(2025, 3, 12)),
		(DELEGATED, date(2025, 1, 20), "", date(2025, 2, 21)),
		(NATIONAL, date(2025, 9, 1), "", date(2025, 10, 17)),
		(NATIONAL, date(2026, 2, 2), "", date(2026, 3, 20)),
		(DELEGATED, date(2026, 9, 15), "", date(2026, 10, 19)),
	],
)
def test_totals_over_the_long_holidays(profile, accepted, reason, due):
	assert compute_due_date(build_total_clock(profile, accepted, extension_reason=reason), CALENDAR) == due


def test_step_limits():
	assert compute_due_date(build_step_clock(NATIONAL, "VISIT", date(2025, 9, 29)), CALENDAR) == date(
		2025, 10, 10
	)
	assert NATIONAL.step_limit("VISIT").starts is ClockStart.ACCEPTANCE
	assert compute_due_date(build_step_clock(TEKUN, "INITIAL", date(2026, 2, 9)), CALENDAR) == date(
		2026, 3, 6
	)
	assert code_of(build_step_clock, TEKUN, "PAY", date(2026, 2, 9)) == "clock_step_unknown"


def test_notice_days():
	notice = compute_notice_period(date(2025, 7, 1), 7, CALENDAR, close_on_working_day=True)
	assert (notice.first_day, notice.last_day) == (date(2025, 7, 2), date(2025, 7, 8))
	assert notice.ends_at == datetime(2025, 7, 9)
	assert not notice.is_over(datetime(2025, 7, 8, 23, 59, 59))
	assert notice.is_over(datetime(2025, 7, 9))


def test_notice_that_ends_in_a_holiday():
	posted = date(2025, 9, 26)
	assert compute_notice_period(posted, 7, CALENDAR, close_on_working_day=False).last_day == date(
		2025, 10, 3
	)
	assert compute_notice_period(posted, 7, CALENDAR, close_on_working_day=True).last_day == date(2025, 10, 9)


def test_notice_outside_the_total():
	notice = compute_notice_period(date(2025, 7, 10), 7, CALENDAR, close_on_working_day=True)
	without = compute_due_date(build_total_clock(ZHEJIANG, date(2025, 7, 1)), CALENDAR)
	with_notice = compute_due_date(build_total_clock(ZHEJIANG, date(2025, 7, 1), notice=notice), CALENDAR)
	assert (without, with_notice) == (date(2025, 7, 29), date(2025, 8, 5))
	counted = compute_due_date(build_total_clock(DELEGATED, date(2025, 7, 1), notice=notice), CALENDAR)
	assert counted == date(2025, 7, 29)


def test_calendar_day_total_moves_off_a_holiday():
	assert compute_due_date(build_total_clock(CHONGQING, date(2025, 9, 5)), CALENDAR) == date(2025, 10, 9)
	reading = read_clock(build_total_clock(CHONGQING, date(2025, 9, 5)), date(2025, 10, 8), CALENDAR, AMBER)
	assert (reading.light, reading.remaining) == (DeadlineStatus.AMBER, 0)


def test_pause_stops_the_clock():
	paused = Pause("correction", date(2025, 7, 2), date(2025, 7, 9))
	assert compute_due_date(
		build_total_clock(DELEGATED, date(2025, 7, 1), pauses=(paused,)), CALENDAR
	) == date(2025, 8, 5)
	overlapping = Pause("expert_assessment", date(2025, 7, 7), date(2025, 7, 9))
	twice = build_total_clock(DELEGATED, date(2025, 7, 1), pauses=(paused, overlapping))
	assert compute_due_date(twice, CALENDAR) == date(2025, 8, 5)
	assert count_days_used(twice, date(2025, 7, 10), CALENDAR) == 2


def test_open_pause_has_no_due_day():
	clock = build_total_clock(DELEGATED, date(2025, 7, 1), pauses=(Pause("correction", date(2025, 7, 2)),))
	reading = read_clock(clock, date(2025, 7, 31), CALENDAR, AMBER)
	assert (reading.due_on, reading.light, reading.used) == (None, DeadlineStatus.PAUSED, 1)


def test_pauses_need_an_allowed_reason_and_order():
	start = date(2025, 7, 1)
	assert (
		code_of(build_total_clock, DELEGATED, start, pauses=(Pause("busy", start),)) == "clock_pause_reason"
	)
	early = Pause("correction", date(2025, 6, 30), date(2025, 7, 3))
	assert code_of(build_total_clock, DELEGATED, start, pauses=(early,)) == "clock_pause_before_start"
	backwards = Pause("correction", date(2025, 7, 4), date(2025, 7, 3))
	assert code_of(build_total_clock, DELEGATED, start, pauses=(backwards,)) == "clock_pause_order"


def test_extensions_need_a_reason_of_the_profile():
	start = date(2025, 7, 1)
	assert code_of(build_total_clock, NATIONAL, start, extension_reason="holiday") == "clock_extension_reason"
	assert code_of(build_total_clock, TEKUN, start) == "clock_total_missing"
	without = ClockProfile("X", (), Limit(20), None, True, (), ("objection",))
	assert (
		code_of(build_total_clock, without, start, extension_reason="objection") == "clock_extension_missing"
	)


@pytest.mark.parametrize(
	("today", "light", "remaining"),
	[
		(date(2025, 7, 1), DeadlineStatus.GREEN, 10),
		(date(2025, 7, 9), DeadlineStatus.GREEN, 4),
		(date(2025, 7, 10), DeadlineStatus.AMBER, 3),
		(date(2025, 7, 15), DeadlineStatus.AMBER, 0),
		(date(2025, 7, 16), DeadlineStatus.RED, -1),
	],
)
def test_lights(today, light, remaining):
	reading = read_clock(build_step_clock(NATIONAL, "DECIDE", date(2025, 7, 1)), today, CALENDAR, AMBER)
	assert (reading.light, reading.remaining, reading.due_on) == (light, remaining, date(2025, 7, 15))


def test_finished_work_keeps_its_light():
	clock = build_step_clock(NATIONAL, "DECIDE", date(2025, 7, 1))
	in_time = read_clock(clock, date(2025, 12, 1), CALENDAR, AMBER, finished_on=date(2025, 7, 3))
	late = read_clock(clock, date(2025, 12, 1), CALENDAR, AMBER, finished_on=date(2025, 7, 17))
	assert (in_time.light, late.light) == (DeadlineStatus.GREEN, DeadlineStatus.RED)


def test_emergency_hours():
	limit, start = Limit(24, LimitUnit.HOURS), datetime(2025, 10, 1, 9)
	assert compute_hours_deadline(limit, start) == datetime(2025, 10, 2, 9)
	moments = [datetime(2025, 10, 1, 20), datetime(2025, 10, 2, 2), datetime(2025, 10, 2, 9, 0, 1)]
	assert [get_hours_status(limit, start, moment, AMBER) for moment in moments] == [
		DeadlineStatus.GREEN,
		DeadlineStatus.AMBER,
		DeadlineStatus.RED,
	]
	assert code_of(Clock, date(2025, 10, 1), limit) == "clock_hours_need_time"
	assert code_of(compute_hours_deadline, Limit(3), start) == "clock_hours_need_time"


def test_impossible_profiles():
	assert code_of(ClockProfile, "X") == "clock_profile_empty"
	assert code_of(ClockProfile, "X", (), Limit(30), Limit(30)) == "clock_extension_shorter"
	assert code_of(Limit, 0) == "clock_limit_positive"

"""Pauses and extensions of a running clock: what a profile allows, and that they only ever lengthen it by their days."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from calendars import published_calendar
from hypothesis import given
from hypothesis import strategies as st

from social_assistance.domain.clocks.pauses_and_extensions import (
	ClockRules,
	ExtensionRule,
	PauseRule,
	cap_pause,
	clip_pauses,
	compute_amber_date,
	lengthen_clock,
	require_extension,
	require_pause,
)
from social_assistance.domain.clocks.time_limits import Clock, Limit, LimitUnit, Pause, compute_due_date
from social_assistance.domain.errors import ClockError

CALENDAR = published_calendar([2025, 2026])
AMBER = Decimal("0.7")
RULES = ClockRules(
	"N-DIBAO",
	30,
	45,
	pauses=(PauseRule("CORRECTION", ("VISIT",), 10), PauseRule("EXPERT")),
	extensions=(ExtensionRule("OBJECTION", "Township Leader"),),
)
starts = st.dates(date(2025, 1, 1), date(2025, 12, 31))
limits = st.integers(1, 45)


def code_of(call, *args) -> str:
	with pytest.raises(ClockError) as caught:
		call(*args)
	return caught.value.code


def test_a_reason_holds_at_its_steps():
	assert require_pause(RULES, "CORRECTION", "VISIT").max_days == 10
	assert require_pause(RULES, "EXPERT", "INITIAL").steps == ()
	assert code_of(require_pause, RULES, "CORRECTION", "INITIAL") == "clock_pause_reason"
	assert code_of(require_pause, RULES, "", "VISIT") == "clock_pause_reason"


def test_extensions_by_reason_role_and_number():
	assert require_extension(RULES, "OBJECTION", ["Township Leader"], 0).role == "Township Leader"
	assert code_of(require_extension, RULES, "HOLIDAY", ["Township Leader"], 0) == "clock_extension_reason"
	assert code_of(require_extension, RULES, "OBJECTION", ["Township Clerk"], 0) == "clock_extension_role"
	assert code_of(require_extension, RULES, "OBJECTION", ["Township Leader"], 1) == "clock_extension_again"
	assert code_of(require_extension, ClockRules("x"), "OBJECTION", [], 0) == "clock_extension_missing"


def test_reasons_without_days_to_add_contradict_themselves():
	assert code_of(lambda: ClockRules("x", 30, 30, extensions=RULES.extensions)) == "clock_extension_shorter"


@given(starts, limits, st.integers(0, 20), st.integers(0, 30))
def test_a_pause_adds_exactly_its_working_days(start, amount, offset, length):
	first = start + timedelta(days=offset)
	last = first + timedelta(days=length)
	plain = Clock(start, Limit(amount))
	paused = Clock(start, Limit(amount), clip_pauses([Pause("EXPERT", first, last)], start))
	before, after = compute_due_date(plain, CALENDAR), compute_due_date(paused, CALENDAR)
	silent = CALENDAR.working_days_between(first, last) if first < before else 0
	assert CALENDAR.working_days_between(start, after) == amount + silent


@given(starts, limits, st.integers(1, 15))
def test_an_extension_adds_its_days(start, amount, extra):
	due = compute_due_date(lengthen_clock(Clock(start, Limit(amount)), extra), CALENDAR)
	assert CALENDAR.working_days_between(start, due) == amount + extra


@given(starts, limits, st.sampled_from([LimitUnit.WORKING_DAYS, LimitUnit.CALENDAR_DAYS]))
def test_amber_comes_before_red_and_never_on_the_first_day(start, amount, unit):
	clock = Clock(start, Limit(amount, unit))
	assert start < compute_amber_date(clock, CALENDAR, AMBER) <= compute_due_date(clock, CALENDAR)


def test_an_open_pause_has_no_amber_day():
	clock = Clock(date(2025, 3, 3), Limit(10), (Pause("EXPERT", date(2025, 3, 5)),))
	assert compute_amber_date(clock, CALENDAR, AMBER) is None


def test_a_pause_ends_by_itself_where_its_reason_has_a_longest_time():
	pause = Pause("CORRECTION", date(2025, 3, 3))
	assert cap_pause(pause, 0) == pause
	assert cap_pause(pause, 10).last == date(2025, 3, 13)
	assert cap_pause(Pause("CORRECTION", date(2025, 3, 3), date(2025, 3, 5)), 10).last == date(2025, 3, 5)


def test_what_ended_before_the_clock_does_not_concern_it():
	old = Pause("EXPERT", date(2025, 3, 3), date(2025, 3, 5))
	assert clip_pauses([old], date(2025, 3, 6)) == ()
	assert clip_pauses([old], date(2025, 3, 4)) == (Pause("EXPERT", date(2025, 3, 4), date(2025, 3, 5)),)

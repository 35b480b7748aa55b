"""Days of acts and of events, as an office writes them down."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from social_assistance.domain.act_days import DayProblem, check_act_day, check_past_day

TODAY = date(2026, 11, 30)


@pytest.mark.parametrize(
	("day", "act", "event"),
	[
		(date(2026, 11, 30), None, None),
		(date(2026, 12, 1), DayProblem.NOT_YET, DayProblem.NOT_YET),
		(date(2027, 12, 1), DayProblem.NOT_YET, DayProblem.NOT_YET),
		(date(2025, 11, 30), None, None),
		(date(2009, 1, 1), DayProblem.TOO_OLD, None),
	],
)
def test_an_act_lies_in_the_year_before(day: date, act: DayProblem | None, event: DayProblem | None) -> None:
	assert (check_act_day(day, TODAY), check_past_day(day, TODAY)) == (act, event)


@given(st.dates(date(2000, 2, 1), date(2060, 1, 1)), st.integers(0, 365))
def test_every_day_of_a_whole_year_back_is_taken(today: date, days: int) -> None:
	assert check_act_day(today - timedelta(days=days), today) is None

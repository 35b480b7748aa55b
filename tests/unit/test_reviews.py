from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from social_assistance.domain.errors import ReviewError
from social_assistance.domain.periods import Month
from social_assistance.domain.reviews import (
	EVENT_REASONS,
	Assessed,
	ReviewResult,
	ReviewSheet,
	first_month_changed,
	require_sheet,
	settlement,
)

AMOUNTS = st.decimals(min_value=1, max_value=5000, places=2)
READY = {"is_verified": True, "is_visited": True}


@given(before=AMOUNTS, found=AMOUNTS)
def test_exactly_the_results_that_follow_from_the_means_test_pass(before, found):
	passing = set()
	for result in ReviewResult:
		sheet = ReviewSheet(result, before, Assessed(True, found), "Income Above Standard", **READY)
		try:
			require_sheet(sheet)
		except ReviewError:
			continue
		passing.add(result)
	expected = {ReviewResult.MAINTAIN}
	if found > before:
		expected.add(ReviewResult.INCREASE)
	if found < before:
		expected.add(ReviewResult.DECREASE)
	assert passing == expected


@pytest.mark.parametrize("result", [ReviewResult.STOP, ReviewResult.GRADUAL_EXIT])
def test_a_family_without_right_is_stopped_or_led_out(result):
	require_sheet(
		ReviewSheet(result, Decimal(291), Assessed(False, Decimal(0)), "Income Above Standard", **READY)
	)


@pytest.mark.parametrize(
	("values", "field"),
	[
		({"is_verified": False}, "verification_no"),
		({"is_visited": False}, "visited_on"),
		({}, "means_assessment"),
	],
)
def test_what_lacks_is_named(values, field):
	sheet = ReviewSheet(ReviewResult.MAINTAIN, Decimal(291), **{**READY, **values})
	with pytest.raises(ReviewError) as refusal:
		require_sheet(sheet)
	assert refusal.value.field == field


@pytest.mark.parametrize("reason", sorted(EVENT_REASONS))
def test_events_need_no_means_test_but_deaths_their_day(reason):
	sheet = ReviewSheet(ReviewResult.STOP, Decimal(291), exit_reason=reason)
	if reason in ("Death", "Imprisonment"):
		with pytest.raises(ReviewError):
			require_sheet(sheet)
	else:
		require_sheet(sheet)


def test_a_death_takes_effect_with_the_month_after_it_and_nothing_else_before_the_usual_month():
	usual = Month(2026, 4)
	death = date(2026, 1, 31)
	assert first_month_changed(ReviewResult.STOP, "Death", death, usual) == Month(2026, 2)
	assert first_month_changed(ReviewResult.STOP, "Moved Away", death, usual) == usual
	assert first_month_changed(ReviewResult.DECREASE, "", death, usual) == usual


@given(
	st.lists(st.integers(0, 23), unique=True, max_size=12),
	AMOUNTS,
	AMOUNTS,
)
def test_settlement_counts_paid_months_only_and_one_side(months, before, after):
	paid = [Month(2026, 1).plus(number) for number in months]
	every = {Month(2026, 1).plus(number): before for number in range(24)}
	later = dict.fromkeys(every, after)
	balance = settlement(paid, every, later)
	assert balance.underpaid == len(paid) * max(Decimal(0), after - before)
	assert balance.overpaid == len(paid) * max(Decimal(0), before - after)

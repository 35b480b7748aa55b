from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from families import family, head
from hypothesis import given
from hypothesis import strategies as st
from policies import policy

from social_assistance.domain.awards.review_results import (
	EVENT_REASONS,
	Assessed,
	ReviewResult,
	ReviewSheet,
	compute_first_month_changed,
	compute_settlement,
	is_unstable,
	require_complete_sheet,
)
from social_assistance.domain.errors import ParameterError, ReviewError
from social_assistance.domain.periods import Month

POLICY = policy()
AMOUNTS = st.decimals(min_value=1, max_value=5000, places=2)
READY = {"is_verified": True, "is_visited": True, "changed_on": date(2026, 2, 1), "change_kind": "Income"}


@given(before=AMOUNTS, found=AMOUNTS)
def test_exactly_the_results_that_follow_from_the_means_test_pass(before, found):
	passing = set()
	for result in ReviewResult:
		sheet = ReviewSheet(result, before, Assessed(True, found), "Income Above Standard", **READY)
		try:
			require_complete_sheet(sheet)
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
	require_complete_sheet(
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
	with pytest.raises(
		ReviewError,
		match=r"choose the new means assessment, submitted after|Give the number and the day of its report|a review rests on a home visit",
	) as refusal:
		require_complete_sheet(sheet)
	assert refusal.value.field == field


@pytest.mark.parametrize("result", [each for each in ReviewResult if each is not ReviewResult.MAINTAIN])
@pytest.mark.parametrize("is_of_case", [True, False])
def test_aid_is_never_changed_for_means_without_the_assessment_the_kind_and_the_day(result, is_of_case):
	found = {
		ReviewResult.INCREASE: Assessed(True, Decimal(300)),
		ReviewResult.DECREASE: Assessed(True, Decimal(200)),
	}.get(result, Assessed(False, Decimal(0)))
	ready = ReviewSheet(
		result, Decimal(291), found, "Income Above Standard", needs_assessment=is_of_case, **READY
	)
	require_complete_sheet(ready)
	for lacking, field in (("assessed", "means_assessment"), ("change_kind", None), ("changed_on", None)):
		with pytest.raises(ReviewError) as refusal:
			require_complete_sheet(replace(ready, **{lacking: "" if lacking == "change_kind" else None}))
		assert refusal.value.field == (field or lacking)


@pytest.mark.parametrize("reason", sorted(EVENT_REASONS))
def test_events_need_no_means_test_but_deaths_their_day(reason):
	sheet = ReviewSheet(ReviewResult.STOP, Decimal(291), exit_reason=reason)
	if reason in ("Death", "Imprisonment"):
		with pytest.raises(ReviewError, match="give the day of the event; the benefit ends"):
			require_complete_sheet(sheet)
	else:
		require_complete_sheet(sheet)


def test_a_death_takes_effect_with_the_month_after_it_and_nothing_else_before_the_usual_month():
	usual = Month(2026, 4)
	death = date(2026, 1, 31)
	assert compute_first_month_changed(ReviewResult.STOP, "Death", death, usual) == Month(2026, 2)
	assert compute_first_month_changed(ReviewResult.STOP, "Moved Away", death, usual) == usual
	assert compute_first_month_changed(ReviewResult.DECREASE, "", death, usual) == usual


@given(
	st.lists(st.integers(0, 23), unique=True, max_size=12),
	AMOUNTS,
	AMOUNTS,
)
def test_settlement_counts_paid_months_only_and_one_side(months, before, after):
	paid = [Month(2026, 1).plus(number) for number in months]
	every = {Month(2026, 1).plus(number): before for number in range(24)}
	later = dict.fromkeys(every, after)
	balance = compute_settlement(paid, every, later)
	assert balance.underpaid == len(paid) * max(Decimal(0), after - before)
	assert balance.overpaid == len(paid) * max(Decimal(0), before - after)


@pytest.mark.parametrize(
	("birth", "until", "unstable"),
	[
		("1966-03-02", 60, False),  # sixty on the day
		("1966-03-03", 60, True),  # one day short of it
		("2010-03-02", 60, True),  # sixteen on the day
		("2010-03-03", 60, False),
		("1970-01-01", 55, False),  # a place that sets another age
	],
)
def test_the_policy_says_at_which_ages_work_is_expected(birth, until, unstable):
	rules = replace(POLICY.administration, working_age_below=until)
	facts = family(head(birth=birth), day="2026-03-02")
	assert is_unstable(facts, rules) is unstable


def test_contradicting_working_ages_are_refused():
	with pytest.raises(ParameterError, match="working_age_below"):
		replace(POLICY.administration, working_age_from=60)

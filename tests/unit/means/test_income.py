"""Counted income: windows, exclusions with dates, employment cost, disregard, deductions, support by relatives."""

from decimal import Decimal

import pytest
from families import expense, family, head, income, monthly, person
from policies import INCOME, district_d, policy

from social_assistance.domain.means.entitlement import evaluate_scheme
from social_assistance.domain.means.worksheet import replay_figures
from social_assistance.domain.vocabulary import Scheme


def counted(*lines, members=None, rules=None, day="2025-07-15", facts=None, **groups):
	"""Counted household income of an urban family under changed income rules."""
	content = district_d() | {"topups": None}
	content["income"] = INCOME | (rules or {})
	household = family(*(members or [head()]), incomes=list(lines), day=day, **(facts or {}))
	result = evaluate_scheme(household, policy(content, **groups), Scheme.DIBAO_URBAN)
	replay_figures(result.lines)
	return result.figure("income"), {notice.code for notice in result.notices}


@pytest.mark.parametrize(
	("line", "expected"),
	[
		(income("head", 10800), "1800.00"),
		(
			income("head", 9000, first="2025-04", last="2025-06"),
			"1500.00",
		),  # three months' work, averaged over six
		(income("head", 12000, first="2024-07", last="2025-06"), "1000.00"),
		(income("head", 12000, first="2024-10", last="2025-03"), "1000.00"),  # half of it inside the window
		(income("head", 10000), "1666.67"),
		(income("head", 5000, first="2024-01", last="2024-12"), "0.00"),
		(income("head", 1000, first="2025-07", last="2025-07"), "0.00"),
		(income("head", 12000, "Net Business Income", "2024-07", "2025-06", costs="3000"), "750.00"),
		(income("head", 3000, "Net Business Income", "2024-07", "2025-06", costs="9000"), "0.00"),
		(income("head", 600, "Net Property Income", costs="60"), "90.00"),
		(income("head", 6000, costs="600"), "1000.00"),  # wages: cost only by the policy's method
	],
)
def test_window(line, expected):
	assert counted(line)[0] == Decimal(expected)


def test_income_outside_the_window_is_noticed():
	assert counted(income("head", 5000, first="2024-01", last="2024-12")) == (0, {"outside_window"})


def test_averaging_over_the_months_received():
	pension = income("head", 2000, "Net Transfer Income", "2025-05", "2025-06", item="pension")
	rule = {"item": "pension", "counted_share": "1", "averaging": "received"}
	assert counted(pension)[0] == Decimal("333.33")
	assert counted(pension, rules={"items": [rule]})[0] == 1000


@pytest.mark.parametrize(
	("item", "day", "expected"),
	[
		("scholarship", "2025-07-15", 0),
		("government_aid", "2025-07-15", 0),
		("basic_pension", "2025-12-31", 0),
		("basic_pension", "2026-01-01", 200),
		("old_age_allowance", "2025-07-15", 200),
		("charity_gift", "2025-07-15", 200),
	],
)
def test_exclusions_are_dated_and_by_class(item, day, expected):
	line = monthly("head", 200, "Net Transfer Income", item=item)
	if day > "2025-11":
		line |= (
			{"first": "2025-07", "last": "2025-12", "amount": "1200"}
			if day > "2026"
			else {"first": "2025-06", "last": "2025-11"}
		)
	assert counted(line, day=day)[0] == expected


def test_part_of_an_item_and_charity_exemption():
	gift = monthly("head", 100, "Other", item="charity_gift")
	assert counted(gift, rules={"items": [{"item": "charity_gift", "counted_share": "0.5"}]})[0] == 50
	assert counted(gift, rules={"items": [{"item": "charity_gift", "counted_share": "0"}]})[0] == 0


def test_a_clerk_cannot_exclude_what_the_policy_counts():
	kept = counted(monthly("head", 500, excluded_reason="helped_by_uncle"))
	assert kept == (500, {"exclusion_not_in_policy"})
	assert counted(monthly("head", 500, excluded_reason="scholarship")) == (0, set())


def test_imputed_income_is_noticed():
	assert counted(monthly("head", 500, is_imputed=True)) == (500, {"imputed_income"})


@pytest.mark.parametrize(
	("cost", "wage", "expected"),
	[
		({"method": "share_of_wages", "rate": "0.30"}, 2000, "1400.00"),
		({"method": "share_of_standard", "rate": "0.30"}, 2000, "1790.90"),
		({"method": "share_of_standard", "rate": "1"}, 500, "0.00"),
		({"method": "share_of_wages", "rate": "0.30", "cap": "0.5"}, 2000, "1651.50"),
		({"method": "declared"}, 2000, "1800.00"),
		({"method": "declared", "cap": "0.1"}, 2000, "1930.30"),
	],
)
def test_employment_cost(cost, wage, expected):
	assert counted(monthly("head", wage, costs="1200"), rules={"employment_cost": cost})[0] == Decimal(
		expected
	)


def test_employment_cost_of_disabled_workers():
	cost = {"method": "share_of_wages", "rate": "0.30", "disabled_minimum_wage_share": "0.5"}
	disabled = [head(disabilities=[{"type": "4", "grade": 3}])]
	assert counted(monthly("head", 2000), members=disabled, rules={"employment_cost": cost})[0] == 1000
	assert counted(monthly("head", 2000), rules={"employment_cost": cost})[0] == 1400
	assert counted(monthly("head", 4000), members=disabled, rules={"employment_cost": cost})[0] == 2800


def test_cost_is_per_worker():
	cost = {"method": "share_of_standard", "rate": "0.30"}
	members = [head(), person("wife", "Spouse")]
	lines = [monthly("head", 600), monthly("head", 400), monthly("wife", 100)]
	assert counted(*lines, members=members, rules={"employment_cost": cost})[0] == Decimal("790.90")


DISREGARD = {"disregard": {"months": 12, "cap_multiple": "3"}}


@pytest.mark.parametrize(
	("since", "wage", "schemes", "expected"),
	[
		("2025-01", 2000, ["DIBAO-URBAN"], "0.00"),
		("2025-01", 2191, ["DIBAO-URBAN"], "100.00"),
		("2025-01", 2000, [], "2000.00"),
		("2024-07", 2000, ["DIBAO-URBAN"], "2000.00"),
		("2024-08", 2000, ["DIBAO-URBAN"], "0.00"),
	],
)
def test_newly_earned_wages_of_recipients(since, wage, schemes, expected):
	line = monthly("head", wage, new_job_since=since)
	assert counted(line, rules=DISREGARD, facts={"schemes": schemes})[0] == Decimal(expected)


def test_spending_deductions():
	rule = {"kinds": ["Medical", "Disability Rehabilitation"], "share": "0.5"}
	lines = [monthly("head", 1000)]
	spent = {"expenses": [expense("head", "Medical", 4800), expense("head", "Education", 9000)]}
	assert counted(*lines, rules={"deductions": [rule]}, facts=spent)[0] == 800
	capped = rule | {"cap_multiple": "0.1"}
	assert counted(*lines, rules={"deductions": [capped]}, facts=spent)[0] == Decimal("930.30")
	everything = rule | {"share": "1"}
	huge = {"expenses": [expense("head", "Medical", 480000)]}
	assert counted(*lines, rules={"deductions": [everything]}, facts=huge)[0] == 0


def obligor(**more):
	return {
		"key": "son",
		"member": "head",
		"relation": "son",
		"household_income": "9000",
		"household_persons": 3,
	} | more


@pytest.mark.parametrize(
	("row", "rules", "expected"),
	[
		(obligor(), {}, "803.00"),  # (3000 − 1394) × 0.5
		(obligor(obligors_together=3), {}, "642.40"),
		(obligor(supported_persons=2), {}, "401.50"),
		(obligor(household_income="4000"), {}, "0.00"),
		(obligor(awarded_amount="200"), {}, "200.00"),
		(obligor(unable_reason="imprisoned"), {}, "0.00"),
		(obligor(relation="sibling"), {"exempt_relations": ["sibling"]}, "0.00"),
		(obligor(age=66), {"exempt_age": 60}, "0.00"),
		(obligor(age=59), {"exempt_age": 60}, "803.00"),
		(
			obligor(),
			{
				"method": "household_excess",
				"threshold_multiple": None,
				"threshold_amount": "2500",
				"rates": [{"rate": "1"}],
			},
			"1500.00",
		),
		(obligor(), {"method": "none"}, "0.00"),
	],
)
def test_support_by_relatives(row, rules, expected):
	base = district_d()["obligors"]
	household = {"obligors": [row]}
	assert counted(facts=household, obligors=base | rules)[0] == Decimal(expected)


def test_support_to_persons_who_do_not_count_is_left_out():
	row = obligor(member="uncle")
	members = [head(), person("uncle", "Sibling")]
	assert counted(members=members, facts={"obligors": [row]})[0] == 0


def test_incomes_of_persons_who_do_not_count_are_left_out():
	prison = person("wife", "Spouse", statuses=[{"status": "Imprisoned", "first_day": "2025-01-01"}])
	assert counted(monthly("wife", 5000), monthly("head", 100), members=[head(), prison])[0] == 100


@pytest.mark.parametrize(
	("yearly", "below"),
	[
		((2788, 2788, 2788), False),  # 8,364 a year is 697 × 12: not below the standard
		((2788, 2788, "2787.95"), True),  # five fen a year less are below it
		((2788, 2788, "2788.05"), False),
		((4000, 4000, 364), False),
	],
)
def test_yearly_figures_at_the_line_decide_as_they_stand(yearly, below):
	"""Each line alone is no whole number of fen a month; they are summed first and rounded once."""
	lines = [income("head", amount, first="2024-07", last="2025-06") for amount in yearly]
	content = district_d() | {"topups": None}
	content["income"] = INCOME | {"window_months": 12}
	result = evaluate_scheme(
		family(head(), incomes=lines, day="2025-07-15"), policy(content), Scheme.DIBAO_URBAN
	)
	replay_figures(result.lines)
	assert result.figure("below_limit") == int(below)
	assert result.figure("income") == Decimal("697.00")

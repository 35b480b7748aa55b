"""What an award becomes when the standard rises: by the policy from the counted income, or as the same share."""

from dataclasses import replace
from decimal import Decimal

import pytest
from policies import district_d, policy

from social_assistance.domain.awards.rerating import (
	AmountRules,
	StandardChange,
	income_behind,
	keep_share,
	lawful_base,
)
from social_assistance.domain.money import Rounding
from social_assistance.domain.policy.scheme_rules import AmountMethod, Floor, FloorKind, Tier
from social_assistance.domain.vocabulary import Scope

RULES = AmountRules(policy(district_d()).dibao, policy(district_d()).dibao)
RISE = StandardChange(Decimal(645), Decimal(697))


def changed(**values) -> AmountRules:
	return replace(RULES, new=replace(RULES.new, **values))


@pytest.mark.parametrize(
	("rules", "income", "persons", "expected"),
	[
		({}, "1120.50", 4, "1667.50"),
		({}, "635", 1, "62"),
		({"floor": Floor(FloorKind.STANDARD_SHARE, Decimal("0.2"))}, "635", 1, "139.40"),
		({"floor": Floor(FloorKind.AMOUNT, Decimal(50), Scope.PERSON)}, "1390", 2, "100"),
		({"rounding": Rounding.CEIL_YUAN}, "600.50", 1, "97"),
		({"floor": Floor(FloorKind.AMOUNT, Decimal(900))}, "0", 1, "697"),  # never above the full standard
		({}, "697", 1, None),  # not below the standard: no right any more, a review decides
		({"inclusive": True}, "697", 1, "0"),
	],
)
def test_the_gap_follows_from_the_income(rules, income, persons, expected):
	found = lawful_base(Decimal(income), persons, RISE.after, changed(**rules))
	assert found == (None if expected is None else Decimal(expected))


def test_a_tier_is_chosen_by_the_income_against_the_new_standard():
	tiers = (
		Tier("A", Decimal("0.5"), standard_share=Decimal(1)),
		Tier("B", Decimal(1), standard_share=Decimal("0.4")),
	)
	rules = changed(method=AmountMethod.TIERS, tiers=tiers)
	# 340 was above half of 645 and is below half of 697.
	assert lawful_base(Decimal(340), 1, RISE.after, rules) == 697
	assert lawful_base(Decimal(349), 1, RISE.after, rules) == Decimal("278.80")


@pytest.mark.parametrize(
	("income", "expected"),
	[("696.99", "1394"), ("697", "557.60"), ("1393.99", "557.60")],
)
def test_a_tier_is_paid_to_each_person_below_the_limit_of_all(income, expected):
	tiers = (
		Tier("A", Decimal("0.5"), standard_share=Decimal(1)),
		Tier("B", Decimal(1), standard_share=Decimal("0.4")),
	)
	rules = changed(method=AmountMethod.TIERS, tiers=tiers)
	assert lawful_base(Decimal(income), 2, RISE.after, rules) == Decimal(expected)


def test_at_the_inclusive_limit_the_last_tier_holds():
	tiers = (
		Tier("A", Decimal("0.5"), amount=Decimal(500)),
		Tier("B", Decimal("0.8"), amount=Decimal(300)),
		Tier("C", Decimal(1), amount=Decimal(100)),
	)
	rules = changed(method=AmountMethod.TIERS, tiers=tiers, inclusive=True)
	assert lawful_base(Decimal(697), 1, RISE.after, rules) == 100


@pytest.mark.parametrize(
	("rules", "base", "income"),
	[
		({}, "1459.50", "1120.50"),
		({}, "2580.01", None),  # more than the full standard
		({"rounding": Rounding.CEIL_YUAN}, "1460", None),  # a rounded amount stands for many incomes
		({"floor": Floor(FloorKind.AMOUNT, Decimal(200))}, "200", None),  # a raised one too
	],
)
def test_an_exact_gap_tells_its_income(rules, base, income):
	found = income_behind(Decimal(base), 4, RISE.before, replace(RULES.former, **rules))
	assert found == (None if income is None else Decimal(income))


def test_keeping_the_share_is_what_the_report_of_2025_did():
	assert keep_share("Base", Decimal("322.50"), RISE, RULES) == Decimal("348.50")
	assert keep_share("Care", Decimal("35.50"), RISE, RULES) == Decimal("35.50")


def test_a_kept_share_is_rounded_as_the_policy_rounds_the_part():
	whole = changed(rounding=Rounding.CEIL_YUAN)
	assert keep_share("Base", Decimal("100.00"), RISE, whole) == Decimal(109)
	assert keep_share("Living", Decimal("100.00"), RISE, whole) == Decimal("108.06")
	topups = replace(policy(district_d()).topups, rounding=Rounding.CEIL_YUAN)
	assert keep_share("Top-up", Decimal("100.00"), RISE, RULES) == Decimal("108.06")
	assert keep_share("Top-up", Decimal("100.00"), RISE, replace(RULES, topups=topups)) == Decimal(109)
	assert keep_share("Living", Decimal("100.00"), RISE, replace(RULES, topups=topups)) == Decimal("108.06")

"""Asset limits: never a silent refusal; judgement decides."""

from decimal import Decimal

import pytest
from families import asset, family, head, person
from policies import policy

from social_assistance.domain.means.entitlement import evaluate_scheme
from social_assistance.domain.means.results import Outcome
from social_assistance.domain.vocabulary import Scheme

POLICY = policy(topups=None)
TWO = (head(), person("wife", "Spouse"))


def result(*assets, judgements=(), members=TWO, compiled=POLICY):
	facts = family(*members, assets=list(assets), asset_judgements=list(judgements))
	return evaluate_scheme(facts, compiled, Scheme.DIBAO_URBAN)


@pytest.mark.parametrize(
	("assets", "over"),
	[
		([asset("head", "Money", "66911.99")], None),  # 697 × 12 × 4 × 2 persons
		([asset("head", "Money", "66912")], "money_above_limit"),
		([asset("head", "Money", "40000"), asset("wife", "Money", "40000")], "money_above_limit"),
		([asset("head", "Vehicle", 1000)], "vehicles_above_limit"),
		([asset("head", "Vehicle", 1000, item="disability_vehicle")], None),
		([asset("head", "House", area=200)], None),
		([asset("head", "House", area=40), asset("wife", "House", area="59.96")], None),
		([asset("head", "House", area=40), asset("wife", "House", area="59.97")], "homes_above_limit"),
		([asset("head", "House", area=10, quantity=3)], "homes_above_limit"),
		([asset("head", "Non-residential Property")], "non_residential_above_limit"),
		([asset("head", "Business Share", 100000)], None),
		([asset("head", "Business Share", "100000.01")], "capital_above_limit"),
		([asset("head", "Other", 999999)], None),
	],
)
def test_limits(assets, over):
	found = result(*assets)
	assert [doubt.code for doubt in found.doubts] == ([over] if over else [])
	assert found.outcome is (Outcome.NEEDS_JUDGEMENT if over else Outcome.ELIGIBLE)
	assert found.amount == 1394
	if over:
		assert "{" not in found.doubts[0].text and found.doubts[0].citation


def test_judgement_decides():
	car = asset("head", "Vehicle", 1000)
	accepted = {"kind": "Vehicle", "accepted": True, "reason": "Needed to take the child to dialysis"}
	refused = accepted | {"accepted": False, "reason": "Bought last year, worth 200 000"}
	assert result(car, judgements=[accepted]).outcome is Outcome.ELIGIBLE
	assert [notice.code for notice in result(car, judgements=[accepted]).notices] == ["asset_accepted"]
	assert result(car, judgements=[refused]).outcome is Outcome.NOT_ELIGIBLE
	assert result(car, judgements=[refused]).reasons[0].code == "vehicles_above_limit"
	other = {"kind": "Money", "accepted": True, "reason": "Compensation for a work accident"}
	assert result(car, judgements=[other]).outcome is Outcome.NEEDS_JUDGEMENT


def test_vehicle_value_by_class():
	limits = {"client_class": "dibao", "vehicles": {"max_count": 1, "value_multiple": "12"}}
	compiled = policy(topups=None, assets={"limits": [limits]})
	assert result(asset("head", "Vehicle", "100367.99"), compiled=compiled).outcome is Outcome.ELIGIBLE
	over = result(asset("head", "Vehicle", "100368"), compiled=compiled)
	assert [(doubt.code, doubt.limit) for doubt in over.doubts] == [
		("vehicle_value_above_limit", Decimal("100368.00"))
	]


def test_monthly_base_and_inclusive_limit():
	limits = {"client_class": "dibao", "money": {"multiple": "24", "base": "Month", "inclusive": True}}
	compiled = policy(topups=None, assets={"limits": [limits]})
	assert result(asset("head", "Money", 33456), compiled=compiled).outcome is Outcome.ELIGIBLE
	assert result(asset("head", "Money", "33456.01"), compiled=compiled).outcome is Outcome.NEEDS_JUDGEMENT


@pytest.mark.parametrize(
	("standard", "multiple", "limit"),
	[("1181", "4", 56688), ("1181", "8", 113376), ("1181", "6", 85032), ("1181", "10", 141720)],
)
def test_published_limits_of_ningbo(standard, multiple, limit):
	"""Policy section 3.4: multiples of the yearly standard of 1 181 a month."""
	limits = {"client_class": "dibao", "money": {"multiple": multiple, "base": "Year"}}
	content = policy(topups=None, assets={"limits": [limits]}).to_dict()
	content["standards"]["rows"][0]["amount"] = standard
	found = evaluate_scheme(
		family(assets=[asset("head", "Money", limit)]), policy(content), Scheme.DIBAO_URBAN
	)
	assert found.figure("money_limit") == limit
	assert found.outcome is Outcome.NEEDS_JUDGEMENT


def test_class_without_limits_is_not_tested():
	compiled = policy(topups=None, assets={"limits": []})
	assert result(asset("head", "Money", 9000000), compiled=compiled).outcome is Outcome.ELIGIBLE


def test_assets_of_persons_who_do_not_count_are_left_out():
	brother = person("brother", "Sibling")
	assert result(asset("brother", "Vehicle", 1), members=(head(), brother)).outcome is Outcome.ELIGIBLE

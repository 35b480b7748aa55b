"""低保: the worked examples of the policy, amounts by gap and tier, floors, roundings, top-ups."""

from decimal import Decimal

import pytest
from families import family, head, monthly, person, three_persons
from policies import district_a, district_d, policy

from social_assistance.domain.errors import DomainError
from social_assistance.domain.means.entitlement import evaluate_scheme
from social_assistance.domain.means.results import Outcome, PartKind
from social_assistance.domain.means.worksheet import replay_figures
from social_assistance.domain.vocabulary import ResidenceClass, Scheme

NO_TOPUPS = {"topups": None}


def bare_a(**dibao):
	content = district_a() | NO_TOPUPS
	content["dibao"] |= dibao
	return policy(content)


def bare_d(second_half=True, **dibao):
	content = district_d(second_half) | NO_TOPUPS
	content["dibao"] |= dibao
	return policy(content)


def couple(total, **tables):
	return family(head(), person("wife", "Spouse"), incomes=[monthly("head", total)], **tables)


def test_family_of_the_demonstration():
	"""697 × 3 − 1 800 = 291."""
	result = evaluate_scheme(three_persons(incomes=[monthly("head", 1800)]), bare_d(), Scheme.DIBAO_URBAN)
	assert (result.outcome, result.amount) == (Outcome.ELIGIBLE, Decimal("291.00"))
	assert result.figure("income") == 1800
	assert result.figure("per_capita") == 600
	assert result.covered == ("head", "wife", "son")
	assert [(part.kind, part.rule) for part in result.parts] == [(PartKind.BASE, "dibao.gap")]


def test_three_persons_of_policy_3_6():
	assert (
		evaluate_scheme(three_persons(incomes=[monthly("head", 1800)]), bare_a(), Scheme.DIBAO_URBAN).amount
		== 2103
	)


def test_one_person_without_income_gets_the_full_standard():
	assert evaluate_scheme(family(), bare_a(), Scheme.DIBAO_URBAN).amount == 1301


def test_income_equal_to_the_standard_is_not_below_it():
	result = evaluate_scheme(couple(2602), bare_a(), Scheme.DIBAO_URBAN)
	assert (result.outcome, result.amount) == (Outcome.NOT_ELIGIBLE, 0)
	(reason,) = result.reasons
	assert (reason.code, reason.actual, reason.limit, reason.shortfall) == (
		"income_not_below_limit",
		2602,
		2602,
		0,
	)
	assert "2602" in reason.text and "第二十三条" in reason.citation
	assert (
		evaluate_scheme(couple(2602), bare_a(inclusive=True), Scheme.DIBAO_URBAN).outcome is Outcome.ELIGIBLE
	)


def test_half_a_yuan_below_the_standard():
	facts = couple("2601.50")
	assert evaluate_scheme(facts, bare_a(), Scheme.DIBAO_URBAN).amount == 1
	assert evaluate_scheme(facts, bare_a(rounding="none"), Scheme.DIBAO_URBAN).amount == Decimal("0.50")
	floor = {"kind": "amount", "value": "50"}
	assert evaluate_scheme(facts, bare_a(floor=floor), Scheme.DIBAO_URBAN).amount == 50


@pytest.mark.parametrize(
	("second_half", "residence", "average"),
	[
		(True, "Urban", "348.5"),
		(True, "Rural", "261.5"),
		(False, "Urban", "322.5"),
		(False, "Rural", "227.5"),
	],
)
def test_average_difference_of_seed_d(second_half, residence, average):
	"""An income of half the standard leaves the average difference that the district reports."""
	day = "2025-07-15" if second_half else "2025-03-15"
	compiled = bare_d(second_half)
	standard = compiled.standard(ResidenceClass(residence))
	line = monthly("head", standard / 2)
	if not second_half:
		line |= {"first": "2024-09", "last": "2025-02"}
	scheme = Scheme.DIBAO_URBAN if residence == "Urban" else Scheme.DIBAO_RURAL
	facts = family(head(), residence=residence, day=day, incomes=[line])
	assert evaluate_scheme(facts, compiled, scheme).amount == Decimal(average)


def expected_fen(standard: int, persons: int, income: int, rounding: str) -> int:
	"""The arithmetic of policy section 3.6 in whole fen, apart from the code under test."""
	gap = standard * persons - income
	if gap <= 0:
		return 0
	step = {"none": 1, "ceil_yuan": 100, "ceil_5": 500}.get(rounding)
	rounded = -(-gap // step) * step if step else (gap + 50) // 100 * 100
	return min(rounded, standard * persons)


TABLE = [
	(standard, persons, income)
	for standard in (45500, 52300, 64500, 69700, 130100)
	for persons in (1, 2, 3, 4, 7)
	for income in (0, 1, 49, 50, 22750, 45499, 45500, 69700, 100000, 139399, 180000, 260150, 390299, 910700)
]


def test_table_has_350_cases():
	assert len(TABLE) == 350


@pytest.mark.parametrize("rounding", ["none", "ceil_yuan", "half_up_yuan", "ceil_5"])
def test_gap_table(rounding):
	"""350 combinations of standard, persons and income for each rounding."""
	compiled = {standard: bare_a(rounding=rounding) for standard in sorted({row[0] for row in TABLE})}
	for standard in compiled:
		content = compiled[standard].to_dict()
		content["standards"]["rows"][0]["amount"] = str(Decimal(standard) / 100)
		compiled[standard] = policy(content)
	for standard, persons, income in TABLE:
		members = [head()] + [person(f"p{n}", "Son", "2015-01-01") for n in range(persons - 1)]
		facts = family(*members, incomes=[monthly("head", Decimal(income) / 100)])
		result = evaluate_scheme(facts, compiled[standard], Scheme.DIBAO_URBAN)
		assert result.amount * 100 == expected_fen(standard, persons, income, rounding), (
			standard,
			persons,
			income,
		)
		assert result.is_eligible == (income < standard * persons)


@pytest.mark.parametrize(
	("floor", "income", "amount"),
	[
		({"kind": "standard_share", "value": "0.20"}, 1300, "139.40"),
		({"kind": "standard_share", "value": "0.20", "per": "Person"}, 1300, "278.80"),
		({"kind": "standard_share", "value": "0.20"}, 1000, "394.00"),
		({"kind": "amount", "value": "50", "per": "Person"}, 1390, "100.00"),
		({"kind": "amount", "value": "5000"}, 0, "1394.00"),
	],
)
def test_floors(floor, income, amount):
	assert evaluate_scheme(couple(income), bare_d(floor=floor), Scheme.DIBAO_URBAN).amount == Decimal(amount)


TIERS = [
	{"code": "A", "income_below_share": "0.25", "amount": "495"},
	{"code": "B", "income_below_share": "0.60", "amount": "425"},
	{"code": "C", "income_below_share": "1", "amount": "355"},
]
SHARES = [
	{"code": "A", "income_below_share": "0.5", "standard_share": "1"},
	{"code": "B", "income_below_share": "1", "standard_share": "0.5"},
]


@pytest.mark.parametrize(
	("tiers", "income", "tier", "amount"),
	[
		(TIERS, 0, "A", 990),
		(TIERS, "348.49", "A", 990),
		(TIERS, "348.50", "B", 850),
		(TIERS, "836.39", "B", 850),
		(TIERS, "836.40", "C", 710),
		(TIERS, "1393.99", "C", 710),
		(SHARES, 0, "A", 1394),
		(SHARES, 697, "B", 697),
	],
)
def test_tiers(tiers, income, tier, amount):
	result = evaluate_scheme(couple(income), bare_d(method="tiers", tiers=tiers), Scheme.DIBAO_URBAN)
	assert (result.tier, result.amount) == (tier, amount)


def test_income_at_the_standard_is_the_last_tier_when_let_in():
	result = evaluate_scheme(
		couple(1394), bare_d(method="tiers", tiers=TIERS, inclusive=True), Scheme.DIBAO_URBAN
	)
	assert (result.tier, result.amount) == ("C", 710)


def test_only_those_who_match_get_a_topup():
	members = (
		head("old", "1950-01-01"),
		person("wife", "Spouse", "1957-01-01"),
		person("child", "Son", "2015-01-01", disabilities=[{"type": "4", "grade": 2}], seriously_ill=True),
		person("mild", "Daughter", "1990-01-01", disabilities=[{"type": "4", "grade": 3}]),
	)
	result = evaluate_scheme(family(*members), policy(), Scheme.DIBAO_URBAN)
	topups = {part.member: part.amount for part in result.parts if part.kind is PartKind.TOPUP}
	assert topups == {"old": Decimal("69.70"), "child": Decimal("209.10")}
	assert {part.rule for part in result.parts} == {"dibao.gap", "topups.old", "topups.ill"}
	assert result.amount == Decimal(697 * 4) + Decimal("278.80")
	assert result.part(PartKind.BASE) == 697 * 4


@pytest.mark.parametrize(
	("topups", "amount"),
	[
		({"stacking": "sum"}, "418.20"),
		({"stacking": "sum", "cap_share": "0.5"}, "348.50"),
		({"rounding": "ceil_yuan"}, "210.00"),
	],
)
def test_stacking(topups, amount):
	child = person("child", "Son", "2015-01-01", disabilities=[{"type": "4", "grade": 2}], seriously_ill=True)
	result = evaluate_scheme(family(head(), child), policy(topups=topups), Scheme.DIBAO_URBAN)
	assert result.part(PartKind.TOPUP) == Decimal(amount)


@pytest.mark.parametrize(("birth", "gets"), [("1955-07-15", True), ("1955-07-16", False)])
def test_topup_age_counts_on_the_day(birth, gets):
	result = evaluate_scheme(family(head("old", birth)), policy(), Scheme.DIBAO_URBAN)
	assert bool(result.part(PartKind.TOPUP)) is gets


def test_circumstances_of_topups():
	rule = {"code": "single_parent", "share": "0.3", "circumstances": ["single_parent_child"], "max_age": 17}
	compiled = policy(topups={"rules": [rule]})
	members = (
		head(),
		person("a", "Son", "2015-01-01", circumstances=["single_parent_child"]),
		person("b", "Son", "2016-01-01"),
	)
	result = evaluate_scheme(family(*members), compiled, Scheme.DIBAO_URBAN)
	assert {part.member for part in result.parts if part.kind is PartKind.TOPUP} == {"a"}


def test_explanation_reproduces_the_amount():
	result = evaluate_scheme(three_persons(incomes=[monthly("head", 1800)]), policy(), Scheme.DIBAO_URBAN)
	values = replay_figures(result.lines)
	assert values["total"] == result.amount == Decimal("360.70")
	assert [line.figure for line in result.lines][:2] == ["standard", "persons"]
	assert all(line.text and (line.citation or line.rule == "facts") for line in result.lines)


def test_scheme_follows_the_residence_class():
	facts = three_persons(residence="Rural", incomes=[monthly("head", 1200)])
	assert evaluate_scheme(facts, policy(), Scheme.DIBAO_URBAN).outcome is Outcome.NOT_APPLICABLE
	assert evaluate_scheme(facts, bare_d(), Scheme.DIBAO_RURAL).amount == 523 * 3 - 1200


def test_members_with_another_scheme_are_left_out():
	facts = family(head(), person("mother", "Parent", "1950-01-01", schemes=["TEKUN"]))
	result = evaluate_scheme(facts, bare_d(), Scheme.DIBAO_URBAN)
	assert (result.covered, result.amount) == (("head",), 697)
	assert [(row.member.key, row.ground) for row in result.membership if not row.counts] == [
		("mother", "has_TEKUN")
	]


def test_nobody_left():
	facts = family(head(schemes=["TEKUN"]))
	result = evaluate_scheme(facts, policy(), Scheme.DIBAO_URBAN)
	assert [reason.code for reason in result.reasons] == ["no_counted_member"]


def test_lower_class_is_replaced():
	result = evaluate_scheme(three_persons(schemes=["DIBIAN"]), bare_d(), Scheme.DIBAO_URBAN)
	assert (result.outcome, result.replaces) == (Outcome.ELIGIBLE, (Scheme.DIBIAN,))


def test_expired_policy_is_refused():
	with pytest.raises(DomainError, match="not in force on 2025-07-15"):
		evaluate_scheme(family(), policy(district_d(second_half=False)), Scheme.DIBAO_URBAN)


def test_special_aid_is_not_decided_here():
	with pytest.raises(DomainError, match="propose a referral"):
		evaluate_scheme(family(), policy(), Scheme.MEDICAL)

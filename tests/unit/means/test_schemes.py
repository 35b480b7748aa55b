"""特困, 低边, 刚性支出, 单人户, children, temporary aid, referrals, and all of them together."""

from datetime import date
from decimal import Decimal

import pytest
from families import asset, expense, family, head, income, monthly, person, three_persons
from policies import district_a, district_d, policy

from social_assistance.domain.codec import to_plain
from social_assistance.domain.means.entitlement import (
	compute_review_day,
	compute_start_month,
	evaluate_all_schemes,
	evaluate_scheme,
	list_near_misses,
)
from social_assistance.domain.means.results import Outcome, PartKind
from social_assistance.domain.means.worksheet import replay_figures
from social_assistance.domain.periods import Month
from social_assistance.domain.vocabulary import CareLevel, Scheme

POLICY = policy()
ELIGIBLE, NOT, JUDGE = Outcome.ELIGIBLE, Outcome.NOT_ELIGIBLE, Outcome.NEEDS_JUDGEMENT


def codes(result):
	return [reason.code for reason in (*result.reasons, *result.doubts)]


# 特困


def old(**more):
	return head("old", "1950-01-01", failed_care_items=0, care_form="Dispersed", **more)


@pytest.mark.parametrize(
	("second_half", "residence", "yearly"),
	[(True, "Rural", 8160), (True, "Urban", 10920), (False, "Rural", 7140), (False, "Urban", 10080)],
)
def test_four_figures_of_seed_d(second_half, residence, yearly):
	day = "2025-07-15" if second_half else "2025-06-15"
	result = evaluate_scheme(
		family(old(), residence=residence, day=day), policy(district_d(second_half)), Scheme.TEKUN
	)
	assert result.outcome is ELIGIBLE
	assert result.part(PartKind.LIVING) * 12 == yearly
	assert replay_figures(result.lines)["total"] == result.amount


def test_standard_set_by_itself():
	content = district_a()
	assert evaluate_scheme(family(old()), policy(content), Scheme.TEKUN).part(PartKind.LIVING) == 2255


@pytest.mark.parametrize(
	("failed", "form", "level", "care"),
	[
		(0, "Dispersed", CareLevel.SELF_CARE, 60),
		(1, "Dispersed", CareLevel.PARTIAL, 400),
		(3, "Centralised", CareLevel.PARTIAL, 600),
		(4, "Dispersed", CareLevel.FULL, 700),
		(6, "Centralised", CareLevel.FULL, 1000),
	],
)
def test_care_bands(failed, form, level, care):
	facts = family(head("old", "1950-01-01", failed_care_items=failed, care_form=form))
	result = evaluate_scheme(facts, POLICY, Scheme.TEKUN)
	assert (result.care_level, result.part(PartKind.CARE)) == (level, care)
	assert result.amount == 910 + care


@pytest.mark.parametrize(
	("birth", "disabilities", "able"),
	[
		("1965-07-15", [], False),
		("1965-07-16", [], True),
		("2009-07-16", [], False),
		("2009-07-15", [], True),
		("1990-01-01", [{"type": "5", "grade": 3}], False),
		("1990-01-01", [{"type": "5", "grade": 4}], True),
		("1990-01-01", [{"type": "4", "grade": 2}], False),
		("1990-01-01", [{"type": "4", "grade": 3}], True),
		("1990-01-01", [{"type": "1", "grade": 1}], False),
		("1990-01-01", [{"type": "1", "grade": 2}], True),
		("1990-01-01", [{"type": "2", "grade": 1}], True),
	],
)
def test_labour_ability(birth, disabilities, able):
	someone = head("x", birth, disabilities=disabilities, failed_care_items=0, care_form="Dispersed")
	assert ("labour_ability" in codes(evaluate_scheme(family(someone), POLICY, Scheme.TEKUN))) is able


def test_grown_up_recipient_who_still_studies_stays():
	student = head(
		"x",
		"2006-01-01",
		study="Senior High School",
		schemes=["TEKUN"],
		failed_care_items=0,
		care_form="Dispersed",
	)
	assert evaluate_scheme(family(student), POLICY, Scheme.TEKUN).outcome is ELIGIBLE
	left_school = student | {"study": None}
	assert codes(evaluate_scheme(family(left_school), POLICY, Scheme.TEKUN)) == ["labour_ability"]


@pytest.mark.parametrize(
	("row", "found"),
	[
		({"unable_reason": ""}, ["obligor_able"]),
		({"unable_reason": "tekun"}, []),
		({"unable_reason": "dibao_elderly", "age": 61}, []),
		({"unable_reason": "dibao_elderly", "age": 59}, ["obligor_reason_age"]),
		({"unable_reason": "dibao_elderly"}, ["obligor_age_missing"]),
		({"unable_reason": "does_not_want_to"}, ["obligor_reason_unknown"]),
	],
)
def test_obligors(row, found):
	obligor = {"key": "son", "member": "old", "relation": "son"} | row
	result = evaluate_scheme(family(old(), obligors=[obligor]), POLICY, Scheme.TEKUN)
	assert codes(result) == found
	expected = {
		(): ELIGIBLE,
		("obligor_age_missing",): Outcome.INCOMPLETE,
		("obligor_reason_unknown",): JUDGE,
	}
	assert result.outcome is expected.get(tuple(found), NOT)


def test_co_living_worker_supports():
	son = person("son", "Son", "1985-01-01")
	assert codes(evaluate_scheme(family(old(), son), POLICY, Scheme.TEKUN)) == ["member_owes_support"]
	unable = person("son", "Son", "1985-01-01", labour_ability="None")
	assert evaluate_scheme(family(old(), unable), POLICY, Scheme.TEKUN).outcome is ELIGIBLE


@pytest.mark.parametrize(("birth", "owes"), [("2007-07-15", ["member_owes_support"]), ("2007-07-16", [])])
def test_a_child_owes_support_from_the_day_of_coming_of_age(birth, owes):
	facts = family(old(), person("son", "Son", birth), day="2025-07-15")
	assert codes(evaluate_scheme(facts, POLICY, Scheme.TEKUN)) == owes


def test_means_of_tekun():
	pension = monthly("old", 300, "Net Transfer Income", item="basic_pension")
	late = {"first": "2026-01", "last": "2026-06"}
	facts = family(old(), day="2026-07-15", incomes=[pension | late])
	assert evaluate_scheme(facts, POLICY, Scheme.TEKUN).figure("income") == 0
	rent = monthly("old", 697, "Net Property Income")
	assert codes(evaluate_scheme(family(old(), incomes=[rent]), POLICY, Scheme.TEKUN)) == [
		"income_not_below_limit"
	]
	saved = asset("old", "Money", 16728)
	assert evaluate_scheme(family(old(), assets=[saved]), POLICY, Scheme.TEKUN).outcome is JUDGE


def test_missing_assessment():
	result = evaluate_scheme(family(head("old", "1950-01-01")), POLICY, Scheme.TEKUN)
	assert result.outcome is Outcome.INCOMPLETE
	assert codes(result) == ["care_form_missing", "self_care_assessment_missing"]
	assert result.amount == 0


# 低边


@pytest.mark.parametrize(
	("income_a_month", "inclusive", "outcome"),
	[
		("1951.49", False, ELIGIBLE),
		("1951.50", False, NOT),
		("1951.50", True, ELIGIBLE),
		("1300.99", False, NOT),
	],
)
def test_low_margin_of_policy_3_6(income_a_month, inclusive, outcome):
	"""1.5 × 1 301 = 1 951.50: strictly below in the national text, included in some local ones."""
	compiled = policy(district_a(), low_margin={"inclusive": inclusive})
	result = evaluate_scheme(family(incomes=[monthly("head", income_a_month)]), compiled, Scheme.DIBIAN)
	assert result.outcome is outcome
	assert result.figure("limit") == Decimal("1951.50")
	assert result.amount == 0


def test_low_margin_cap_by_minimum_wage():
	compiled = policy(low_margin={"multiple": "4", "cap": "MINIMUM-WAGE"})
	assert evaluate_scheme(family(), compiled, Scheme.DIBIAN).figure("limit") == 2000
	low = policy(low_margin={"multiple": "2", "cap": "MINIMUM-WAGE"})
	assert evaluate_scheme(family(), low, Scheme.DIBIAN).figure("limit") == 1394


def test_assets_may_move_a_family_from_dibao_to_low_margin():
	refused = {"kind": "Money", "accepted": False, "reason": "Savings without purpose"}
	facts = family(assets=[asset("head", "Money", 40000)], asset_judgements=[refused])
	assert evaluate_scheme(facts, POLICY, Scheme.DIBAO_URBAN).outcome is NOT
	assert evaluate_scheme(facts, POLICY, Scheme.DIBIAN).outcome is ELIGIBLE


# 刚性支出


@pytest.mark.parametrize(
	("medical", "ratio", "outcome"),
	[(14401, "0.60", ELIGIBLE), (14400, "0.60", NOT), (14401, "0.70", NOT)],
)
def test_rigid_spending(medical, ratio, outcome):
	facts = family(
		incomes=[income("head", 24000, first="2024-07", last="2025-06")],
		expenses=[expense("head", "Medical", medical)],
	)
	assert evaluate_scheme(facts, policy(rigid_spending={"ratio": ratio}), Scheme.GANGZHI).outcome is outcome


def test_rigid_spending_at_the_ratio_when_let_in():
	facts = family(
		incomes=[income("head", 24000, first="2024-07", last="2025-06")],
		expenses=[expense("head", "Medical", 14400)],
	)
	result = evaluate_scheme(facts, policy(rigid_spending={"inclusive": True}), Scheme.GANGZHI)
	assert (result.outcome, result.valid_months) == (ELIGIBLE, 12)


def half_of_medical(window):
	deduction = {"kinds": ["Medical"], "share": "0.5"}
	return policy(income={"window_months": window, "deductions": [deduction]})


@pytest.mark.parametrize("window", [6, 12])
def test_deducted_spending_is_set_against_income_once(window):
	facts = family(
		incomes=[income("head", 24000, first="2024-07", last="2025-06")],
		expenses=[expense("head", "Medical", 14400, first="2024-07", last="2025-06")],
	)
	result = evaluate_scheme(facts, half_of_medical(window), Scheme.GANGZHI)
	# 1,200 spent of 2,000 is 60 %, which is not above it; of the 1,400 left after deductions it were 86 %.
	assert codes(result) == ["spending_below_ratio"]
	assert (result.figure("rigid_income"), result.figure("rigid_limit")) == (2000, 1200)


def test_spending_is_deducted_from_income_of_the_same_months():
	facts = family(
		incomes=[income("head", 24000, first="2024-07", last="2025-06")],
		expenses=[expense("head", "Medical", 6000, first="2025-04", last="2025-06")],
	)
	result = evaluate_scheme(facts, half_of_medical(3), Scheme.GANGZHI)
	assert (result.figure("deductions"), result.figure("income")) == (250, 1750)


def test_spending_caps():
	spent = [
		expense("head", "Basic Living", 99999),
		expense("head", "Education", 30000, public_fee="6000"),
		expense("head", "Disability Rehabilitation", 50000),
		expense("head", "Other", 50000),
	]
	facts = family(incomes=[income("head", 30000, first="2024-07", last="2025-06")], expenses=spent)
	result = evaluate_scheme(facts, POLICY, Scheme.GANGZHI)
	assert result.figure("rigid_spending") == Decimal("697") + 500 + Decimal("1666.67")


def test_rigid_spending_needs_income_below_the_disposable_income():
	facts = family(
		incomes=[income("head", 36000, first="2024-07", last="2025-06")],
		expenses=[expense("head", "Medical", 99999)],
	)
	assert codes(evaluate_scheme(facts, POLICY, Scheme.GANGZHI)) == ["income_not_below_limit"]


def test_lower_classes_yield_to_higher_ones():
	assert codes(evaluate_scheme(family(), POLICY, Scheme.DIBIAN)) == ["higher_scheme"]
	assert "higher_scheme" in codes(
		evaluate_scheme(family(incomes=[monthly("head", 800)]), POLICY, Scheme.GANGZHI)
	)


# 单人户


def low_margin_family(disabled=None, earned=2600):
	son = person("son", "Son", "1995-01-01", **(disabled or {"disabilities": [{"type": "5", "grade": 3}]}))
	return family(head(), person("wife", "Spouse"), son, incomes=[monthly("head", earned)])


def test_severely_disabled_member_files_alone():
	result = evaluate_scheme(low_margin_family(), POLICY, Scheme.DIBAO_SINGLE, "son")
	assert (result.outcome, result.amount, result.covered) == (ELIGIBLE, 697, ("son",))
	assert replay_figures(result.lines)["total"] == 697


@pytest.mark.parametrize(
	("member", "found"),
	[
		({"disabilities": [{"type": "2", "grade": 2}]}, []),
		({"disabilities": [{"type": "2", "grade": 3}]}, ["single_filing_ground_missing"]),
		({"disabilities": [{"type": "6", "grade": 3}]}, []),
		({"seriously_ill": True}, []),
		({"statuses": [{"status": "Resident Clergy", "first_day": "2024-01-01"}]}, []),
		({"seriously_ill": False}, ["single_filing_ground_missing"]),
	],
)
def test_grounds_for_filing_alone(member, found):
	assert codes(evaluate_scheme(low_margin_family(member), POLICY, Scheme.DIBAO_SINGLE, "son")) == found


def test_family_must_be_low_margin():
	assert codes(evaluate_scheme(low_margin_family(earned=3200), POLICY, Scheme.DIBAO_SINGLE, "son")) == [
		"family_not_low_margin"
	]
	assert codes(evaluate_scheme(low_margin_family(earned=1000), POLICY, Scheme.DIBAO_SINGLE, "son")) == [
		"higher_scheme"
	]


def test_amount_of_a_single_filer():
	base = low_margin_family(earned=2300)
	allowance = monthly("son", 197, "Net Transfer Income")
	facts = family(*[member for member in _plain(base)], incomes=[monthly("head", 2300), allowance])
	assert evaluate_scheme(facts, POLICY, Scheme.DIBAO_SINGLE, "son").amount == 500
	full = policy(single_person={"amount": "full_standard"})
	assert evaluate_scheme(facts, full, Scheme.DIBAO_SINGLE, "son").amount == 697


def _plain(facts):
	return to_plain(facts)["members"]


def test_support_of_siblings_may_be_exempted_for_single_filers():
	base = _plain(low_margin_family())
	obligor = {
		"key": "brother",
		"member": "son",
		"relation": "sibling",
		"awarded_amount": None,
		"household_income": "9000",
	}
	facts = family(*base, incomes=[monthly("head", 2000)], obligors=[obligor])
	strict = evaluate_scheme(facts, POLICY, Scheme.DIBAO_SINGLE, "son")
	assert strict.figure("income") > 697
	lenient = policy(single_person={"exempt_obligor_relations": ["sibling"]})
	assert evaluate_scheme(facts, lenient, Scheme.DIBAO_SINGLE, "son").figure("income") == 0


def test_topups_that_single_filers_do_not_get():
	rule = {"code": "disabled", "share": "0.2", "disabilities": [{"max_grade": 3}]}
	for granted in (True, False):
		compiled = policy(topups={"rules": [rule | {"for_single_filers": granted}]})
		result = evaluate_scheme(low_margin_family(), compiled, Scheme.DIBAO_SINGLE, "son")
		assert result.part(PartKind.TOPUP) == (Decimal("139.40") if granted else 0)


# Children


@pytest.mark.parametrize(
	("parents", "orphan", "unsupported"),
	[
		(("dead", "missing"), ELIGIBLE, NOT),
		(("dead", "imprisoned"), NOT, ELIGIBLE),
		(("lost_contact", "severely_disabled"), NOT, ELIGIBLE),
		(("dead", "able"), NOT, NOT),
		(("dead", None), NOT, NOT),
	],
)
def test_children(parents, orphan, unsupported):
	child = head("child", "2015-01-01", father=parents[0], mother=parents[1])
	for scheme, outcome in ((Scheme.ORPHAN, orphan), (Scheme.UNSUPPORTED_CHILD, unsupported)):
		result = evaluate_scheme(family(child), POLICY, scheme)
		assert (result.outcome, result.amount) == (outcome, 1050 if outcome is ELIGIBLE else 0)


def test_child_forms_and_ages():
	parents = {"father": "dead", "mother": "dead"}
	centralised = head("child", "2015-01-01", care_form="Centralised", **parents)
	assert evaluate_scheme(family(centralised), POLICY, Scheme.ORPHAN).amount == 1450
	adult = head("adult", "2007-07-15", **parents)
	assert evaluate_scheme(family(adult), POLICY, Scheme.ORPHAN).outcome is Outcome.NOT_APPLICABLE
	recipient = adult | {"schemes": ["ORPHAN"]}
	assert codes(evaluate_scheme(family(recipient), POLICY, Scheme.ORPHAN)) == ["child_too_old"]
	student = recipient | {"study": "Bachelor"}
	assert evaluate_scheme(family(student), POLICY, Scheme.ORPHAN).outcome is ELIGIBLE


def test_child_schemes_exclude_each_other():
	child = head("child", "2015-01-01", father="dead", mother="dead", schemes=["TEKUN"])
	result = evaluate_scheme(family(child), POLICY, Scheme.ORPHAN)
	assert (result.outcome, codes(result), result.amount) == (Outcome.EXCLUDED, ["holds_exclusive_scheme"], 0)
	assert "TEKUN" in result.reasons[0].text


# Temporary aid


def request(**more):
	return {"reason": "fire", "difficulty": "heavy", **more}


@pytest.mark.parametrize(
	("aid", "amount", "authority"),
	[
		(request(), 3 * 697 * 3, "District"),
		(request(persons=1), 3 * 697, "Township"),
		(request(difficulty="light", persons=1), 697, "Township"),
		(request(months=5, persons=1), 6 * 697, "District"),
		(request(months=9, persons=1, is_hard_case=True), 12 * 697, "District"),
		(request(months=0, persons=9), 9 * 697, "District"),
	],
)
def test_emergency_aid(aid, amount, authority):
	result = evaluate_scheme(three_persons(aid_request=aid), POLICY, Scheme.TEMP_EMERGENCY)
	assert (result.outcome, result.amount, result.authority) == (ELIGIBLE, amount, authority)
	assert replay_figures(result.lines)["total"] == amount


def test_least_aid_and_rounding():
	compiled = policy(
		temporary_aid={"emergency": {"scales": [{"code": "heavy", "multiple": "0.333"}], "cap_multiple": "6"}}
	)
	assert evaluate_scheme(family(aid_request=request()), compiled, Scheme.TEMP_EMERGENCY).amount == 500
	three = evaluate_scheme(three_persons(aid_request=request()), compiled, Scheme.TEMP_EMERGENCY)
	assert three.amount == 697


def test_same_reason_again():
	earlier = [{"reason": "fire", "granted_on": "2024-07-16"}]
	again = family(aid_request=request(earlier=earlier))
	assert codes(evaluate_scheme(again, POLICY, Scheme.TEMP_EMERGENCY)) == ["same_reason"]
	for change in (
		{"earlier": [{"reason": "fire", "granted_on": "2024-07-15"}]},
		{"earlier": [{"reason": "flood", "granted_on": "2025-07-01"}]},
		{"earlier": earlier, "new_cause": "second fire in the kitchen"},
	):
		assert evaluate_scheme(
			family(aid_request=request(**change)), POLICY, Scheme.TEMP_EMERGENCY
		).is_eligible


def test_expense_aid_looks_at_the_economy():
	rich = monthly("head", 3000)
	aid = {"aid_request": request(reason="illness")}
	assert codes(evaluate_scheme(family(incomes=[rich], **aid), POLICY, Scheme.TEMP_EXPENSE)) == [
		"income_not_below_limit"
	]
	assert evaluate_scheme(family(incomes=[rich], **aid), POLICY, Scheme.TEMP_EMERGENCY).is_eligible
	assert (
		evaluate_scheme(family(incomes=[monthly("head", 2999)], **aid), POLICY, Scheme.TEMP_EXPENSE).amount
		== 2 * 697
	)
	known = family(incomes=[rich], schemes=["DIBAO-URBAN"], **aid)
	assert evaluate_scheme(known, POLICY, Scheme.TEMP_EXPENSE).is_eligible


def test_unknown_difficulty_and_no_request():
	result = evaluate_scheme(family(aid_request=request(difficulty="extreme")), POLICY, Scheme.TEMP_EMERGENCY)
	assert (result.outcome, codes(result)) == (Outcome.INCOMPLETE, ["difficulty_unknown"])
	assert evaluate_scheme(family(), POLICY, Scheme.TEMP_EXPENSE).outcome is Outcome.NOT_APPLICABLE


# All together


SPECIAL = [
	{"scheme": "MEDICAL", "holders": ["DIBAO-URBAN", "TEKUN", "DIBIAN"], "need": "illness"},
	{
		"scheme": "EDUCATION",
		"holders": ["DIBAO-URBAN"],
		"need": "study",
		"study_stages": ["Compulsory", "Bachelor"],
	},
	{"scheme": "EMPLOYMENT", "holders": ["DIBAO-URBAN"], "need": "work", "min_age": 16, "max_age": 59},
	{
		"scheme": "HOUSING",
		"holders": ["DIBAO-URBAN"],
		"need": "circumstance",
		"circumstance": "unsafe_home",
		"for_household": True,
	},
]


def test_referrals_follow_class_and_need():
	compiled = policy(special_aids=SPECIAL)
	members = (
		head(circumstances=["unsafe_home"]),
		person("wife", "Spouse", seriously_ill=True, labour_ability="None", circumstances=["unsafe_home"]),
		person("son", "Son", "2012-01-01", study="Compulsory"),
	)
	facts = family(*members, expenses=[expense("head", "Medical", 10)])
	referrals = evaluate_all_schemes(facts, compiled).referrals
	assert [(row.scheme, row.person) for row in referrals] == [
		(Scheme.MEDICAL, "head"),
		(Scheme.MEDICAL, "wife"),
		(Scheme.EDUCATION, "son"),
		(Scheme.EMPLOYMENT, "head"),
		(Scheme.HOUSING, ""),
	]
	assert {row.opened_by for row in referrals} == {Scheme.DIBAO_URBAN}
	rich = family(*members, incomes=[monthly("head", 9000)])
	assert evaluate_all_schemes(rich, compiled).referrals == ()


def test_every_scheme_is_answered():
	entitlement = evaluate_all_schemes(three_persons(incomes=[monthly("head", 1800)]), POLICY)
	answered = {(result.scheme, result.person) for result in entitlement.results}
	assert {scheme for scheme, _ in answered} == set(Scheme) - {
		Scheme.DIBAO_RURAL,
		Scheme.MEDICAL,
		Scheme.EDUCATION,
		Scheme.HOUSING,
		Scheme.EMPLOYMENT,
		Scheme.DISASTER,
	}
	assert [result.scheme for result in entitlement.granted] == [Scheme.DIBAO_URBAN]
	for result in entitlement.results:
		replay_figures(result.lines)


def test_nearest_schemes_say_what_is_missing():
	entitlement = evaluate_all_schemes(three_persons(incomes=[monthly("head", 3150)]), POLICY)
	assert entitlement.granted == ()
	near = list_near_misses(entitlement.results)
	assert [row.scheme for row in near] == [Scheme.DIBIAN, Scheme.DIBAO_URBAN, Scheme.GANGZHI]
	assert near[0].missing[0].shortfall == Decimal("13.50")


def test_schemes_that_a_district_does_not_offer():
	bare = policy(
		tekun=None,
		children=None,
		low_margin=None,
		rigid_spending=None,
		single_person=None,
		temporary_aid=None,
	)
	for scheme in (
		Scheme.TEKUN,
		Scheme.ORPHAN,
		Scheme.DIBIAN,
		Scheme.GANGZHI,
		Scheme.DIBAO_SINGLE,
		Scheme.TEMP_EXPENSE,
	):
		assert evaluate_scheme(family(), bare, scheme).outcome is Outcome.NOT_OFFERED


def test_start_and_review_months():
	assert compute_start_month(POLICY, date(2025, 12, 31)) == Month(2026, 1)
	assert compute_start_month(
		policy(administration={"start_months_after_decision": 0}), date(2025, 12, 31)
	) == Month(2025, 12)
	assert compute_start_month(POLICY, date(2025, 12, 31), is_paid_once=True) == Month(2025, 12)
	assert compute_review_day(POLICY, Scheme.DIBAO_URBAN, date(2025, 7, 31), is_unstable=True) == date(
		2026, 1, 31
	)
	assert compute_review_day(POLICY, Scheme.DIBAO_URBAN, date(2025, 7, 31), is_unstable=False) == date(
		2026, 7, 31
	)
	never = policy(administration={"schemes": [{"scheme": "GANGZHI", "review_months_stable": 0}]})
	assert compute_review_day(never, Scheme.GANGZHI, date(2025, 7, 31), is_unstable=False) is None

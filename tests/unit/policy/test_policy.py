"""The parameter record: round trip, exact errors, standards of both shapes."""

import json
from datetime import date
from decimal import Decimal

import pytest
from policies import district_a, district_d, policy

from social_assistance.domain.errors import DomainError
from social_assistance.domain.policy.parameters import PolicyParameters
from social_assistance.domain.vocabulary import CareForm, CareLevel, Measure, ResidenceClass, Scheme


@pytest.mark.parametrize("content", [district_a(), district_d(), district_d(second_half=False)])
def test_round_trip_through_json(content):
	compiled = policy(content)
	stored = json.loads(json.dumps(compiled.to_dict(), ensure_ascii=False))
	assert PolicyParameters.from_dict(stored) == compiled


@pytest.mark.parametrize(
	("second_half", "residence", "dibao", "yearly_tekun"),
	[
		(True, ResidenceClass.RURAL, "523", 8160),
		(True, ResidenceClass.URBAN, "697", 10920),
		(False, ResidenceClass.RURAL, "455", 7140),
		(False, ResidenceClass.URBAN, "645", 10080),
	],
)
def test_standards_of_seed_d(second_half, residence, dibao, yearly_tekun):
	compiled = policy(district_d(second_half))
	assert compiled.standard(residence) == Decimal(dibao)
	assert compiled.tekun_basic(residence) * 12 == yearly_tekun


def test_one_standard_for_town_and_country():
	compiled = policy(district_a())
	for residence in ResidenceClass:
		assert compiled.standard(residence) == 1301
		assert compiled.tekun_basic(residence) == 2255


def test_yearly_standards_are_divided():
	rows = [
		{"measure": "DIBAO", "amount": "697"},
		{"measure": "TEKUN", "amount": "8160", "period": "Year"},
	]
	content = district_d()
	content["standards"]["rows"] = rows
	content["tekun"]["basic_method"] = "independent"
	assert policy(content).tekun_basic(ResidenceClass.RURAL) == Decimal("680.00")


def test_forms_and_classes_prefer_the_exact_row():
	standards = policy().standards
	assert standards.monthly(Measure.ORPHAN, ResidenceClass.URBAN, CareForm.CENTRALISED) == 1450
	assert standards.monthly(Measure.UNSUPPORTED_CHILD, ResidenceClass.URBAN, CareForm.DISPERSED) == 1050
	with pytest.raises(DomainError, match="no TEKUN for Urban"):
		standards.monthly(Measure.TEKUN_BASIC, ResidenceClass.URBAN)


def test_care_amounts():
	compiled = policy()
	assert compiled.care_amount(CareLevel.FULL, CareForm.CENTRALISED, ResidenceClass.RURAL) == 1000
	assert compiled.care_amount(CareLevel.SELF_CARE, CareForm.DISPERSED, ResidenceClass.RURAL) == 60
	bare = policy(tekun={"care": [{"level": "Full Care", "form": "Dispersed", "amount": "770"}]})
	assert bare.care_amount(CareLevel.FULL, CareForm.DISPERSED, ResidenceClass.RURAL) == 770
	with pytest.raises(DomainError, match="no care amount"):
		bare.care_amount(CareLevel.PARTIAL, CareForm.DISPERSED, ResidenceClass.RURAL)


def test_administration():
	compiled = policy()
	assert compiled.administration.for_scheme(Scheme.TEKUN).spot_check_ratio == Decimal("0.30")
	assert compiled.administration.for_scheme(Scheme.DIBIAN).review_months_stable == 12
	old = policy(district_d(second_half=False))
	assert old.holds_on(date(2025, 6, 30)) and not old.holds_on(date(2025, 7, 1))
	assert compiled.holds_on(date(2030, 1, 1)) and not compiled.holds_on(date(2025, 6, 30))


def set_in(content, path, value):
	*parents, last = path
	place = content
	for key in parents:
		place = place[key]
	if value is KeyError:
		del place[last]
	else:
		place[last] = value


@pytest.mark.parametrize(
	("path", "value", "code", "field"),
	[
		(("dibao",), KeyError, "parameter_missing", "dibao"),
		(("dibao", "ronding"), "none", "parameter_unknown", "dibao.ronding"),
		(("dibao", "rounding"), "up", "parameter_choice", "dibao.rounding"),
		(("dibao", "inclusive"), "yes", "parameter_type", "dibao.inclusive"),
		(("dibao",), [], "parameter_not_object", "dibao"),
		(("exclusions",), "none", "parameter_not_list", "exclusions"),
		(("standards", "rows", 0, "amount"), 697.0, "parameter_decimal", "standards.rows[1].amount"),
		(("standards", "rows", 0, "amount"), "1,301", "parameter_decimal", "standards.rows[1].amount"),
		(("standards", "rows", 0, "amount"), "-1", "parameter_negative", "standards.rows[1].amount"),
		(("standards", "rows", 0, "amount"), "NaN", "parameter_not_finite", "standards.rows[1].amount"),
		(("standards", "rows", 1, "residence_class"), "Urban", "standard_twice", "standards.rows[2]"),
		(("standards", "rows"), [], "standard_missing", "standards.rows"),
		(("effective_from",), "2025-02-30", "parameter_date", "effective_from"),
		(("effective_to",), "2025-06-30", "date_order", "effective_to"),
		(("income", "window_months"), 0, "parameter_window", "income.window_months"),
		(("income", "window_months"), True, "parameter_type", "income.window_months"),
		(
			("income", "kind_windows", 0, "months"),
			99,
			"parameter_window",
			"income.kind_windows.Net Business Income",
		),
		(("income", "items", 0, "counted_share"), "1.1", "parameter_share", "income.items[1].counted_share"),
		(("income", "items", 2, "last_day"), "2020-12-31", "date_order", "income.items[3].last_day"),
		(("obligors", "threshold_amount"), "3000", "parameter_one_of", "obligors.threshold_amount"),
		(
			("obligors", "rates"),
			[{"rate": "0.5", "up_to_obligors": 2}],
			"parameter_open_end",
			"obligors.rates",
		),
		(("assets", "limits", 1, "client_class"), "dibao", "asset_class_twice", "assets.limits[1]"),
		(
			("topups", "rules", 0),
			{"code": "all", "share": "0.1"},
			"topup_for_everybody",
			"topups.rules[1].code",
		),
		(("tekun", "full_from"), 1, "care_thresholds", "tekun.full_from"),
		(("tekun", "care", 0, "amount"), "60", "parameter_one_of", "tekun.care[1].amount"),
		(("tekun", "care", 1, "level"), "Self-care", "care_twice", "tekun.care"),
		(("administration", "payment_day"), 31, "payment_day", "administration.payment_day"),
		(
			("administration", "start_months_after_decision"),
			2,
			"start_month",
			"administration.start_months_after_decision",
		),
		(
			("administration", "gradual_exit", "rates"),
			["1.2"],
			"parameter_share",
			"administration.gradual_exit.rates",
		),
		(
			("administration", "schemes", 0, "spot_check_ratio"),
			"30",
			"parameter_share",
			"administration.schemes[1].spot_check_ratio",
		),
		(("rigid_spending", "window_months"), 48, "parameter_window", "rigid_spending.window_months"),
	],
)
def test_wrong_values_are_named(path, value, code, field):
	content = district_d()
	set_in(content, path, value)
	with pytest.raises(DomainError) as caught:
		policy(content)
	assert (caught.value.code, caught.value.field) == (code, field)
	assert "{" not in str(caught.value)


def test_every_case_may_be_spot_checked():
	content = district_d()
	set_in(content, ("administration", "schemes", 0, "spot_check_ratio"), "1")
	assert policy(content).administration.for_scheme(Scheme.TEKUN).spot_check_ratio == 1


@pytest.mark.parametrize(
	("tiers", "code"),
	[
		([], "tiers_order"),
		([("A", "0.5", "600"), ("B", "0.5", "400")], "tiers_order"),
		([("A", "0.5", "600"), ("B", "0.9", "400")], "tiers_order"),
		([("A", "0.5", "400"), ("B", "1", "600")], "tiers_pay_order"),
	],
)
def test_wrong_tiers(tiers, code):
	rows = [{"code": name, "income_below_share": below, "amount": pay} for name, below, pay in tiers]
	with pytest.raises(
		DomainError,
		match=r"must not pay more where income is higher|must rise in income, and the last must reach",
	) as caught:
		policy(dibao={"method": "tiers", "tiers": rows})
	assert (caught.value.code, caught.value.field) == (code, "dibao.tiers")


def test_tiers_do_not_mix_amounts_and_shares():
	rows = [
		{"code": "A", "income_below_share": "0.5", "amount": "600"},
		{"code": "B", "income_below_share": "1", "standard_share": "0.5"},
	]
	with pytest.raises(DomainError, match="must all pay amounts, or all pay shares of") as caught:
		policy(dibao={"method": "tiers", "tiers": rows})
	assert caught.value.code == "tiers_mixed"

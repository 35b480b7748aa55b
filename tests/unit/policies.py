"""Policies of the two seed districts as stored values: examples of the parameter record, used by many tests."""

import copy
from typing import Any

from social_assistance.domain.policy.parameters import PolicyParameters

DIBAO_LAW = {"document": "最低生活保障审核确认办法（民发〔2021〕57号）"}
TEKUN_LAW = {"document": "特困人员认定办法（民发〔2021〕43号）"}
SEVERE = [{"max_grade": 2}, {"max_grade": 3, "types": ["5", "6"]}]


def cite(document: dict[str, str], article: str) -> dict[str, str]:
	return {**document, "article": article}


def _standard(
	measure: str, amount: str, residence: str = "Any", period: str = "Month", form: str = ""
) -> dict[str, Any]:
	return {
		"measure": measure,
		"amount": amount,
		"residence_class": residence,
		"period": period,
		"care_form": form,
	}


HOUSEHOLD = {
	"citation": cite(DIBAO_LAW, "第七条"),
	"adult_age": 18,
	"study_stages": [
		"Compulsory",
		"Senior High School",
		"Secondary Vocational",
		"Junior College",
		"Bachelor",
	],
	"excluded_statuses": [
		{"status": "Deceased"},
		{"status": "Imprisoned"},
		{"status": "Compulsory Rehabilitation"},
		{"status": "Declared Missing"},
		{"status": "Resident Clergy", "months": 36},
	],
	"duty_relations": ["Parent", "Son", "Daughter", "Grandparent", "Grandchild"],
	"splitting_months": 12,
	"splitting_old_age": 60,
}

INCOME = {
	"citation": cite(DIBAO_LAW, "第十三条"),
	"window_months": 6,
	"kind_windows": [{"kind": "Net Business Income", "months": 12}],
	"employment_cost": {"method": "none"},
	"items": [
		{"item": "scholarship", "counted_share": "0", "citation": cite(DIBAO_LAW, "第十三条")},
		{"item": "government_aid", "counted_share": "0", "citation": cite(DIBAO_LAW, "第十三条")},
		{
			"item": "basic_pension",
			"counted_share": "0",
			"first_day": "2021-01-01",
			"last_day": "2025-12-31",
			"citation": cite(DIBAO_LAW, "第十三条"),
		},
		{
			"item": "basic_pension",
			"counted_share": "0",
			"client_classes": ["tekun"],
			"citation": cite(TEKUN_LAW, "第六条"),
		},
		{"item": "old_age_allowance", "counted_share": "0", "client_classes": ["tekun"]},
	],
}

ASSETS = {
	"citation": cite(DIBAO_LAW, "第十四条"),
	"exempt_items": ["ordinary_motorcycle", "disability_vehicle"],
	"limits": [
		{
			"client_class": "dibao",
			"money": {"multiple": "4", "base": "Year"},
			"vehicles": {"max_count": 0},
			"homes": {"max_count": 1, "extra_home_area_per_head": "49.98"},
			"max_non_residential": 0,
			"max_business_capital": "100000",
		},
		{
			"client_class": "low_margin",
			"money": {"multiple": "8", "base": "Year"},
			"vehicles": {"max_count": 1, "value_multiple": "12"},
			"homes": {"max_count": 1, "extra_home_area_per_head": "49.98"},
			"max_non_residential": 0,
			"max_business_capital": "200000",
		},
		{"client_class": "tekun", "money": {"multiple": "2", "base": "Year"}},
		{
			"client_class": "rigid_spending",
			"money": {"multiple": "24", "base": "Month", "inclusive": True},
			"vehicles": {"max_count": 0},
		},
		{"client_class": "temporary_aid", "money": {"multiple": "24", "base": "Month", "inclusive": True}},
		{"client_class": "obligor", "money": {"multiple": "10", "base": "Year"}},
	],
}

TOPUPS = {
	"citation": {"document": "社会救助暂行办法", "article": "第十二条"},
	"stacking": "highest",
	"rules": [
		{"code": "old", "share": "0.10", "min_age": 70},
		{"code": "minor", "share": "0.10", "max_age": 17},
		{"code": "disabled", "share": "0.20", "disabilities": [{"max_grade": 2}]},
		{"code": "ill", "share": "0.30", "seriously_ill": True},
	],
}

TEKUN = {
	"citation": cite(TEKUN_LAW, "第四条"),
	"min_age": 60,
	"below_age": 16,
	"disabilities": [
		{"max_grade": 3, "types": ["5", "6"]},
		{"max_grade": 2, "types": ["4"]},
		{"max_grade": 1, "types": ["1"]},
	],
	"inability": [
		{"reason": "tekun"},
		{"reason": "dibao_elderly", "min_age": 60},
		{"reason": "low_income_elderly", "min_age": 70},
		{"reason": "severely_disabled"},
		{"reason": "imprisoned_or_missing"},
	],
	"basic_method": "multiple",
	"basic_multiple": "1.3",
	"basic_rounding": "ceil_5",
	"care": [
		{"level": "Self-care", "form": "Dispersed", "minimum_wage_share": "0.03"},
		{"level": "Partial Care", "form": "Dispersed", "minimum_wage_share": "0.20"},
		{"level": "Full Care", "form": "Dispersed", "minimum_wage_share": "0.35"},
		{"level": "Self-care", "form": "Centralised", "minimum_wage_share": "0.04"},
		{"level": "Partial Care", "form": "Centralised", "minimum_wage_share": "0.30"},
		{"level": "Full Care", "form": "Centralised", "minimum_wage_share": "0.50"},
	],
	"prolonging_study": ["Compulsory", "Senior High School", "Secondary Vocational"],
}

CHILDREN = {
	"citation": {
		"document": "关于进一步加强事实无人抚养儿童保障工作的意见（民发〔2019〕62号）",
		"article": "一",
	},
	"below_age": 18,
	"orphan_statuses": ["dead", "missing"],
	"unsupported_statuses": [
		"dead",
		"missing",
		"severely_disabled",
		"seriously_ill",
		"imprisoned",
		"compulsory_rehabilitation",
		"restricted_liberty",
		"custody_revoked",
		"lost_contact",
	],
	"prolonging_study": ["Senior High School", "Secondary Vocational", "Junior College", "Bachelor"],
}

RIGID = {
	"citation": {"document": "刚性支出困难家庭认定办法", "article": "第五条"},
	"ratio": "0.60",
	"window_months": 12,
	"validity_months": 12,
	"kinds": [
		{"kind": "Basic Living", "monthly_cap_multiple": "1"},
		{"kind": "Medical"},
		{"kind": "Education"},
		{"kind": "Disability Rehabilitation", "yearly_cap": "20000"},
	],
}

TEMPORARY = {
	"citation": {"document": "民发〔2018〕23号", "article": "二"},
	"emergency": {
		"scales": [{"code": "light", "multiple": "1"}, {"code": "heavy", "multiple": "3"}],
		"cap_multiple": "6",
		"hard_case_cap_multiple": "12",
		"max_months": 6,
	},
	"expense": {
		"scales": [{"code": "light", "multiple": "1"}, {"code": "heavy", "multiple": "2"}],
		"cap_multiple": "6",
		"hard_case_cap_multiple": "12",
		"max_months": 6,
	},
	"minimum_amount": "500",
	"rounding": "ceil_yuan",
	"township_limit_multiple": "4",
}

EXCLUSIONS = [
	{"scheme": "DIBAO-URBAN", "other": "DIBAO-RURAL", "scope": "Household"},
	{"scheme": "DIBAO-URBAN", "other": "TEKUN", "scope": "Person"},
	{"scheme": "DIBAO-RURAL", "other": "TEKUN", "scope": "Person"},
	{"scheme": "DIBAO-SINGLE", "other": "TEKUN", "scope": "Person"},
	{"scheme": "TEKUN", "other": "ORPHAN", "scope": "Person", "citation": cite(TEKUN_LAW, "第二十八条")},
	{"scheme": "TEKUN", "other": "UNSUPPORTED-CHILD", "scope": "Person"},
	{"scheme": "ORPHAN", "other": "UNSUPPORTED-CHILD", "scope": "Person"},
	{"scheme": "DIBAO-URBAN", "other": "ORPHAN", "scope": "Person"},
	{"scheme": "DIBAO-URBAN", "other": "DIBIAN", "scope": "Household"},
	{"scheme": "DIBAO-URBAN", "other": "GANGZHI", "scope": "Household"},
	{"scheme": "DIBIAN", "other": "GANGZHI", "scope": "Household"},
]

ADMINISTRATION = {
	"citation": cite(DIBAO_LAW, "第二十一条"),
	"gradual_exit": {"months": 6, "rates": ["1", "1", "1", "0.5", "0.5", "0.5"], "rounding": "ceil_yuan"},
	"schemes": [
		{"scheme": "TEKUN", "spot_check_ratio": "0.30", "review_months_unstable": 12},
		{"scheme": "DIBAO-URBAN", "spot_check_ratio": "0.30"},
	],
}

BASE: dict[str, Any] = {
	"household": HOUSEHOLD,
	"income": INCOME,
	"assets": ASSETS,
	"dibao": {"citation": cite(DIBAO_LAW, "第二十三条")},
	"administration": ADMINISTRATION,
	"obligors": {
		"citation": cite(DIBAO_LAW, "第十三条"),
		"method": "per_capita_excess",
		"threshold_multiple": "2",
		"rates": [{"rate": "0.5", "up_to_obligors": 2}, {"rate": "0.4"}],
	},
	"topups": TOPUPS,
	"single_person": {"citation": cite(DIBAO_LAW, "第八条"), "disabilities": SEVERE},
	"tekun": TEKUN,
	"children": CHILDREN,
	"low_margin": {"citation": {"document": "民发〔2022〕83号", "article": "一"}, "multiple": "1.5"},
	"rigid_spending": RIGID,
	"temporary_aid": TEMPORARY,
	"exclusions": EXCLUSIONS,
}


def district_d(second_half: bool = True) -> dict[str, Any]:
	"""Seed D: town and country apart, before and from July 2025; 特困 is 1.3 times the standard, up to 5 yuan."""
	urban, rural = ("697", "523") if second_half else ("645", "455")
	rows = [
		_standard("DIBAO", urban, "Urban"),
		_standard("DIBAO", rural, "Rural"),
		_standard("MINIMUM-WAGE", "2000"),
		_standard("DISPOSABLE-INCOME", "36000", period="Year"),
		_standard("ORPHAN", "1450", form="Centralised"),
		_standard("ORPHAN", "1050", form="Dispersed"),
		_standard("UNSUPPORTED-CHILD", "1050"),
	]
	return copy.deepcopy(
		{
			**BASE,
			"version": "D-2025-07" if second_half else "D-2024-07",
			"division": "410402000000",
			"effective_from": "2025-07-01" if second_half else "2024-07-01",
			"effective_to": None if second_half else "2025-06-30",
			"standards": {"citation": {"document": "平湛民〔2025〕9号"}, "rows": rows},
		}
	)


def district_a() -> dict[str, Any]:
	"""Seed A: one standard of 1 301 for town and country, 特困 standard 2 255 set by itself, amounts up to the yuan."""
	rows = [
		_standard("DIBAO", "1301"),
		_standard("TEKUN", "2255"),
		_standard("MINIMUM-WAGE", "2490"),
		_standard("DISPOSABLE-INCOME", "67013", period="Year"),
		_standard("ORPHAN", "2341"),
		_standard("UNSUPPORTED-CHILD", "2341"),
	]
	content = copy.deepcopy(
		{
			**BASE,
			"version": "A-2025",
			"division": "330483000000",
			"effective_from": "2025-01-01",
			"standards": {
				"citation": {"document": "浙江省社会救助条例", "article": "第十二条"},
				"rows": rows,
			},
		}
	)
	content["dibao"]["rounding"] = "ceil_yuan"
	content["tekun"]["basic_method"] = "independent"
	return content


def policy(content: dict[str, Any] | None = None, **groups: Any) -> PolicyParameters:
	"""Compile a policy, groups replaced or extended by name."""
	data = content if content is not None else district_d()
	for name, change in groups.items():
		data[name] = (
			{**data[name], **change}
			if isinstance(change, dict) and isinstance(data.get(name), dict)
			else change
		)
	return PolicyParameters.from_dict(data)

"""Where each parameter of the domain stands in the Policy Version form: one table, read by compilation and errors.

A path is the domain's (`income.items`), a field the form's. A switch is a check box without which its group is absent.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from social_assistance.domain.disability import DisabilityType
from social_assistance.domain.money import from_storage

Plain = Any


def text(value: Any) -> Plain:
	"""Words as they are stored; empty counts as not given."""
	return (value or "").strip() or None


def code(value: Any) -> Plain:
	"""The option of a list as the domain spells it: `Share of Wages` is share_of_wages."""
	return (value or "").strip().lower().replace(" ", "_").replace("-", "_") or None


def whole(value: Any) -> Plain:
	"""A whole number, empty is 0."""
	return int(value or 0)


def whole_or_none(value: Any) -> Plain:
	"""A whole number for which 0 means that nothing is set."""
	return int(value or 0) or None


def decimal(value: Any) -> Plain:
	"""A share or multiple to four places, as text."""
	return f"{from_storage(value, 4).normalize():f}"


def decimal_or_none(value: Any) -> Plain:
	"""A share, multiple or amount for which 0 means that nothing is set."""
	return decimal(value) if value else None


def flag(value: Any) -> Plain:
	"""A check box."""
	return bool(int(value or 0))


def day(value: Any) -> Plain:
	"""A date in ISO form, or nothing."""
	return value.isoformat() if isinstance(value, date) else value or None


def cited(value: Any) -> Plain:
	"""A citation in one line."""
	return {"document": value.strip()} if value and value.strip() else None


def one(value: Any) -> Plain:
	"""A list of the one value given, or an empty one."""
	return [value] if value else []


def one_code(value: Any) -> Plain:
	"""A list of the one option given, as the domain spells it."""
	return one(code(value))


def listed(value: Any) -> Plain:
	"""A list written in one line with commas between."""
	return [part.strip() for part in re.split("[,，、]", value or "") if part.strip()]


def disability(value: Any) -> Plain:
	"""The digit of one disability type in a list; empty stands for any type."""
	return [DisabilityType[value.upper()].value] if value else []


def disabilities(row: Any) -> Plain:
	"""The disability criterion of a top-up row; grade 0 asks for none."""
	if not row.disability_grade:
		return []
	return [{"max_grade": row.disability_grade, "types": disability(row.disability_type)}]


@dataclass(frozen=True)
class Field:
	"""One value: domain path, form field, how it is read."""

	path: str
	field: str
	read: Callable[[Any], Plain] = text
	row_wise: bool = False
	# An empty value is itself an answer; elsewhere the domain's default holds.
	empty_counts: bool = False

	def value(self, row: Any) -> Plain:
		"""The plain value of this field of a document or row."""
		return self.read(row if self.row_wise else row.get(self.field))


@dataclass(frozen=True)
class Table:
	"""A list of records from a child table; without columns a list of its `value`."""

	path: str
	field: str
	columns: tuple[Field, ...] = ()
	switches: tuple[tuple[str, str], ...] = ()
	only: tuple[str, str] | None = None
	read: Callable[[Any], Plain] = text


@dataclass(frozen=True)
class Switch:
	"""A group of the domain that exists only when a check box is set."""

	path: str
	field: str


CITED_GROUPS = {
	"standards": "Standards",
	"household": "Household",
	"income": "Income",
	"obligors": "Obligors",
	"assets": "Assets",
	"dibao": "Dibao",
	"topups": "Top-ups",
	"single_person": "Single Person",
	"tekun": "Tekun",
	"children": "Children",
	"low_margin": "Low Margin",
	"rigid_spending": "Rigid Spending",
	"temporary_aid": "Temporary Aid",
	"administration": "Administration",
}

SWITCHES = (
	Switch("income.disregard", "has_disregard"),
	Switch("obligors", "has_obligor_rules"),
	Switch("topups", "has_topups"),
	Switch("single_person", "has_single_person"),
	Switch("tekun", "has_tekun"),
	Switch("children", "has_children"),
	Switch("low_margin", "has_low_margin"),
	Switch("rigid_spending", "has_rigid_spending"),
	Switch("temporary_aid", "has_temporary_aid"),
	Switch("administration.gradual_exit", "has_gradual_exit"),
)

FIELDS = (
	Field("division", "division"),
	Field("effective_from", "effective_from", day),
	Field("effective_to", "effective_to", day),
	Field("household.adult_age", "adult_age", whole),
	Field("household.splitting_months", "splitting_months", whole),
	Field("household.splitting_old_age", "splitting_old_age", whole),
	Field("income.window_months", "income_window_months", whole),
	Field("income.averaging", "averaging", code),
	Field("income.employment_cost.method", "employment_cost_method", code),
	Field("income.employment_cost.rate", "employment_cost_rate", decimal),
	Field("income.employment_cost.cap", "employment_cost_cap", decimal_or_none),
	Field("income.employment_cost.disabled_minimum_wage_share", "disabled_wage_share", decimal_or_none),
	Field("income.disregard.months", "disregard_months", whole),
	Field("income.disregard.cap_multiple", "disregard_cap_multiple", decimal),
	Field("income.disregard.citation", "disregard_citation", cited),
	Field("obligors.method", "support_method", code),
	Field("obligors.threshold_amount", "support_threshold", decimal_or_none),
	Field("obligors.threshold_multiple", "support_threshold_multiple", decimal_or_none),
	Field("obligors.exempt_age", "support_exempt_age", whole_or_none),
	Field("dibao.method", "amount_method", code),
	Field("dibao.inclusive", "dibao_inclusive", flag),
	Field("dibao.rounding", "dibao_rounding", code),
	Field("dibao.floor.kind", "floor_kind", code),
	Field("dibao.floor.value", "floor_value", decimal),
	Field("dibao.floor.per", "floor_per"),
	Field("topups.stacking", "stacking", code),
	Field("topups.cap_share", "topup_cap_share", decimal_or_none),
	Field("topups.rounding", "topup_rounding", code),
	Field("single_person.amount", "single_amount", code),
	Field("single_person.seriously_ill", "single_seriously_ill", flag),
	Field("single_person.clergy", "single_clergy", flag),
	Field("single_person.exempt_obligor_age", "single_exempt_age", whole_or_none),
	Field("tekun.min_age", "tekun_min_age", whole),
	Field("tekun.below_age", "tekun_below_age", whole),
	Field("tekun.minor_until", "tekun_minor_until", whole),
	Field("tekun.inclusive", "tekun_inclusive", flag),
	Field("tekun.basic_method", "basic_method", code),
	Field("tekun.basic_multiple", "basic_multiple", decimal),
	Field("tekun.basic_rounding", "basic_rounding", code),
	Field("tekun.partial_from", "care_partial_from", whole),
	Field("tekun.full_from", "care_full_from", whole),
	Field("tekun.care_rounding", "care_rounding", code),
	Field("children.below_age", "child_below_age", whole),
	Field("low_margin.multiple", "margin_multiple", decimal),
	Field("low_margin.inclusive", "margin_inclusive", flag),
	Field("low_margin.cap", "margin_cap"),
	Field("rigid_spending.ratio", "rigid_ratio", decimal),
	Field("rigid_spending.inclusive", "rigid_inclusive", flag),
	Field("rigid_spending.window_months", "rigid_window_months", whole),
	Field("rigid_spending.validity_months", "rigid_validity_months", whole),
	Field("temporary_aid.emergency.cap_multiple", "emergency_cap_multiple", decimal),
	Field("temporary_aid.emergency.hard_case_cap_multiple", "emergency_hard_multiple", decimal_or_none),
	Field("temporary_aid.emergency.max_months", "emergency_max_months", whole),
	Field("temporary_aid.expense.cap_multiple", "expense_cap_multiple", decimal),
	Field("temporary_aid.expense.hard_case_cap_multiple", "expense_hard_multiple", decimal_or_none),
	Field("temporary_aid.expense.max_months", "expense_max_months", whole),
	Field("temporary_aid.expense_income_limit", "expense_income_limit", empty_counts=True),
	Field("temporary_aid.minimum_amount", "aid_minimum", decimal),
	Field("temporary_aid.rounding", "aid_rounding", code),
	Field("temporary_aid.same_reason_months", "same_reason_months", whole),
	Field("temporary_aid.township_limit_multiple", "township_limit_multiple", decimal_or_none),
	Field("temporary_aid.township_limit_amount", "township_limit_amount", decimal_or_none),
	Field("administration.start_months_after_decision", "start_months_after_decision", whole),
	Field("administration.payment_day", "payment_day", whole),
	Field("administration.verification_valid_months", "verification_valid_months", whole),
	Field("administration.retention_years", "retention_years", whole),
	Field("administration.notice_days", "notice_days", whole),
	Field("administration.notice_again_after_objection", "notice_again_after_objection", flag),
	Field("administration.notice_closes_on_working_day", "notice_closes_on_working_day", flag),
	Field("administration.publish_masked_name", "publish_masked_name", flag),
	Field("administration.gradual_exit.months", "exit_months", whole),
	Field("administration.gradual_exit.rounding", "exit_rounding", code),
	Field("administration.gradual_exit.citation", "exit_citation", cited),
)

_MATCH = (Field("max_grade", "max_grade", whole), Field("types", "disability_type", disability))
_SCALE = (Field("code", "difficulty"), Field("multiple", "multiple", decimal))

TABLES = (
	Table(
		"standards.rows",
		"standards",
		(
			Field("measure", "measure"),
			Field("residence_class", "residence_class"),
			Field("care_form", "care_form"),
			Field("amount", "amount", decimal),
			Field("period", "period"),
		),
	),
	Table("household.study_stages", "study_stages"),
	Table("household.duty_relations", "duty_relations"),
	Table(
		"household.excluded_statuses",
		"excluded_statuses",
		(Field("status", "status"), Field("months", "months", whole)),
	),
	Table(
		"income.kind_windows", "kind_windows", (Field("kind", "income_kind"), Field("months", "months", whole))
	),
	Table(
		"income.items",
		"income_rules",
		(
			Field("item", "item"),
			Field("counted_share", "counted_share", decimal),
			Field("client_classes", "client_class", one_code),
			Field("first_day", "first_day", day),
			Field("last_day", "last_day", day),
			Field("averaging", "averaging", code),
			Field("citation", "citation", cited),
		),
	),
	Table(
		"income.deductions",
		"spending_deductions",
		(
			Field("kinds", "expense_kind", one),
			Field("share", "share", decimal),
			Field("cap_multiple", "cap_multiple", decimal_or_none),
			Field("citation", "citation", cited),
		),
	),
	Table(
		"assets.limits",
		"asset_limits",
		(
			Field("client_class", "client_class", code),
			Field("money.multiple", "money_multiple", decimal),
			Field("money.base", "money_base"),
			Field("money.inclusive", "money_inclusive", flag),
			Field("vehicles.max_count", "vehicle_count", whole),
			Field("vehicles.value_multiple", "vehicle_value_multiple", decimal_or_none),
			Field("homes.max_count", "home_count", whole),
			Field("homes.extra_home_area_per_head", "extra_home_area", decimal_or_none),
			Field("max_non_residential", "non_residential_count", whole),
			Field("max_business_capital", "business_capital", decimal),
			Field("citation", "citation", cited),
		),
		switches=(
			("money", "limits_money"),
			("vehicles", "limits_vehicles"),
			("homes", "limits_homes"),
			("max_non_residential", "limits_non_residential"),
			("max_business_capital", "limits_capital"),
		),
	),
	Table("assets.exempt_items", "exempt_items"),
	Table(
		"obligors.rates",
		"support_rates",
		(Field("rate", "rate", decimal), Field("up_to_obligors", "up_to_obligors", whole_or_none)),
	),
	Table("obligors.exempt_relations", "support_exempt_relations"),
	Table(
		"dibao.tiers",
		"tiers",
		(
			Field("code", "tier_code"),
			Field("income_below_share", "income_below_share", decimal),
			Field("amount", "amount", decimal_or_none),
			Field("standard_share", "standard_share", decimal_or_none),
		),
	),
	Table(
		"topups.rules",
		"topup_rules",
		(
			Field("code", "topup_code"),
			Field("share", "share", decimal),
			Field("min_age", "min_age", whole_or_none),
			Field("max_age", "max_age", whole_or_none),
			Field("disabilities", "disability_grade", disabilities, row_wise=True),
			Field("seriously_ill", "seriously_ill", flag),
			Field("circumstances", "circumstance", one),
			Field("for_single_filers", "for_single_filers", flag),
			Field("citation", "citation", cited),
		),
	),
	Table("single_person.disabilities", "single_disabilities", _MATCH),
	Table("single_person.exempt_obligor_relations", "single_exempt_relations"),
	Table("tekun.disabilities", "tekun_disabilities", _MATCH),
	Table("tekun.prolonging_study", "tekun_study_stages"),
	Table("children.prolonging_study", "child_study_stages"),
	Table(
		"special_aids",
		"referral_rules",
		(
			Field("scheme", "scheme"),
			Field("need", "need", code),
			Field("holders", "holders", listed),
			Field("study_stages", "study_stages", listed),
			Field("min_age", "min_age", whole),
			Field("max_age", "max_age", whole_or_none),
			Field("circumstance", "circumstance"),
			Field("for_household", "for_household", flag),
			Field("citation", "citation", cited),
		),
	),
	Table(
		"tekun.inability",
		"inability_rules",
		(
			Field("reason", "reason"),
			Field("min_age", "min_age", whole_or_none),
			Field("citation", "citation", cited),
		),
	),
	Table(
		"tekun.care",
		"care_bands",
		(
			Field("level", "care_level"),
			Field("form", "care_form"),
			Field("amount", "amount", decimal_or_none),
			Field("minimum_wage_share", "minimum_wage_share", decimal_or_none),
		),
	),
	Table("children.orphan_statuses", "orphan_statuses", read=code),
	Table("children.unsupported_statuses", "unsupported_statuses", read=code),
	Table(
		"rigid_spending.kinds",
		"spending_caps",
		(
			Field("kind", "expense_kind"),
			Field("yearly_cap", "yearly_cap", decimal_or_none),
			Field("monthly_cap_multiple", "monthly_cap_multiple", decimal_or_none),
		),
	),
	Table("temporary_aid.emergency.scales", "aid_scales", _SCALE, only=("aid_kind", "Emergency")),
	Table("temporary_aid.expense.scales", "aid_scales", _SCALE, only=("aid_kind", "Expense")),
	Table("administration.gradual_exit.rates", "exit_rates"),
	Table(
		"administration.schemes",
		"scheme_rows",
		(
			Field("scheme", "scheme"),
			Field("authority", "authority"),
			Field("review_months_stable", "review_months_stable", whole),
			Field("review_months_unstable", "review_months_unstable", whole),
			Field("spot_check_ratio", "spot_check_ratio", decimal),
		),
	),
	Table("administration.kin_relations", "kin_relations"),
	Table("administration.publish_fields", "publish_fields"),
)

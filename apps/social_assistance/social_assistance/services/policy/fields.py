"""Where each parameter of the domain stands in the Policy Version form: one table, read by compilation and errors.

A path is the domain's (`income.items`), a field the form's. A switch is a check box without which its group is absent.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from social_assistance.services.policy.readers import (
	Plain,
	read_citation,
	read_code,
	read_day,
	read_decimal,
	read_decimal_or_none,
	read_flag,
	read_fraction,
	read_text,
	read_whole,
	read_whole_or_none,
)


@dataclass(frozen=True)
class Field:
	"""One value: domain path, form field, how it is read."""

	path: str
	field: str
	read: Callable[[Any], Plain] = read_text
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
	read: Callable[[Any], Plain] = read_text


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
	Field("effective_from", "effective_from", read_day),
	Field("effective_to", "effective_to", read_day),
	Field("household.adult_age", "adult_age", read_whole),
	Field("household.splitting_months", "splitting_months", read_whole),
	Field("household.splitting_old_age", "splitting_old_age", read_whole),
	Field("income.window_months", "income_window_months", read_whole),
	Field("income.averaging", "averaging", read_code),
	Field("income.employment_cost.method", "employment_cost_method", read_code),
	Field("income.employment_cost.rate", "employment_cost_rate", read_decimal),
	Field("income.employment_cost.cap", "employment_cost_cap", read_decimal_or_none),
	Field("income.employment_cost.disabled_minimum_wage_share", "disabled_wage_share", read_decimal_or_none),
	Field("income.disregard.months", "disregard_months", read_whole),
	Field("income.disregard.cap_multiple", "disregard_cap_multiple", read_decimal),
	Field("income.disregard.citation", "disregard_citation", read_citation),
	Field("obligors.method", "support_method", read_code),
	Field("obligors.threshold_amount", "support_threshold", read_decimal_or_none),
	Field("obligors.threshold_multiple", "support_threshold_multiple", read_decimal_or_none),
	Field("obligors.exempt_age", "support_exempt_age", read_whole_or_none),
	Field("dibao.method", "amount_method", read_code),
	Field("dibao.inclusive", "dibao_inclusive", read_flag),
	Field("dibao.rounding", "dibao_rounding", read_code),
	Field("dibao.floor.kind", "floor_kind", read_code),
	Field("dibao.floor.value", "floor_value", read_decimal),
	Field("dibao.floor.per", "floor_per"),
	Field("topups.stacking", "stacking", read_code),
	Field("topups.cap_share", "topup_cap_share", read_decimal_or_none),
	Field("topups.rounding", "topup_rounding", read_code),
	Field("single_person.amount", "single_amount", read_code),
	Field("single_person.seriously_ill", "single_seriously_ill", read_flag),
	Field("single_person.clergy", "single_clergy", read_flag),
	Field("single_person.exempt_obligor_age", "single_exempt_age", read_whole_or_none),
	Field("tekun.min_age", "tekun_min_age", read_whole),
	Field("tekun.below_age", "tekun_below_age", read_whole),
	Field("tekun.minor_until", "tekun_minor_until", read_whole),
	Field("tekun.inclusive", "tekun_inclusive", read_flag),
	Field("tekun.basic_method", "basic_method", read_code),
	Field("tekun.basic_multiple", "basic_multiple", read_decimal),
	Field("tekun.basic_rounding", "basic_rounding", read_code),
	Field("tekun.partial_from", "care_partial_from", read_whole),
	Field("tekun.full_from", "care_full_from", read_whole),
	Field("tekun.care_rounding", "care_rounding", read_code),
	Field("children.below_age", "child_below_age", read_whole),
	Field("low_margin.multiple", "margin_multiple", read_decimal),
	Field("low_margin.inclusive", "margin_inclusive", read_flag),
	Field("low_margin.cap", "margin_cap"),
	Field("rigid_spending.ratio", "rigid_ratio", read_decimal),
	Field("rigid_spending.inclusive", "rigid_inclusive", read_flag),
	Field("rigid_spending.window_months", "rigid_window_months", read_whole),
	Field("rigid_spending.validity_months", "rigid_validity_months", read_whole),
	Field("temporary_aid.emergency.cap_multiple", "emergency_cap_multiple", read_decimal),
	Field("temporary_aid.emergency.hard_case_cap_multiple", "emergency_hard_multiple", read_decimal_or_none),
	Field("temporary_aid.emergency.max_months", "emergency_max_months", read_whole),
	Field("temporary_aid.expense.cap_multiple", "expense_cap_multiple", read_decimal),
	Field("temporary_aid.expense.hard_case_cap_multiple", "expense_hard_multiple", read_decimal_or_none),
	Field("temporary_aid.expense.max_months", "expense_max_months", read_whole),
	Field("temporary_aid.expense_income_limit", "expense_income_limit", empty_counts=True),
	Field("temporary_aid.minimum_amount", "aid_minimum", read_decimal),
	Field("temporary_aid.rounding", "aid_rounding", read_code),
	Field("temporary_aid.same_reason_months", "same_reason_months", read_whole),
	Field("temporary_aid.township_limit_multiple", "township_limit_multiple", read_decimal_or_none),
	Field("temporary_aid.township_limit_amount", "township_limit_amount", read_decimal_or_none),
	Field("administration.start_months_after_decision", "start_months_after_decision", read_whole),
	Field("administration.payment_day", "payment_day", read_whole),
	Field("administration.verification_valid_months", "verification_valid_months", read_whole),
	Field("administration.retention_years", "retention_years", read_whole),
	Field("administration.death_review_months", "death_review_months", read_whole),
	Field("administration.working_age_from", "working_age_from", read_whole),
	Field("administration.working_age_below", "working_age_below", read_whole),
	Field("administration.notice_days", "notice_days", read_whole),
	Field("administration.notice_again_after_objection", "notice_again_after_objection", read_flag),
	Field("administration.notice_closes_on_working_day", "notice_closes_on_working_day", read_flag),
	Field("administration.publish_masked_name", "publish_masked_name", read_flag),
	Field("administration.appraisal.min_attendees", "appraisal_min_attendees", read_whole),
	Field("administration.appraisal.attendance", "appraisal_attendance", read_fraction),
	Field("administration.appraisal.representatives", "appraisal_representatives", read_fraction),
	Field("administration.appraisal.majority", "appraisal_majority", read_fraction),
	Field("administration.appraisal.always", "appraisal_always", read_flag),
	Field("administration.appraisal.citation", "appraisal_citation", read_citation),
	Field("administration.gradual_exit.months", "exit_months", read_whole),
	Field("administration.gradual_exit.rounding", "exit_rounding", read_code),
	Field("administration.gradual_exit.citation", "exit_citation", read_citation),
)

import json  # allow: SIZE-file half of it is the type block of 140 fields

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import add_days, format_date, getdate

from social_assistance.permissions.field_rules import derived, written_by
from social_assistance.services import clock, second_person
from social_assistance.services.policy import legal_articles
from social_assistance.services.policy.exceptions import (
	PolicyFrozenError,
	PolicyOverlapError,
	PolicyPeriodInvalidError,
)
from social_assistance.services.policy.form import compile_version


class PolicyVersion(Document):
	"""The rules of one division from a day on; submitted it is law for decided cases and changes only by a successor."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from social_assistance.assistance_policy.doctype.aid_scale.aid_scale import AidScale
		from social_assistance.assistance_policy.doctype.asset_limit.asset_limit import AssetLimit
		from social_assistance.assistance_policy.doctype.benefit_standard.benefit_standard import (
			BenefitStandard,
		)
		from social_assistance.assistance_policy.doctype.benefit_tier.benefit_tier import BenefitTier
		from social_assistance.assistance_policy.doctype.care_band.care_band import CareBand
		from social_assistance.assistance_policy.doctype.disability_rule.disability_rule import DisabilityRule
		from social_assistance.assistance_policy.doctype.inability_rule.inability_rule import InabilityRule
		from social_assistance.assistance_policy.doctype.income_rule.income_rule import IncomeRule
		from social_assistance.assistance_policy.doctype.income_window.income_window import IncomeWindow
		from social_assistance.assistance_policy.doctype.policy_citation.policy_citation import PolicyCitation
		from social_assistance.assistance_policy.doctype.policy_effect.policy_effect import PolicyEffect
		from social_assistance.assistance_policy.doctype.policy_list_item.policy_list_item import (
			PolicyListItem,
		)
		from social_assistance.assistance_policy.doctype.referral_rule.referral_rule import ReferralRule
		from social_assistance.assistance_policy.doctype.scheme_administration.scheme_administration import (
			SchemeAdministration,
		)
		from social_assistance.assistance_policy.doctype.spending_cap.spending_cap import SpendingCap
		from social_assistance.assistance_policy.doctype.spending_deduction.spending_deduction import (
			SpendingDeduction,
		)
		from social_assistance.assistance_policy.doctype.status_exclusion.status_exclusion import (
			StatusExclusion,
		)
		from social_assistance.assistance_policy.doctype.support_rate.support_rate import SupportRate
		from social_assistance.assistance_policy.doctype.top_up_rule.top_up_rule import TopupRule

		adult_age: DF.Int
		aid_minimum: DF.Currency
		aid_rounding: DF.Literal["None", "Ceil Yuan", "Half Up Yuan", "Ceil 5"]
		aid_scales: DF.Table[AidScale]
		amended_from: DF.Link | None
		amount_method: DF.Literal["Gap", "Tiers"]
		appraisal_always: DF.Check
		appraisal_attendance: DF.Data | None
		appraisal_citation: DF.Data | None
		appraisal_majority: DF.Data | None
		appraisal_min_attendees: DF.Int
		appraisal_representatives: DF.Data | None
		article: DF.Data | None
		asset_limits: DF.Table[AssetLimit]
		averaging: DF.Literal["Window", "Received"]
		basic_method: DF.Literal["Independent", "Multiple"]
		basic_multiple: DF.Float
		basic_rounding: DF.Literal["None", "Ceil Yuan", "Half Up Yuan", "Ceil 5"]
		care_bands: DF.Table[CareBand]
		care_full_from: DF.Int
		care_partial_from: DF.Int
		care_rounding: DF.Literal["None", "Ceil Yuan", "Half Up Yuan", "Ceil 5"]
		child_below_age: DF.Int
		child_study_stages: DF.Table[PolicyListItem]
		citations: DF.Table[PolicyCitation]
		death_review_months: DF.Int
		dibao_inclusive: DF.Check
		dibao_rounding: DF.Literal["None", "Ceil Yuan", "Half Up Yuan", "Ceil 5"]
		disabled_wage_share: DF.Float
		disregard_cap_multiple: DF.Float
		disregard_citation: DF.Data | None
		disregard_months: DF.Int
		division: DF.Link
		document_number: DF.Data | None
		document_title: DF.Data
		duty_relations: DF.Table[PolicyListItem]
		effect_against: DF.Link | None
		effect_on: DF.Datetime | None
		effect_unknown: DF.Int
		effective_from: DF.Date
		effective_to: DF.Date | None
		effects: DF.Table[PolicyEffect]
		emergency_cap_multiple: DF.Float
		emergency_hard_multiple: DF.Float
		emergency_max_months: DF.Int
		employment_cost_cap: DF.Float
		employment_cost_method: DF.Literal["None", "Share of Wages", "Share of Standard", "Declared"]
		employment_cost_rate: DF.Float
		excluded_statuses: DF.Table[StatusExclusion]
		exempt_items: DF.Table[PolicyListItem]
		exit_citation: DF.Data | None
		exit_months: DF.Int
		exit_rates: DF.Table[PolicyListItem]
		exit_rounding: DF.Literal["None", "Ceil Yuan", "Half Up Yuan", "Ceil 5"]
		expense_cap_multiple: DF.Float
		expense_hard_multiple: DF.Float
		expense_income_limit: DF.Literal[
			"", "DIBAO", "TEKUN", "ORPHAN", "UNSUPPORTED-CHILD", "DISPOSABLE-INCOME", "MINIMUM-WAGE"
		]
		expense_max_months: DF.Int
		floor_kind: DF.Literal["None", "Amount", "Standard Share"]
		floor_per: DF.Literal["Household", "Person"]
		floor_value: DF.Float
		has_children: DF.Check
		has_disregard: DF.Check
		has_gradual_exit: DF.Check
		has_low_margin: DF.Check
		has_obligor_rules: DF.Check
		has_rigid_spending: DF.Check
		has_single_person: DF.Check
		has_tekun: DF.Check
		has_temporary_aid: DF.Check
		has_topups: DF.Check
		in_force_by: DF.Link | None
		in_force_on: DF.Datetime | None
		inability_rules: DF.Table[InabilityRule]
		income_rules: DF.Table[IncomeRule]
		income_window_months: DF.Int
		kin_relations: DF.Table[PolicyListItem]
		kind_windows: DF.Table[IncomeWindow]
		margin_cap: DF.Literal[
			"", "DIBAO", "TEKUN", "ORPHAN", "UNSUPPORTED-CHILD", "DISPOSABLE-INCOME", "MINIMUM-WAGE"
		]
		margin_inclusive: DF.Check
		margin_multiple: DF.Float
		naming_series: DF.Literal["POL-.YYYY.-"]
		notice_again_after_objection: DF.Check
		notice_closes_on_working_day: DF.Check
		notice_days: DF.Int
		orphan_statuses: DF.Table[PolicyListItem]
		parameters: DF.Code | None
		payment_day: DF.Int
		proposed_by: DF.SmallText | None
		protected_kinds: DF.Table[PolicyListItem]
		publish_fields: DF.Table[PolicyListItem]
		publish_masked_name: DF.Check
		referral_rules: DF.Table[ReferralRule]
		retention_years: DF.Int
		rigid_inclusive: DF.Check
		rigid_ratio: DF.Float
		rigid_validity_months: DF.Int
		rigid_window_months: DF.Int
		same_reason_months: DF.Int
		scheme_rows: DF.Table[SchemeAdministration]
		single_amount: DF.Literal["Gap", "Full Standard"]
		single_clergy: DF.Check
		single_disabilities: DF.Table[DisabilityRule]
		single_exempt_age: DF.Int
		single_exempt_relations: DF.Table[PolicyListItem]
		single_seriously_ill: DF.Check
		spending_caps: DF.Table[SpendingCap]
		spending_deductions: DF.Table[SpendingDeduction]
		splitting_months: DF.Int
		splitting_old_age: DF.Int
		stacking: DF.Literal["Highest", "Sum"]
		standards: DF.Table[BenefitStandard]
		start_months_after_decision: DF.Int
		study_stages: DF.Table[PolicyListItem]
		supersedes: DF.Link | None
		support_exempt_age: DF.Int
		support_exempt_relations: DF.Table[PolicyListItem]
		support_method: DF.Literal["None", "Per Capita Excess", "Household Excess"]
		support_rates: DF.Table[SupportRate]
		support_threshold: DF.Currency
		support_threshold_multiple: DF.Float
		tekun_below_age: DF.Int
		tekun_disabilities: DF.Table[DisabilityRule]
		tekun_inclusive: DF.Check
		tekun_min_age: DF.Int
		tekun_minor_until: DF.Int
		tekun_study_stages: DF.Table[PolicyListItem]
		tiers: DF.Table[BenefitTier]
		topup_cap_share: DF.Float
		topup_rounding: DF.Literal["None", "Ceil Yuan", "Half Up Yuan", "Ceil 5"]
		topup_rules: DF.Table[TopupRule]
		township_limit_amount: DF.Currency
		township_limit_multiple: DF.Float
		unsupported_statuses: DF.Table[PolicyListItem]
		verification_valid_months: DF.Int
		version_title: DF.Data
		working_age_below: DF.Int
		working_age_from: DF.Int
	# end: auto-generated types

	FIELD_RULES = (
		written_by(
			"engines/screening/policy_effect.py",
			"effect_on",
			"effect_against",
			"effect_unknown",
			"effects",
		),
		written_by(
			"services/second_person.py",
			"proposed_by",
			"in_force_by",
			"in_force_on",
		),
		derived("supersedes", "parameters"),
	)

	def validate(self) -> None:
		"""Check the period and every parameter; the compiled rules are stored beside the form."""
		self._require_period()
		if self.docstatus == 0:
			second_person.note_author(self)
		legal_articles.refuse_without_force(self)
		self.supersedes = None
		self.parameters = json.dumps(compile_version(self).to_dict(), ensure_ascii=False, indent=1)

	def before_submit(self) -> None:
		"""A second person agrees; find the version that this one ends, and refuse two versions for the same days."""
		second_person.sign_submission(self)
		self._refuse_overlap()
		self.supersedes = frappe.db.get_value(
			"Policy Version",
			{**self._submitted_beside(), "effective_from": ("<", self.effective_from)},
			order_by="effective_from desc",
		)

	def on_submit(self) -> None:
		"""The superseded version ends the day before."""
		if self.supersedes:
			last_day = add_days(getdate(self.effective_from), -1)
			current = frappe.db.get_value("Policy Version", self.supersedes, "effective_to")
			if not current or getdate(current) > last_day:
				frappe.db.set_value("Policy Version", self.supersedes, "effective_to", last_day)

	def before_update_after_submit(self) -> None:
		"""Decided cases rest on this text."""
		frappe.throw(
			_(
				"Policy version {0} is in force and cannot be changed. Submit a new version from a later day."
			).format(self.name),
			PolicyFrozenError,
		)

	def before_cancel(self) -> None:
		"""A version that holds already, or that a case was accepted under, stays: ending it alone would bring back the former."""
		if getdate(self.effective_from) <= clock.today() and not self.flags.ignore_permissions:
			frappe.throw(
				_("Policy version {0} holds already. Prepare a successor instead of cancelling it.").format(
					self.name
				),
				PolicyFrozenError,
			)
		case = frappe.db.exists("Assistance Application", {"policy_version": self.name})
		if case:
			frappe.throw(
				_(
					"Application {0} was accepted under this version. Submit a successor instead of cancelling it."
				).format(case),
				PolicyFrozenError,
			)

	def on_cancel(self) -> None:
		"""The version that this one had ended holds again."""
		last_day = add_days(getdate(self.effective_from), -1)
		if (
			self.supersedes
			and frappe.db.get_value("Policy Version", self.supersedes, "effective_to") == last_day
		):
			frappe.db.set_value("Policy Version", self.supersedes, "effective_to", self.effective_to)

	def _require_period(self) -> None:
		if self.effective_to and getdate(self.effective_to) < getdate(self.effective_from):
			frappe.throw(
				_("Effective To ({0}) lies before Effective From ({1}).").format(
					format_date(self.effective_to), format_date(self.effective_from)
				),
				PolicyPeriodInvalidError,
			)

	def _submitted_beside(self) -> dict:
		return {"division": self.division, "docstatus": 1, "name": ("!=", self.name)}

	def _refuse_overlap(self) -> None:
		"""A later start may cut an earlier version short; the same or an earlier start would leave two for a day."""
		until = getdate(self.effective_to) if self.effective_to else getdate("9999-12-31")
		later = frappe.db.get_value(
			"Policy Version",
			{**self._submitted_beside(), "effective_from": ("between", [self.effective_from, until])},
			["name", "effective_from"],
			order_by="effective_from",
			as_dict=True,
		)
		if later:
			frappe.throw(
				_(
					"Policy version {0} holds for this division from {1}. Set Effective To before that day, or start later."
				).format(later.name, format_date(later.effective_from)),
				PolicyOverlapError,
			)

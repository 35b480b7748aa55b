import frappe
from frappe import _
from frappe.model.document import Document

from social_assistance.permissions.field_rules import derived, fixed_once_saved
from social_assistance.services.means import assessments
from social_assistance.services.means.evidence_claims import list_open_claims
from social_assistance.services.means.exceptions import AssessmentFrozenError, AssessmentLineInvalidError


class MeansAssessment(Document):
	"""Income, assets, expenses and obligors of a case, or of an award under review, on one day, and what the rules make of them."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from social_assistance.means_assessment.doctype.assessment_asset.assessment_asset import (
			AssessmentAsset,
		)
		from social_assistance.means_assessment.doctype.assessment_expense.assessment_expense import (
			AssessmentExpense,
		)
		from social_assistance.means_assessment.doctype.assessment_explanation.assessment_explanation import (
			AssessmentExplanation,
		)
		from social_assistance.means_assessment.doctype.assessment_finding.assessment_finding import (
			AssessmentFinding,
		)
		from social_assistance.means_assessment.doctype.assessment_income.assessment_income import (
			AssessmentIncome,
		)
		from social_assistance.means_assessment.doctype.assessment_member.assessment_member import (
			AssessmentMember,
		)
		from social_assistance.means_assessment.doctype.assessment_obligor.assessment_obligor import (
			AssessmentObligor,
		)
		from social_assistance.means_assessment.doctype.assessment_scheme_result.assessment_scheme_result import (
			AssessmentSchemeResult,
		)
		from social_assistance.means_assessment.doctype.asset_judgement.asset_judgement import AssetJudgement

		aid_difficulty: DF.Literal[""]
		aid_months: DF.Int
		aid_persons: DF.Int
		aid_reason: DF.Literal[
			"",
			"Serious Illness",
			"Fire",
			"Traffic Accident",
			"Other Accident",
			"Cost of Education",
			"Loss of Work",
			"Other Sudden Hardship",
		]
		amended_from: DF.Link | None
		applicant_name: DF.Data | None
		application: DF.Link | None
		as_of_date: DF.Date
		asset_judgements: DF.Table[AssetJudgement]
		assets: DF.Table[AssessmentAsset]
		authority: DF.Literal["", "Township", "District"]
		base_amount: DF.Currency
		benefit_class: DF.Data | None
		care_amount: DF.Currency
		counted_income: DF.Currency
		covered_count: DF.Int
		division: DF.Link | None
		expenses: DF.Table[AssessmentExpense]
		explanation: DF.Table[AssessmentExplanation]
		findings: DF.Table[AssessmentFinding]
		household: DF.Link | None
		incomes: DF.Table[AssessmentIncome]
		is_eligible: DF.Check
		is_hard_case: DF.Check
		member_count: DF.Int
		members: DF.Table[AssessmentMember]
		naming_series: DF.Literal["HS-.YYYY.-"]
		needs_judgement: DF.Check
		new_cause: DF.Data | None
		obligors: DF.Table[AssessmentObligor]
		outcome: DF.Literal[
			"",
			"Eligible",
			"Not Eligible",
			"Needs Judgement",
			"Incomplete",
			"Excluded",
			"Not Offered",
			"Not Applicable",
		]
		per_capita_income: DF.Currency
		policy_version: DF.Link | None
		result_data: DF.Code | None
		review_task: DF.Link | None
		scheme: DF.Link | None
		scheme_results: DF.Table[AssessmentSchemeResult]
		standard_amount: DF.Currency
		start_month: DF.Data | None
		topup_amount: DF.Currency
		total_amount: DF.Currency
	# end: auto-generated types

	FIELD_RULES = (
		derived(
			"applicant_name",
			"household",
			"scheme",
			"division",
			"policy_version",
			"member_count",
			"covered_count",
			"members",
			"is_eligible",
			"outcome",
			"needs_judgement",
			"benefit_class",
			"counted_income",
			"per_capita_income",
			"standard_amount",
			"base_amount",
			"topup_amount",
			"care_amount",
			"total_amount",
			"start_month",
			"authority",
			"scheme_results",
			"explanation",
			"findings",
			"result_data",
		),
		fixed_once_saved("naming_series", "application", "review_task"),
	)

	def validate(self) -> None:
		"""Every save recomputes the result; nothing of it can be typed."""
		assessments.recompute_assessment(self)

	def before_submit(self) -> None:
		"""An unclear result is no basis for an opinion: what is missing or above a limit is settled before."""
		undecided = list_open_claims(self)
		if undecided:
			self._refuse(_("Evidence claims are not decided yet: {0}.").format(", ".join(undecided)))
		if self.outcome == "Incomplete":
			self._refuse(_("Facts are missing. Complete what the findings name before submitting."))
		if self.needs_judgement:
			self._refuse(
				_(
					"Assets are above a limit. Record a judgement with its reason for each kind before submitting."
				)
			)

	def before_update_after_submit(self) -> None:
		"""The decision rests on this sheet."""
		frappe.throw(
			_(
				"Assessment {0} is submitted and cannot be changed. Cancel and amend it, or start a new one."
			).format(self.name),
			AssessmentFrozenError,
		)

	def before_cancel(self) -> None:
		"""A sheet that the case was decided on stays."""
		decided = frappe.db.get_value(
			"Assistance Application",
			{
				"means_assessment": self.name,
				"case_status": ("in", ("Confirmed", "In Payment", "Refused", "Closed")),
			},
		)
		if decided:
			frappe.throw(
				_("Application {0} was decided on this assessment. Start a new one for a review.").format(
					decided
				),
				AssessmentFrozenError,
			)

	def _refuse(self, message: str) -> None:
		frappe.throw(message, AssessmentLineInvalidError, title=_("Means Assessment"))

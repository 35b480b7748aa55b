from frappe.model.document import Document


class MeansAssessment(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF
		from social_assistance.means_assessment.doctype.assessment_asset.assessment_asset import AssessmentAsset
		from social_assistance.means_assessment.doctype.assessment_expense.assessment_expense import AssessmentExpense
		from social_assistance.means_assessment.doctype.assessment_explanation.assessment_explanation import AssessmentExplanation
		from social_assistance.means_assessment.doctype.assessment_income.assessment_income import AssessmentIncome
		from social_assistance.means_assessment.doctype.assessment_member.assessment_member import AssessmentMember
		from social_assistance.means_assessment.doctype.assessment_obligor.assessment_obligor import AssessmentObligor
		from social_assistance.means_assessment.doctype.assessment_scheme_result.assessment_scheme_result import AssessmentSchemeResult

		amended_from: DF.Link | None
		application: DF.Link
		as_of_date: DF.Date
		assets: DF.Table[AssessmentAsset]
		base_amount: DF.Currency
		benefit_class: DF.Data | None
		counted_income: DF.Currency
		covered_count: DF.Int
		division: DF.Link | None
		expenses: DF.Table[AssessmentExpense]
		explanation: DF.Table[AssessmentExplanation]
		household: DF.Link | None
		incomes: DF.Table[AssessmentIncome]
		is_eligible: DF.Check
		judgement: DF.Literal["", "Within the Rules", "Against the Rules"]
		judgement_reason: DF.SmallText | None
		member_count: DF.Int
		members: DF.Table[AssessmentMember]
		naming_series: DF.Literal["HS-.YYYY.-"]
		needs_judgement: DF.Check
		obligors: DF.Table[AssessmentObligor]
		per_capita_income: DF.Currency
		policy_version: DF.Link | None
		result_data: DF.Code | None
		scheme: DF.Link | None
		scheme_results: DF.Table[AssessmentSchemeResult]
		standard_amount: DF.Currency
		start_month: DF.Data | None
		topup_amount: DF.Currency
		total_amount: DF.Currency
	# end: auto-generated types

	pass

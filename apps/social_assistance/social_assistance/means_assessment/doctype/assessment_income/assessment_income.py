from frappe.model.document import Document

from social_assistance.permissions.field_rules import derived


class AssessmentIncome(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		amount_period: DF.Literal["", "Per Month", "Per Year", "For the Months Covered"]
		cost_amount: DF.Currency
		counted_amount: DF.Currency
		description: DF.Data | None
		evidence_claim: DF.Link | None
		evidence_source: DF.Literal[
			"",
			"Payslip",
			"Tax Record",
			"Bank Statement",
			"Social Insurance",
			"Own Statement",
			"Neighbour Inquiry",
			"Imputed",
			"Court Decision",
			"Other",
		]
		excluded_reason: DF.Data | None
		gross_amount: DF.Currency
		income_kind: DF.Literal[
			"Wages", "Net Business Income", "Net Property Income", "Net Transfer Income", "Other"
		]
		item: DF.Literal[""]
		months: DF.Int
		new_job_since: DF.Date | None
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		period_from: DF.Date | None
		period_to: DF.Date | None
		person: DF.Link | None
	# end: auto-generated types

	FIELD_RULES = (derived("excluded_reason", "counted_amount"),)

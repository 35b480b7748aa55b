from frappe.model.document import Document


class AssessmentExpense(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		amount: DF.Currency
		amount_period: DF.Literal["", "Per Month", "Per Year", "For the Months Covered"]
		description: DF.Data | None
		evidence_source: DF.Data | None
		expense_kind: DF.Literal["Basic Living", "Medical", "Education", "Disability Rehabilitation", "Other"]
		months: DF.Int
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		period_from: DF.Date | None
		period_to: DF.Date | None
		person: DF.Link | None
		public_fee: DF.Currency
	# end: auto-generated types

	pass

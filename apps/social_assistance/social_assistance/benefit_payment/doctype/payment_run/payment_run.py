from frappe.model.document import Document


class PaymentRun(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		approved_by: DF.Link | None
		approved_on: DF.Datetime | None
		award_count: DF.Int
		cursor_key: DF.Data | None
		division: DF.Link
		due_amount: DF.Currency
		filed_amount: DF.Currency
		held_amount: DF.Currency
		held_count: DF.Int
		line_amount: DF.Currency
		line_count: DF.Int
		naming_series: DF.Literal["FF-.YYYY.-"]
		payment_month: DF.Data
		prepared_by: DF.Link | None
		preview_data: DF.Code | None
		progress: DF.Percent
		returned_amount: DF.Currency
		run_key: DF.Data | None
		run_kind: DF.Literal["Regular", "Supplementary"]
		run_status: DF.Literal["Draft", "Previewed", "Approved", "Running", "Stopped", "Executed", "Filed", "Reconciled", "Closed"]
		scheme: DF.Link | None
	# end: auto-generated types

	pass

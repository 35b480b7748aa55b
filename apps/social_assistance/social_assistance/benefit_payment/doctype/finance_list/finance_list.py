from frappe.model.document import Document

from social_assistance.engines.payments import run_ledger
from social_assistance.permissions.field_rules import derived, written_by
from social_assistance.services.payments import finance_lists


class FinanceList(Document):
	"""What the finance bureau is asked to pay for a run."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from social_assistance.benefit_payment.doctype.finance_list_row.finance_list_row import FinanceListRow

		amount_in_capitals: DF.Data | None
		approved_by: DF.Link | None
		approved_on: DF.Datetime | None
		list_key: DF.Data | None
		list_status: DF.Literal["Prepared", "Approved", "Refused"]
		naming_series: DF.Literal["QD-.YYYY.-"]
		payment_month: DF.Data | None
		payment_run: DF.Link
		remark: DF.SmallText | None
		rows: DF.Table[FinanceListRow]
		total_amount: DF.Currency
		total_count: DF.Int
	# end: auto-generated types

	FIELD_RULES = (
		written_by(
			"services/payments/finance_lists.py",
			"list_status",
			"total_count",
			"total_amount",
			"approved_by",
			"approved_on",
			"list_key",
			"rows",
		),
		derived("payment_month", "amount_in_capitals", "remark"),
	)

	def validate(self) -> None:
		if not self.is_new():
			return
		finance_lists.check_finance_list(self)
		self.set("rows", run_ledger.list_finance_rows(self.payment_run))
		finance_lists.set_finance_list_totals(self)

from frappe.model.document import Document

from social_assistance.permissions.field_rules import record_of, written_by
from social_assistance.services.append_only import refuse_change


class FundLedgerEntry(Document):
	"""One side of a voucher; written once, corrected by reversal only."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		credit: DF.Currency
		debit: DF.Currency
		division: DF.Link | None
		entry_key: DF.Data | None
		entry_kind: DF.Literal[
			"Receipt",
			"Allocation",
			"Reserve Advance",
			"Reserve Use",
			"Reserve Replenishment",
			"Run Executed",
			"Bank Files",
			"Bank Return",
			"Overpayment",
			"Repayment",
			"Write-off",
			"Gift Received",
			"Gift Refunded",
			"Gift Handed On",
			"Goods Written Off",
			"Reversal",
		]
		entry_no: DF.Int
		fund_account: DF.Link
		fund_source: DF.Link | None
		period: DF.Data
		posted_on: DF.Date
		reference_doctype: DF.Link | None
		reference_name: DF.DynamicLink | None
		remark: DF.SmallText | None
		reversal_of: DF.Data | None
		scheme: DF.Link | None
		voucher_no: DF.Data
	# end: auto-generated types

	FIELD_RULES = (
		written_by(
			"services/funds/ledger.py",
			"voucher_no",
			"fund_account",
			"debit",
			"credit",
			"posted_on",
			"entry_key",
		),
		record_of("services/funds/ledger.py"),
	)

	def validate(self) -> None:
		if not self.is_new():
			refuse_change(self)

	def on_trash(self) -> None:
		refuse_change(self)

from frappe.model.document import Document

from social_assistance.engines.payments import bank_file_reading
from social_assistance.permissions.field_rules import record_of
from social_assistance.services.privacy.encrypted_fields import EncryptedField


class PaymentLine(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		account_print: DF.Data | None
		amount: DF.Currency
		award: DF.Link
		bank_account: DF.Data | None
		bank_account_cipher: DF.SmallText | None
		bank_file: DF.Link | None
		bank_name: DF.Data | None
		bank_row: DF.Int
		category_rule: DF.Link | None
		division: DF.Link
		hold_reason: DF.Literal[
			"",
			"Suspended",
			"Deceased",
			"Imprisoned",
			"Red Finding",
			"Payment Returned",
			"Other",
			"No Account",
			"Account Not Verified",
			"Shared Account",
		]
		household: DF.Link
		is_unsettled: DF.Check
		line_key: DF.Data | None
		line_kind: DF.Literal["Regular", "Arrears", "Offset", "One-off", "Re-issue", "Category Payment"]
		line_status: DF.Literal["Due", "Held", "Paid", "Returned", "Re-issued", "Reversed"]
		offset_amount: DF.Currency
		original_line: DF.Link | None
		payee_name: DF.Data | None
		payment_month: DF.Data
		payment_run: DF.Link
		return_reason: DF.Data | None
		scheme: DF.Link
	# end: auto-generated types

	# Copied from the award by the run, never typed: declared for the logged look at it.
	SEALED = (EncryptedField("bank_account", "bank_account", cipher="bank_account_cipher"),)

	FIELD_RULES = (record_of("engines/payments/monthly_run.py"),)

	def onload(self) -> None:
		"""The form shows the row, looked up in the file itself: written into every line it would cost as much as the line."""
		self.bank_row = self.bank_row or bank_file_reading.find_line_row(self.bank_file, self.name)

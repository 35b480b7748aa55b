from frappe.model.document import Document

from social_assistance.permissions.field_rules import derived, written_by
from social_assistance.services.append_only import refuse_change
from social_assistance.services.payments import recovery_receipts


class RecoveryReceipt(Document):
	"""Money that came back for an overpayment; booked when it is saved, never changed."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		amount: DF.Currency
		division: DF.Link | None
		document_number: DF.Data | None
		payee_name: DF.Data | None
		payment_line: DF.Link | None
		receipt_kind: DF.Literal["Repayment", "Offset"]
		received_on: DF.Date
		recovery: DF.Link
		voucher_no: DF.Data | None
	# end: auto-generated types

	ACT_DAYS = ("received_on",)

	FIELD_RULES = (
		written_by(
			"services/payments/recovery_receipts.py",
			"receipt_kind",
			"payment_line",
			"voucher_no",
		),
		derived("payee_name", "division"),
	)

	def validate(self) -> None:
		if not self.is_new():
			refuse_change(self)
		recovery_receipts.check_recovery_receipt(self)

	def after_insert(self) -> None:
		recovery_receipts.post_recovery_receipt(self)

	def on_trash(self) -> None:
		refuse_change(self)

from frappe.model.document import Document

from social_assistance.permissions.field_rules import record_of
from social_assistance.services.append_only import refuse_change
from social_assistance.services.charity import receipts


class CharityReceipt(Document):
	"""One receipt of the book of a partner and year: issued, and perhaps made void, never changed or removed."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		amount: DF.Currency
		charity_partner: DF.Link
		correction_reason: DF.SmallText | None
		corrects: DF.Link | None
		donation: DF.Link
		donor_name: DF.Data | None
		handler_name: DF.Data | None
		issued_on: DF.Date
		receipt_no: DF.Data
		receipt_status: DF.Literal["Valid", "Void"]
		receipt_token: DF.Data | None
		refund: DF.Link | None
		replaced_by: DF.Link | None
		serial_no: DF.Int
		serial_year: DF.Int
		void_reason: DF.Data | None
		voided_on: DF.Date | None
	# end: auto-generated types

	FIELD_RULES = (record_of("services/charity/receipts.py"),)

	def on_trash(self) -> None:
		refuse_change(self)

	def receipt(self) -> dict:
		"""What the print format shows."""
		return receipts.get_receipt_print_data(self)

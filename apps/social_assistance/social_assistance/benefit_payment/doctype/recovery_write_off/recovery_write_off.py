from frappe.model.document import Document

from social_assistance.permissions.field_rules import record_of, written_by
from social_assistance.services.append_only import refuse_change


class RecoveryWriteoff(Document):
	"""A decision that part of an overpayment, or all that is left of it, is not claimed any more; booked when it is entered."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		amount: DF.Currency
		approved_by: DF.Link | None
		approved_on: DF.Date | None
		decision_no: DF.Data
		division: DF.Link | None
		grounds: DF.SmallText
		naming_series: DF.Literal["HX-.YYYY.-"]
		payee_name: DF.Data | None
		proposed_by: DF.Link | None
		recovery: DF.Link
		request_key: DF.Data | None
		voucher_no: DF.Data | None
	# end: auto-generated types

	FIELD_RULES = (
		written_by(
			"services/payments/recovery_write_offs.py",
			"recovery",
			"amount",
			"decision_no",
			"proposed_by",
			"approved_by",
			"approved_on",
			"voucher_no",
		),
		record_of("services/payments/recovery_write_offs.py"),
	)

	def validate(self) -> None:
		if not self.is_new():
			refuse_change(self)

	def on_trash(self) -> None:
		refuse_change(self)

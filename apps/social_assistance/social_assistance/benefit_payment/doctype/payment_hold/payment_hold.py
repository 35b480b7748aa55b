from frappe.model.document import Document

from social_assistance.permissions.field_rules import derived, written_by
from social_assistance.services.awards import payment_holds


class PaymentHold(Document):
	"""Why an award is not paid for the time being."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		award: DF.Link
		division: DF.Link | None
		hold_key: DF.Data | None
		hold_reason: DF.Literal["Deceased", "Imprisoned", "Red Finding", "Payment Returned", "Other"]
		hold_status: DF.Literal["Active", "Released"]
		payee_name: DF.Data | None
		release_remark: DF.SmallText | None
		released_by: DF.Link | None
		released_on: DF.Datetime | None
		remark: DF.SmallText
		scheme: DF.Link | None
	# end: auto-generated types

	FIELD_RULES = (
		written_by(
			"services/awards/payment_holds.py",
			"hold_status",
			"released_by",
			"released_on",
			"release_remark",
			"hold_key",
		),
		derived("payee_name", "scheme", "division"),
	)

	def validate(self) -> None:
		if self.is_new():
			payment_holds.fill_hold(self)

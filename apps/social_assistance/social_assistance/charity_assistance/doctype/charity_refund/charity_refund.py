from frappe.model.document import Document

from social_assistance.permissions.field_rules import derived, written_by
from social_assistance.services.append_only import refuse_change
from social_assistance.services.charity import refunds


class CharityRefund(Document):
	"""A donation, or what is left of it, that went back to its donor; booked when it is entered, never changed."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from social_assistance.charity_assistance.doctype.charity_refund_item.charity_refund_item import (
			CharityRefundItem,
		)

		amount: DF.Currency
		campaign: DF.Link | None
		cancelled_receipt: DF.Link | None
		charity_partner: DF.Link | None
		donation: DF.Link
		handled_by: DF.Link | None
		items: DF.Table[CharityRefundItem]
		naming_series: DF.Literal["TK-.YYYY.-"]
		new_receipt: DF.Link | None
		refund_reason: DF.Literal[
			"Paid Twice",
			"Wrong Amount",
			"Donor Withdrew",
			"Purpose Cannot Be Met",
			"Campaign Not Carried Out",
			"Other",
		]
		refund_text: DF.SmallText | None
		refunded_on: DF.Date
		request_key: DF.Data | None
		voucher_no: DF.Data | None
	# end: auto-generated types

	PAST_DAYS = ("refunded_on",)

	FIELD_RULES = (
		written_by(
			"services/charity/refunds.py",
			"voucher_no",
			"cancelled_receipt",
			"new_receipt",
			"handled_by",
		),
		derived("charity_partner", "campaign", "request_key"),
	)

	def validate(self) -> None:
		if not self.is_new():
			refuse_change(self)
		refunds.check_refund(self)

	def after_insert(self) -> None:
		refunds.post_refund(self)

	def on_trash(self) -> None:
		refuse_change(self)

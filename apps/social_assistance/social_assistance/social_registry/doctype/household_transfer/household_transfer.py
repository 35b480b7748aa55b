from frappe.model.document import Document

from social_assistance.services.cases import household_transfer


class HouseholdTransfer(Document):
	"""A household moves to another township: asked for by one side, taken over by the other."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		answer: DF.SmallText | None
		answered_by: DF.Link | None
		answered_on: DF.Datetime | None
		class_changes: DF.Check
		division: DF.Link
		from_division: DF.Link
		handed_over: DF.SmallText | None
		head_name: DF.Data | None
		household: DF.Link
		moved_on: DF.Date
		open_key: DF.Data | None
		reason: DF.SmallText
		requested_by: DF.Link | None
		requested_on: DF.Datetime | None
		transfer_status: DF.Literal["Requested", "Accepted", "Declined", "Withdrawn"]
	# end: auto-generated types

	def validate(self) -> None:
		household_transfer.refuse_manual_change(self)

from frappe.model.document import Document

from social_assistance.permissions.field_rules import record_of


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

	FIELD_RULES = (record_of("services/cases/household_transfer.py"),)

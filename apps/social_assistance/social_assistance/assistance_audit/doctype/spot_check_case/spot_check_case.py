from frappe.model.document import Document

from social_assistance.permissions.field_rules import derived


class SpotCheckCase(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		application: DF.Link
		check_result: DF.Literal["", "In Order", "Defective"]
		checked_by: DF.Link | None
		checked_on: DF.Datetime | None
		drawn: DF.Check
		findings: DF.SmallText | None
		mandatory: DF.Literal["", "Near Relative", "Objection or Complaint"]
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		township: DF.Link | None
	# end: auto-generated types

	FIELD_RULES = (
		derived(
			"application",
			"township",
			"drawn",
			"mandatory",
			"check_result",
			"findings",
			"checked_by",
			"checked_on",
		),
	)

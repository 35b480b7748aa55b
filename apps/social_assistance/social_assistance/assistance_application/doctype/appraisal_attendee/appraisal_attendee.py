from frappe.model.document import Document


class AppraisalAttendee(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		attendee_name: DF.Data
		attendee_role: DF.Literal[
			"Township Staff", "Village Committee", "Party Member Representative", "Resident Representative"
		]
		is_present: DF.Check
		is_relative: DF.Check
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		person: DF.Link | None
		signature_file: DF.Attach | None
		signed: DF.Check
		user: DF.Link | None
	# end: auto-generated types

	pass

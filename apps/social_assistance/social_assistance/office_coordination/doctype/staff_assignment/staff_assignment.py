from frappe.model.document import Document


class StaffAssignment(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF
		from social_assistance.office_coordination.doctype.staff_relative.staff_relative import StaffRelative

		assignment_role: DF.Link
		division: DF.Link
		from_date: DF.Date
		full_name: DF.Data | None
		id_number: DF.Data | None
		id_number_cipher: DF.SmallText | None
		id_number_digest: DF.Data | None
		relatives: DF.Table[StaffRelative]
		to_date: DF.Date | None
		user: DF.Link
	# end: auto-generated types

	pass

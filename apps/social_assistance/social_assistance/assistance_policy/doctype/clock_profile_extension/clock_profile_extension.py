from frappe.model.document import Document


class ClockProfileExtension(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		citation: DF.Data | None
		granted_by: DF.Link
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		reason_code: DF.Data
	# end: auto-generated types

	pass

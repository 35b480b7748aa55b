from frappe.model.document import Document


class SensitiveAccessEntry(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		accessed_by: DF.Link
		accessed_on: DF.Datetime
		field_name: DF.Data
		ip_address: DF.Data | None
		purpose: DF.SmallText
		reference_doctype: DF.Link
		reference_name: DF.DynamicLink
	# end: auto-generated types

	pass

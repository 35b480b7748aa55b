from frappe.model.document import Document


class SchemeRequirement(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		citation: DF.Data | None
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		required_scheme: DF.Link
		scope: DF.Literal["Person", "Household"]
	# end: auto-generated types

	pass

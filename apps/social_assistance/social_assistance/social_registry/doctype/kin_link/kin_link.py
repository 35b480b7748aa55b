from frappe.model.document import Document


class KinLink(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		is_obligor: DF.Check
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		relation: DF.Literal[
			"Spouse",
			"Parent",
			"Child",
			"Sibling",
			"Grandparent",
			"Grandchild",
			"Parent-in-law",
			"Child-in-law",
			"Guardian",
			"Other Obligor",
		]
		relative: DF.Link
		source: DF.Data | None
	# end: auto-generated types

	pass

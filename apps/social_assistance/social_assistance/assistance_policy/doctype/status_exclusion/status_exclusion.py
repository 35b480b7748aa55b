from frappe.model.document import Document


class StatusExclusion(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		months: DF.Int
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		status: DF.Literal[
			"Deceased",
			"Imprisoned",
			"Compulsory Rehabilitation",
			"Declared Missing",
			"Serving Soldier",
			"Resident Clergy",
			"Residing Abroad",
		]
	# end: auto-generated types

	pass

from frappe.model.document import Document


class PersonStatus(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		evidence: DF.Attach | None
		from_date: DF.Date
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		source: DF.Data | None
		status: DF.Literal[
			"Deceased",
			"Imprisoned",
			"Compulsory Rehabilitation",
			"Declared Missing",
			"Serving Soldier",
			"Resident Clergy",
			"Residing Abroad",
		]
		to_date: DF.Date | None
	# end: auto-generated types

	pass

from frappe.model.document import Document


class DisabilityRule(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		disability_type: DF.Literal[
			"", "Visual", "Hearing", "Speech", "Physical", "Intellectual", "Psychiatric", "Multiple"
		]
		max_grade: DF.Int
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
	# end: auto-generated types

	pass

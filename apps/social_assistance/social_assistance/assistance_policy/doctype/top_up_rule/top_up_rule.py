from frappe.model.document import Document


class TopupRule(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		circumstance: DF.Data | None
		citation: DF.Data | None
		disability_grade: DF.Int
		disability_type: DF.Literal[
			"", "Visual", "Hearing", "Speech", "Physical", "Intellectual", "Psychiatric", "Multiple"
		]
		for_single_filers: DF.Check
		max_age: DF.Int
		min_age: DF.Int
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		seriously_ill: DF.Check
		share: DF.Float
		topup_code: DF.Data
	# end: auto-generated types

	pass

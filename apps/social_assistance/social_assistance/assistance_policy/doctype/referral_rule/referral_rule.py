from frappe.model.document import Document


class ReferralRule(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		circumstance: DF.Data | None
		citation: DF.Data | None
		for_household: DF.Check
		holders: DF.Data
		max_age: DF.Int
		min_age: DF.Int
		need: DF.Literal["Illness", "Study", "Work", "Circumstance"]
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		scheme: DF.Literal["MEDICAL", "EDUCATION", "HOUSING", "EMPLOYMENT", "DISASTER"]
		study_stages: DF.Data | None
	# end: auto-generated types

	pass

from frappe.model.document import Document


class SchemeAdministration(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		authority: DF.Literal["District", "Township"]
		notice_again: DF.Check
		objection_days: DF.Int
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		review_months_stable: DF.Int
		review_months_unstable: DF.Int
		scheme: DF.Link
		spot_check_ratio: DF.Float
	# end: auto-generated types

	pass

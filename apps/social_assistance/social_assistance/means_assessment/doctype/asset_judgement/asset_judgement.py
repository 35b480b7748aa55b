from frappe.model.document import Document


class AssetJudgement(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		asset_kind: DF.Literal[
			"Money", "Vehicle", "House", "Non-residential Property", "Business Share", "Other"
		]
		is_accepted: DF.Check
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		reason: DF.SmallText
	# end: auto-generated types

	pass

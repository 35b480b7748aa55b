from frappe.model.document import Document


class BenefitTier(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		amount: DF.Currency
		income_below_share: DF.Float
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		standard_share: DF.Float
		tier_code: DF.Data
	# end: auto-generated types

	pass

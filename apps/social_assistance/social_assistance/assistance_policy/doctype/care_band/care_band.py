from frappe.model.document import Document


class CareBand(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		amount: DF.Currency
		care_form: DF.Literal["Centralised", "Dispersed"]
		care_level: DF.Literal["Self-care", "Partial Care", "Full Care"]
		citation: DF.Data | None
		minimum_wage_share: DF.Float
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
	# end: auto-generated types

	pass

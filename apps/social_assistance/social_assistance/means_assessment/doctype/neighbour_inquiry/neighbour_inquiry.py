from frappe.model.document import Document


class NeighbourInquiry(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		agrees: DF.Check
		inquired_on: DF.Date
		neighbour_name: DF.Data | None
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		standing: DF.Literal["Neighbour", "Village Committee", "Colleague", "Other"]
		statement: DF.SmallText
	# end: auto-generated types

	ACT_DAYS = ("inquired_on",)

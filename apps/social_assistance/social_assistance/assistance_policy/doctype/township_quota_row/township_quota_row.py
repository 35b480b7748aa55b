from frappe.model.document import Document


class TownshipQuotaRow(Document):
	"""The number of one township."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		division: DF.Link
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		persons: DF.Int
	# end: auto-generated types

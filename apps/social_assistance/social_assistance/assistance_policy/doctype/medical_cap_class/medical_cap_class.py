from frappe.model.document import Document


class MedicalCapClass(Document):
	"""A class of people whose medical costs are capped."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		scheme: DF.Link
		share_above: DF.Float
		threshold: DF.Currency
		yearly_cap: DF.Currency
	# end: auto-generated types

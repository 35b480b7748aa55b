from frappe.model.document import Document


class CategoryPaymentClass(Document):
	"""A class of recipients with its amount."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		amount: DF.Currency
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		residence_class: DF.Literal["Any", "Urban", "Rural"]
		scheme: DF.Link
		subsidy_share: DF.Float
	# end: auto-generated types

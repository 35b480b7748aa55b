from frappe.model.document import Document


class FuneralAidClass(Document):
	"""What is paid for the funeral of a person of a class."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		amount: DF.Currency
		months: DF.Int
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		residence_class: DF.Literal["Any", "Urban", "Rural"]
		scheme: DF.Link
		standard: DF.Literal["", "Minimum Living Guarantee", "Basic Living of Extreme Difficulty"]
	# end: auto-generated types

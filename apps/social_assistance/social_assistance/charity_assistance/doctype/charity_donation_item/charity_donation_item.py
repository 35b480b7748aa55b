from frappe.model.document import Document

from social_assistance.permissions.field_rules import derived


class CharityDonationItem(Document):
	"""One kind of donated goods: how many of which unit, what they are worth and until when they can be used."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		expiry_date: DF.Date | None
		item_name: DF.Data
		line_value: DF.Currency
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		quantity: DF.Float
		unit: DF.Data
		unit_value: DF.Currency
	# end: auto-generated types

	FIELD_RULES = (derived("line_value"),)

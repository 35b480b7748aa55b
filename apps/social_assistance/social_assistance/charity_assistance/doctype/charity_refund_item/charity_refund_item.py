from frappe.model.document import Document

from social_assistance.permissions.field_rules import derived, open_while


class CharityRefundItem(Document):
	"""Goods of one batch that go back to their donor."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		amount: DF.Currency
		donation_item: DF.Data
		item_name: DF.Data | None
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		quantity: DF.Float
		unit: DF.Data | None
	# end: auto-generated types

	FIELD_RULES = (
		derived("item_name", "unit", "amount"),
		open_while("parent.docstatus", ("0",), "donation_item", "quantity"),
	)

from frappe.model.document import Document

from social_assistance.permissions.field_rules import derived, open_while


class CharityDisbursementItem(Document):
	"""Goods of one batch inside a disbursement."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		amount: DF.Currency
		donation_item: DF.Data
		expiry_date: DF.Date | None
		item_name: DF.Data | None
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		quantity: DF.Float
		unit: DF.Data | None
	# end: auto-generated types

	FIELD_RULES = (
		derived("item_name", "unit", "amount", "expiry_date"),
		open_while("parent.docstatus", ("0",), "donation_item", "quantity"),
	)

from frappe.model.document import Document

from social_assistance.permissions.field_rules import derived


class FinanceListRow(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		amount: DF.Currency
		fund_source: DF.Link | None
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		row_count: DF.Int
		scheme: DF.Link | None
		township: DF.Link | None
	# end: auto-generated types

	FIELD_RULES = (derived("township", "scheme", "fund_source", "row_count", "amount"),)

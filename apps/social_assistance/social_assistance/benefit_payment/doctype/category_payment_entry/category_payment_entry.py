from frappe.model.document import Document

from social_assistance.permissions.field_rules import record_of


class CategoryPaymentEntry(Document):
	"""Who was granted what for which cause and month."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		amount: DF.Currency
		category_rule: DF.Link
		cause: DF.Data
		division: DF.Link
		entry_key: DF.Data | None
		household: DF.Link
		payment_line: DF.Link
		payment_month: DF.Data
		payment_run: DF.Link
		person: DF.Link | None
		scheme: DF.Link
	# end: auto-generated types

	FIELD_RULES = (record_of("engines/payments/category_entries.py"),)

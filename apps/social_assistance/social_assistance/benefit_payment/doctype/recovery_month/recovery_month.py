from frappe.model.document import Document

from social_assistance.permissions.field_rules import derived


class RecoveryMonth(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		due_amount: DF.Currency
		overpaid_amount: DF.Currency
		paid_amount: DF.Currency
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		payment_month: DF.Data | None
	# end: auto-generated types

	FIELD_RULES = (derived("payment_month", "paid_amount", "due_amount", "overpaid_amount"),)

from frappe.model.document import Document

from social_assistance.permissions.field_rules import record_of


class PaymentDifference(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		account_before: DF.Data | None
		account_now: DF.Data | None
		amount_before: DF.Currency
		amount_now: DF.Currency
		award: DF.Link
		difference_kind: DF.Literal[
			"New", "Increased", "Reduced", "Stopped", "Held", "No Longer Held", "Account Changed"
		]
		division: DF.Link
		payee_name: DF.Data | None
		payment_run: DF.Link
		reason: DF.Data | None
		scheme: DF.Link | None
	# end: auto-generated types

	FIELD_RULES = (record_of("engines/payments/differences.py"),)

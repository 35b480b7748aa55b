from frappe.model.document import Document

from social_assistance.permissions.field_rules import derived


class PolicyEffect(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		amount_after: DF.Currency
		amount_before: DF.Currency
		difference: DF.Currency
		entering: DF.Int
		gaining: DF.Int
		households: DF.Int
		leaving: DF.Int
		losing: DF.Int
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		township: DF.Link | None
	# end: auto-generated types

	FIELD_RULES = (
		derived(
			"township",
			"households",
			"entering",
			"leaving",
			"gaining",
			"losing",
			"amount_before",
			"amount_after",
			"difference",
		),
	)

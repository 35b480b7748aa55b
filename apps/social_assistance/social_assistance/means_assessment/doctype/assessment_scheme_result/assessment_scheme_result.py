from frappe.model.document import Document

from social_assistance.permissions.field_rules import derived


class AssessmentSchemeResult(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		amount: DF.Currency
		citation: DF.Data | None
		outcome: DF.Literal[
			"Eligible",
			"Not Eligible",
			"Needs Judgement",
			"Incomplete",
			"Excluded",
			"Not Offered",
			"Not Applicable",
		]
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		person: DF.Link | None
		reason: DF.SmallText | None
		scheme: DF.Link | None
	# end: auto-generated types

	FIELD_RULES = (derived("scheme", "person", "outcome", "amount", "reason", "citation"),)

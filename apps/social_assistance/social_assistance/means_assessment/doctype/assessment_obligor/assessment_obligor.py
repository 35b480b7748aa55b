from frappe.model.document import Document

from social_assistance.permissions.field_rules import derived


class AssessmentObligor(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		age: DF.Int
		agreed_amount: DF.Currency
		counted_amount: DF.Currency
		household_members: DF.Int
		is_unable: DF.Check
		member: DF.Link | None
		monthly_income: DF.Currency
		obligor: DF.Link | None
		obligor_name: DF.Data
		obligors_together: DF.Int
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		relation: DF.Data | None
		supported_persons: DF.Int
		unable_reason: DF.Literal[""]
	# end: auto-generated types

	FIELD_RULES = (derived("counted_amount"),)

from frappe.model.document import Document

from social_assistance.permissions.field_rules import derived


class HouseholdMembership(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		active_person: DF.Data | None
		end_reason: DF.Literal[
			"",
			"Moved Out",
			"Marriage",
			"Household Split",
			"Household Merged",
			"Deceased",
			"Entered by Mistake",
		]
		from_date: DF.Date
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		person: DF.Link
		person_name: DF.Data | None
		relation: DF.Literal[
			"Head", "Spouse", "Son", "Daughter", "Grandchild", "Parent", "Grandparent", "Sibling", "Other"
		]
		to_date: DF.Date | None
	# end: auto-generated types

	FIELD_RULES = (derived("active_person"),)

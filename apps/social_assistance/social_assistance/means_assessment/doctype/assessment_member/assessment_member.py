from frappe.model.document import Document

from social_assistance.permissions.field_rules import derived


class AssessmentMember(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		age: DF.Int
		is_counted: DF.Check
		is_covered: DF.Check
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		person: DF.Link | None
		person_name: DF.Data | None
		relation: DF.Literal[
			"Head", "Spouse", "Son", "Daughter", "Grandchild", "Parent", "Grandparent", "Sibling", "Other"
		]
		remark: DF.Data | None
	# end: auto-generated types

	FIELD_RULES = (derived("person", "person_name", "relation", "age", "is_counted", "is_covered", "remark"),)

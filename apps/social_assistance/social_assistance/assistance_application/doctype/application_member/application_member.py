from frappe.model.document import Document


class ApplicationMember(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		is_counted: DF.Check
		is_covered: DF.Check
		not_counted_reason: DF.Data | None
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		person: DF.Link
		person_name: DF.Data | None
		relation: DF.Literal[
			"", "Head", "Spouse", "Son", "Daughter", "Grandchild", "Parent", "Grandparent", "Sibling", "Other"
		]
	# end: auto-generated types

	pass

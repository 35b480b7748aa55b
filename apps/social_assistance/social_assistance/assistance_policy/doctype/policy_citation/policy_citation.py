from frappe.model.document import Document


class PolicyCitation(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		article: DF.Data | None
		document: DF.Data
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		rule_group: DF.Literal[
			"Standards",
			"Household",
			"Income",
			"Obligors",
			"Assets",
			"Dibao",
			"Top-ups",
			"Single Person",
			"Tekun",
			"Children",
			"Low Margin",
			"Rigid Spending",
			"Temporary Aid",
			"Administration",
		]
	# end: auto-generated types

	pass

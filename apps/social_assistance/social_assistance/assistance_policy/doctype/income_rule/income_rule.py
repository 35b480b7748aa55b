from frappe.model.document import Document


class IncomeRule(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		averaging: DF.Literal["", "Window", "Received"]
		citation: DF.Data | None
		client_class: DF.Literal[
			"", "Dibao", "Tekun", "Low Margin", "Rigid Spending", "Temporary Aid", "Obligor"
		]
		counted_share: DF.Float
		first_day: DF.Date | None
		item: DF.Data
		last_day: DF.Date | None
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
	# end: auto-generated types

	pass

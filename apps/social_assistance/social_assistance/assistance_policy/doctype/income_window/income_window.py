from frappe.model.document import Document


class IncomeWindow(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		income_kind: DF.Literal[
			"Wages", "Net Business Income", "Net Property Income", "Net Transfer Income", "Other"
		]
		months: DF.Int
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
	# end: auto-generated types

	pass

from frappe.model.document import Document


class ClockProfileStep(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		citation: DF.Data | None
		limit_from: DF.Literal["Step Opened", "Accepted", "File Received"]
		limit_to: DF.Literal["Finish", "Begin"]
		limit_unit: DF.Literal["Working Days", "Calendar Days", "Hours", "Months"]
		limit_value: DF.Int
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		step_code: DF.Data
	# end: auto-generated types

	pass

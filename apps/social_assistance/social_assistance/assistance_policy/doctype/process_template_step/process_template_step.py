from frappe.model.document import Document


class ProcessTemplateStep(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		entry_condition: DF.SmallText | None
		legal_source: DF.SmallText | None
		limit_from: DF.Literal["", "Step Opened", "Accepted", "Decision"]
		limit_unit: DF.Literal["", "Working Days", "Calendar Days", "Hours", "Months"]
		limit_value: DF.Int
		owner_level: DF.Literal["Village", "Township", "District"]
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		stage: DF.Literal[
			"A Filing", "B Investigation", "C Decision", "D Publication and Payment", "E Maintenance"
		]
		step_code: DF.Data
		step_name: DF.Data
		step_no: DF.Int
		workflow_state: DF.Data
	# end: auto-generated types

	pass

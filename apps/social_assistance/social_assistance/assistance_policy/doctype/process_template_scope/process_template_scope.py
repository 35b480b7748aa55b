from frappe.model.document import Document


class ProcessTemplateScope(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		mode: DF.Literal["Required", "Conditional", "Skipped", "Afterwards"]
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		process_column: DF.Literal[
			"MLG", "MLG_SINGLE", "EXTREME", "MARGINAL", "RIGID", "TEMP_EXPENSE", "TEMP_EMERGENCY", "REFERRAL"
		]
		remark: DF.Data | None
		step_code: DF.Data
	# end: auto-generated types

	pass

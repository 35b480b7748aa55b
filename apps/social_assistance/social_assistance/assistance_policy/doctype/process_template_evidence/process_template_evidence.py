from frappe.model.document import Document


class ProcessTemplateEvidence(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		citation: DF.Data | None
		evidence_key: DF.Data
		from_platform: DF.Check
		label: DF.Data
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		process_column: DF.Literal[
			"",
			"MLG",
			"MLG_SINGLE",
			"EXTREME",
			"MARGINAL",
			"RIGID",
			"TEMP_EXPENSE",
			"TEMP_EMERGENCY",
			"REFERRAL",
		]
		provided_by: DF.Literal["Family", "Staff"]
		step_code: DF.Data
	# end: auto-generated types

	pass

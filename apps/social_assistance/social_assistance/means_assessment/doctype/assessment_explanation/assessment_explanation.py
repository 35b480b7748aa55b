from frappe.model.document import Document

from social_assistance.permissions.field_rules import derived


class AssessmentExplanation(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		citation: DF.Data | None
		formula: DF.Data | None
		label: DF.Data | None
		line_no: DF.Int
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		rule: DF.Data | None
		value: DF.Data | None
	# end: auto-generated types

	FIELD_RULES = (derived("line_no", "label", "value", "formula", "rule", "citation"),)

from frappe.model.document import Document

from social_assistance.permissions.field_rules import open_while


class ReviewCheck(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		answer: DF.SmallText | None
		check_result: DF.Literal["", "In Order", "Defective", "Not Applicable"]
		item: DF.Data
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		remark: DF.SmallText | None
	# end: auto-generated types

	FIELD_RULES = (
		open_while("parent.current_step", ("REVIEW",), "item", "check_result", "remark"),
		open_while("parent.current_step", ("INITIAL",), "answer"),
	)

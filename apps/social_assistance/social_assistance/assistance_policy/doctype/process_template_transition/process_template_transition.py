from frappe.model.document import Document


class ProcessTemplateTransition(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		action: DF.Literal["Forward", "Return", "Reject", "Skip", "Withdraw", "Terminate", "Close"]
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		reasons: DF.SmallText | None
		role: DF.Link
		separated_from: DF.Data | None
		step_code: DF.Data
		target: DF.Data
	# end: auto-generated types

	pass

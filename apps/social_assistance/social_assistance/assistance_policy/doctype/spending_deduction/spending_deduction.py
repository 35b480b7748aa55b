from frappe.model.document import Document


class SpendingDeduction(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		cap_multiple: DF.Float
		citation: DF.Data | None
		expense_kind: DF.Literal["Basic Living", "Medical", "Education", "Disability Rehabilitation", "Other"]
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		share: DF.Float
	# end: auto-generated types

	pass

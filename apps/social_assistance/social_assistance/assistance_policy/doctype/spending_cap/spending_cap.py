from frappe.model.document import Document


class SpendingCap(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		expense_kind: DF.Literal["Basic Living", "Medical", "Education", "Disability Rehabilitation", "Other"]
		monthly_cap_multiple: DF.Float
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		yearly_cap: DF.Currency
	# end: auto-generated types

	pass

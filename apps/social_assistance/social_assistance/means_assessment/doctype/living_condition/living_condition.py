from frappe.model.document import Document


class LivingCondition(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		finding: DF.Literal["", "Yes", "No", "Not Seen"]
		item: DF.Data
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		remark: DF.Data | None
	# end: auto-generated types

	pass

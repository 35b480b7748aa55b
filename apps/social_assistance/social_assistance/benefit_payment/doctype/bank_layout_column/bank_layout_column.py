from frappe.model.document import Document


class BankLayoutColumn(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		content: DF.Literal[
			"Row Number", "Payee's Name", "Account", "Amount", "Amount in Words", "Bank Remark", "Line Number"
		]
		heading: DF.Data | None
		is_right: DF.Check
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		width: DF.Int
	# end: auto-generated types

	pass

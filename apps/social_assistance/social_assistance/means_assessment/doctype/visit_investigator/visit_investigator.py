from frappe.model.document import Document


class VisitInvestigator(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		full_name: DF.Data | None
		investigator: DF.Link
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		signature_file: DF.Attach | None
		signature_place: DF.Data | None
		signature_time: DF.Datetime | None
		signed: DF.Check
		signed_on: DF.Datetime | None
	# end: auto-generated types

	pass

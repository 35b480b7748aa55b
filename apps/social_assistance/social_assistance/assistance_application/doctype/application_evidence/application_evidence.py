from frappe.model.document import Document


class ApplicationEvidence(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		defect: DF.Data | None
		description: DF.Data | None
		document_date: DF.Date | None
		document_no: DF.Data | None
		evidence_key: DF.Data
		file: DF.Attach | None
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		person: DF.Link | None
		recorded_by: DF.Link | None
		recorded_on: DF.Datetime | None
		source: DF.Literal["Citizen", "Platform", "Staff", "Not Needed"]
		step_code: DF.Data | None
	# end: auto-generated types

	pass

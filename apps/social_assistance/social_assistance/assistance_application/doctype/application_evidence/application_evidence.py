from frappe.model.document import Document

from social_assistance.permissions.field_rules import derived, open_while


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
		evidence_key: DF.Literal[""]
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

	PAST_DAYS = ("document_date",)

	FIELD_RULES = (
		derived("step_code", "recorded_by", "recorded_on"),
		open_while(
			"step_code",
			("parent.current_step",),
			"evidence_key",
			"description",
			"source",
			"document_no",
			"document_date",
			"file",
			"person",
			"defect",
			since="parent.accepted_on",
		),
	)

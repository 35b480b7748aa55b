from frappe.model.document import Document

from social_assistance.permissions.field_rules import derived, open_while


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

	# The device fills in time and place of a drawn signature; `visit_signatures` compares them with the visit.
	FIELD_RULES = (
		derived("signed_on"),
		open_while("parent.docstatus", ("0",), "signature_time", "signature_place"),
	)

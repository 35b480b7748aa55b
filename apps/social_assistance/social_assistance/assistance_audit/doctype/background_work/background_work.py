from frappe.model.document import Document

from social_assistance.permissions.field_rules import record_of
from social_assistance.services.append_only import refuse_change


class BackgroundWork(Document):
	"""Work of a background worker for one document; written by `engines.runs.works` only."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		arguments: DF.Code | None
		asked_again: DF.Check
		claim_count: DF.Int
		claim_token: DF.Data | None
		claimed_on: DF.Datetime | None
		ended_on: DF.Datetime | None
		failure: DF.SmallText | None
		requested_by: DF.Link
		requested_on: DF.Datetime | None
		run_doctype: DF.Link
		run_name: DF.DynamicLink
		seen_on: DF.Datetime | None
		stop_requested: DF.Check
		ticket: DF.Data | None
		work_kind: DF.Data | None
		work_state: DF.Literal["Waiting", "Working", "Stopped", "Failed", "Done", "Dropped"]
	# end: auto-generated types

	FIELD_RULES = (record_of("engines/runs/works.py"),)

	def on_trash(self) -> None:
		refuse_change(self)

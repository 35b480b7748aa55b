from frappe.model.document import Document

from social_assistance.permissions.field_rules import record_of


class BulkActionRun(Document):
	"""One action on many cases or reviews, with what became of each; made and written by `engines.bulk` only."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		action: DF.Data | None
		bulk_kind: DF.Literal["Move Cases", "Decide Reviews"]
		done_count: DF.Int
		failure: DF.SmallText | None
		items: DF.Code | None
		progress: DF.Percent
		reason_code: DF.Data | None
		refused_count: DF.Int
		remark: DF.SmallText | None
		request_key: DF.Data | None
		requested_by: DF.Link | None
		requested_on: DF.Datetime | None
		results: DF.Code | None
		run_status: DF.Literal["Queued", "Running", "Stopped", "Done", "Dropped"]
		total_count: DF.Int
	# end: auto-generated types

	FIELD_RULES = (record_of("engines/cases/bulk_actions.py"),)

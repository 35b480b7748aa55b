from frappe.model.document import Document

from social_assistance.permissions.field_rules import EVERY_OTHER, written_by
from social_assistance.services.append_only import refuse_change


class ClockEntry(Document):
	"""A pause, extension or correction of the clock of one case; written by the clock service only."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		application: DF.Link
		case_due_after: DF.Date | None
		case_due_before: DF.Date | None
		division: DF.Link
		ended_by: DF.Link | None
		entered_by: DF.Link | None
		entered_on: DF.Datetime | None
		entry_kind: DF.Literal[
			"Pause", "Extension", "Notice Not Counted", "Calendar Corrected", "Profile Corrected", "Hand-over"
		]
		extra_days: DF.Int
		first_day: DF.Date | None
		last_day: DF.Date | None
		max_days: DF.Int
		open_pause_key: DF.Data | None
		reason_code: DF.Data | None
		remark: DF.SmallText | None
		step_code: DF.Data | None
		step_due_after: DF.Date | None
		step_due_before: DF.Date | None
	# end: auto-generated types

	FIELD_RULES = (written_by("services/clocks/clock_entries.py", EVERY_OTHER),)

	def on_trash(self):
		refuse_change(self)

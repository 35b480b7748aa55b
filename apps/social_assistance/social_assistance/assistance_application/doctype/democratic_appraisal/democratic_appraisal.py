from frappe.model.document import Document

from social_assistance.permissions.field_rules import EVERY_OTHER, derived, fixed_once_saved, open_while
from social_assistance.services.cases import appraisals
from social_assistance.services.papers import record_sheets


class DemocraticAppraisal(Document):
	"""民主评议: a meeting in the village on the truth of what was found, held only when the facts are disputed."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from social_assistance.assistance_application.doctype.appraisal_attendee.appraisal_attendee import (
			AppraisalAttendee,
		)

		amended_from: DF.Link | None
		applicant_name: DF.Data | None
		application: DF.Link
		attendance_hint: DF.SmallText | None
		attendees: DF.Table[AppraisalAttendee]
		chair: DF.Link
		conclusion: DF.Literal["", "True", "Untrue", "Reinvestigate"]
		convener: DF.Link
		division: DF.Link | None
		facts_presented: DF.Check
		held_on: DF.Date
		naming_series: DF.Literal["PY-.YYYY.-"]
		photo: DF.Attach | None
		place: DF.Data
		policy_explained: DF.Check
		proceedings: DF.Text | None
		record_file: DF.Attach | None
		triggers: DF.SmallText | None
		votes_true: DF.Int
		votes_unclear: DF.Int
		votes_untrue: DF.Int
	# end: auto-generated types

	ACT_DAYS = ("held_on",)

	FIELD_RULES = (
		derived("division", "triggers", "conclusion"),
		fixed_once_saved("naming_series", "application"),
		open_while("application.current_step", ("APPRAISE",), EVERY_OTHER),
	)

	def validate(self) -> None:
		"""Place, officers and attendance; quorum and votes count when the record is submitted."""
		appraisals.prepare_meeting(self)

	def before_submit(self) -> None:
		"""The conclusion follows from the votes; nobody types it."""
		appraisals.close_meeting(self)

	@property
	def attendance_hint(self) -> str:
		"""Virtual field: those present beside the quorum of the local rule."""
		return appraisals.format_quorum(self)

	def sheet(self) -> dict:
		"""What the print format shows."""
		return record_sheets.build_appraisal_record(self)

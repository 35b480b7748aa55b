from frappe.model.document import Document

from social_assistance.permissions.field_rules import derived, written_by
from social_assistance.services.reviews import campaign_runs


class ReviewCampaignRun(Document):
	"""The annual review of a district: one Review Task for each award in force, made by a resumable run."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		already_count: DF.Int
		award_count: DF.Int
		campaign_title: DF.Data
		cursor_key: DF.Data | None
		division: DF.Link
		due_on: DF.Date
		due_until: DF.Date | None
		failure: DF.SmallText | None
		naming_series: DF.Literal["NF-.YYYY.-"]
		prepared_by: DF.Link | None
		progress: DF.Percent
		review_year: DF.Int
		run_status: DF.Literal["Draft", "Running", "Stopped", "Executed", "Discarded"]
		scheme: DF.Link | None
		task_count: DF.Int
	# end: auto-generated types

	FIELD_RULES = (
		written_by(
			"services/run_states.py",
			"run_status",
			"progress",
			"failure",
			"award_count",
			"task_count",
			"already_count",
			"cursor_key",
		),
		derived("prepared_by"),
	)

	def validate(self) -> None:
		"""Fill in a new run; states change through the service only."""
		if self.is_new():
			campaign_runs.initialise_campaign_run(self)

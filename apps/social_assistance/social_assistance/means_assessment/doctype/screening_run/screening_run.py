import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate

from social_assistance.permissions.field_rules import EVERY_OTHER, derived, open_while, written_by
from social_assistance.services.policy import in_force
from social_assistance.services.screening.exceptions import ScreeningStateError


class ScreeningRun(Document):
	"""政策找人: one look at all registered households of an area, with the candidates that it found."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		as_of_date: DF.Date
		candidate_count: DF.Int
		cursor_key: DF.Data | None
		division: DF.Link
		failure: DF.SmallText | None
		finished_on: DF.Datetime | None
		household_count: DF.Int
		known_count: DF.Int
		monthly_amount: DF.Currency
		months_known: DF.Int
		naming_series: DF.Literal["SC-.YYYY.-"]
		progress: DF.Percent
		run_status: DF.Literal["Draft", "Queued", "Running", "Stopped", "Finished", "Failed"]
		started_on: DF.Datetime | None
	# end: auto-generated types

	FIELD_RULES = (
		written_by(
			"engines/screening/runs.py",
			"run_status",
			"household_count",
			"candidate_count",
			"cursor_key",
		),
		derived("progress", "started_on", "finished_on", "known_count", "monthly_amount", "failure"),
		open_while("run_status", ("Draft",), EVERY_OTHER),
	)

	def validate(self) -> None:
		"""The area has one policy on that day; a run under way keeps its terms."""
		before = self.get_doc_before_save()
		terms = ("division", "as_of_date", "months_known")
		if (
			before
			and before.run_status != "Draft"
			and any(str(before.get(f)) != str(self.get(f)) for f in terms)
		):
			frappe.throw(
				_("Area and day of a started run are not changed. Make a new run."), ScreeningStateError
			)
		in_force.get_policy_in_force(self.division, getdate(self.as_of_date))
		self._refuse_own_policy_below()

	def _refuse_own_policy_below(self) -> None:
		below = in_force.list_divisions_with_own_policy(self.division, getdate(self.as_of_date))
		if below:
			frappe.throw(
				_("{0} has its own policy version. Screen such areas by runs of their own.").format(
					", ".join(below)
				),
				ScreeningStateError,
			)

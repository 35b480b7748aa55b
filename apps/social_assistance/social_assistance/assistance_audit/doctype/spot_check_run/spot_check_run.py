import frappe
from frappe import _
from frappe.model.document import Document

from social_assistance.exceptions import RecordIsFinalError
from social_assistance.permissions.field_rules import EVERY_OTHER, open_while, written_by
from social_assistance.permissions.transition_permits import is_transition_allowed
from social_assistance.services.cases import spot_checks


class SpotCheckRun(Document):
	"""抽查: one draw among the cases of a scheme that arrived at District Review in a period."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from social_assistance.assistance_audit.doctype.spot_check_case.spot_check_case import SpotCheckCase

		cases: DF.Table[SpotCheckCase]
		check_kind: DF.Literal["Before Confirmation", "After Delegated Decision"]
		checked_count: DF.Int
		defect_count: DF.Int
		division: DF.Link
		drawn_by: DF.Link | None
		drawn_count: DF.Int
		drawn_on: DF.Datetime | None
		from_date: DF.Date
		left_count: DF.Int
		mandatory_count: DF.Int
		naming_series: DF.Literal["CC-.YYYY.-"]
		population: DF.LongText | None
		population_count: DF.Int
		population_digest: DF.Data | None
		ratio: DF.Float
		ratio_source: DF.Data | None
		run_status: DF.Literal["Draft", "Drawn"]
		scheme: DF.Link
		seed: DF.Data | None
		to_date: DF.Date
	# end: auto-generated types

	FIELD_RULES = (
		written_by(
			"services/cases/spot_checks.py",
			"run_status",
			"ratio",
			"ratio_source",
			"population",
			"population_digest",
			"population_count",
			"drawn_count",
			"mandatory_count",
			"left_count",
			"checked_count",
			"defect_count",
			"seed",
			"drawn_on",
			"drawn_by",
			"cases",
		),
		open_while("run_status", ("Draft",), EVERY_OTHER),
	)

	def validate(self) -> None:
		"""A drawn run never changes again; a draft must not overlap another one."""
		before = self.get_doc_before_save()
		if before and before.run_status == "Drawn" and not self._is_being_checked():
			frappe.throw(_("A draw that was made is not changed."), RecordIsFinalError)
		spot_checks.check_spot_check_run(self)

	def _is_being_checked(self) -> bool:
		"""The results of an after-check come one by one, each through its service."""
		return is_transition_allowed(self.doctype, self.name, "cases")

	def on_trash(self) -> None:
		"""What was drawn stays on file."""
		frappe.throw(_("Draws cannot be deleted."), RecordIsFinalError)

	def sheet(self) -> dict:
		"""What the print format shows."""
		return spot_checks.build_draw_sheet(self)

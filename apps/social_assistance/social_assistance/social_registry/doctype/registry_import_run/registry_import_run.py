from frappe.model.document import Document

from social_assistance.permissions.field_rules import EVERY_OTHER, open_while, written_by
from social_assistance.services.registry import import_runs


class RegistryImportRun(Document):
	"""One registry file on its way into people and households: staged, checked, previewed, merged."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		cursor_phase: DF.Data | None
		cursor_row: DF.Int
		division: DF.Link
		error_count: DF.Int
		failure: DF.SmallText | None
		file_encoding: DF.Data | None
		held_count: DF.Int
		known_households: DF.Int
		known_persons: DF.Int
		merged_by: DF.Link | None
		merged_on: DF.Datetime | None
		naming_series: DF.Literal["DR-.YYYY.-"]
		new_households: DF.Int
		new_persons: DF.Int
		progress: DF.Percent
		ready_count: DF.Int
		result_file: DF.Attach | None
		row_count: DF.Int
		run_status: DF.Literal["Draft", "Staging", "Staged", "Merging", "Stopped", "Merged", "Failed"]
		run_title: DF.Data
		source_file: DF.Attach
		staged_by: DF.Link | None
	# end: auto-generated types

	FIELD_RULES = (
		written_by(
			"services/registry/import_runs.py",
			"run_status",
			"progress",
			"file_encoding",
			"failure",
			"row_count",
			"error_count",
			"held_count",
			"ready_count",
			"new_persons",
			"known_persons",
			"new_households",
			"known_households",
			"result_file",
			"staged_by",
			"merged_by",
			"merged_on",
			"cursor_phase",
			"cursor_row",
		),
		open_while("run_status", ("Draft",), EVERY_OTHER),
	)

	def validate(self) -> None:
		import_runs.check_import_run(self)

import frappe
from frappe import _
from frappe.model.document import Document

from social_assistance.exceptions import RecordIsFinalError
from social_assistance.permissions.field_rules import record_of, written_by


class CaseSnapshot(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		application: DF.Link
		division: DF.Link
		facts: DF.Code | None
		facts_digest: DF.Data | None
		policy_version: DF.Link | None
		step_code: DF.Data
		taken_on: DF.Datetime
	# end: auto-generated types

	FIELD_RULES = (
		written_by("services/cases/snapshots.py", "application", "step_code", "facts", "facts_digest"),
		record_of("services/cases/snapshots.py"),
	)

	def validate(self):
		if not self.is_new():
			frappe.throw(_("A snapshot is frozen and cannot be changed."), RecordIsFinalError)

	def on_trash(self):
		frappe.throw(_("Snapshots cannot be deleted."), RecordIsFinalError)

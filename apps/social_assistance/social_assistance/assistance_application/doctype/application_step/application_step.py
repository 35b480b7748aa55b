import frappe
from frappe import _
from frappe.model.document import Document

from social_assistance.exceptions import RecordIsFinalError
from social_assistance.permissions.field_rules import record_of


class ApplicationStep(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		action: DF.Data | None
		actor_role: DF.Data | None
		application: DF.Link
		begun_on: DF.Date | None
		division: DF.Link
		done_by: DF.Link | None
		done_on: DF.Datetime | None
		due_on: DF.Date | None
		evidence_on_file: DF.SmallText | None
		opened_on: DF.Datetime
		reason_code: DF.Data | None
		remark: DF.SmallText | None
		sequence: DF.Int
		step_code: DF.Data
		step_key: DF.Data | None
		step_name: DF.Data | None
		step_no: DF.Int
		target: DF.Data | None
		warn_on: DF.Date | None
	# end: auto-generated types

	FIELD_RULES = (record_of("services/procedure/step_log.py"),)

	def validate(self):
		before = self.get_doc_before_save()
		if before and before.done_on:
			frappe.throw(
				_("A finished step is part of the record and cannot be changed."), RecordIsFinalError
			)

	def on_trash(self):
		frappe.throw(_("Steps of a case cannot be deleted."), RecordIsFinalError)

import frappe
from frappe import _
from frappe.model.document import Document

from social_assistance.permissions.field_rules import derived, fixed_once_saved, open_while, written_by
from social_assistance.services import clock
from social_assistance.services.cases import notices
from social_assistance.services.papers import letters


class PublicNotice(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		applicant: DF.Link | None
		application: DF.Link
		content: DF.Code | None
		corrects: DF.Link | None
		division: DF.Link
		ends_on: DF.Date | None
		household: DF.Link | None
		naming_series: DF.Literal["GS-.YYYY.-"]
		notice_key: DF.Data | None
		notice_kind: DF.Literal["Preliminary", "Result"]
		notice_text: DF.Text | None
		objections_received: DF.Int
		photo_end: DF.Attach | None
		photo_start: DF.Attach | None
		place: DF.Data
		posted_on: DF.Date
		scheme: DF.Link | None
		taken_down_on: DF.Date | None
		takes_down_on: DF.Date | None
	# end: auto-generated types

	ACT_DAYS = ("posted_on",)

	FIELD_RULES = (
		written_by("services/cases/notices.py", "notice_key", "taken_down_on", "objections_received"),
		derived(
			"division",
			"ends_on",
			"takes_down_on",
			"content",
			"notice_text",
			"household",
			"applicant",
			"scheme",
		),
		fixed_once_saved("naming_series", "application", "notice_kind", "posted_on", "place", "corrects"),
		open_while(
			"application.current_step",
			("NOTICE",),
			"photo_start",
			"photo_end",
			only_if=("notice_kind", "Preliminary"),
		),
		open_while(
			"application.current_step",
			("PUBLISH",),
			"photo_start",
			"photo_end",
			only_if=("notice_kind", "Result"),
		),
	)

	def validate(self):
		if frappe.utils.getdate(self.posted_on) > clock.today():
			frappe.throw(_("Posted On: the date lies in the future."))
		notices.check_corrected(self)
		notices.compose_notice(self)
		notices.check_notice_photos(self)

	def after_insert(self):
		notices.assign_notice_key(self)
		notices.replace_corrected(self)

	def sheet(self) -> dict:
		"""What the print format shows."""
		return letters.build_notice_sheet(self)

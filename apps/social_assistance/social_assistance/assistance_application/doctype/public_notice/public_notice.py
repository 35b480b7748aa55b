import frappe
from frappe import _
from frappe.model.document import Document

from social_assistance.services import clock
from social_assistance.services.cases import notices
from social_assistance.services.papers import letters


class PublicNotice(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		application: DF.Link
		content: DF.Code | None
		division: DF.Link
		ends_on: DF.Date | None
		naming_series: DF.Literal["GS-.YYYY.-"]
		notice_key: DF.Data | None
		notice_kind: DF.Literal["Preliminary", "Result"]
		notice_text: DF.Text | None
		objections_received: DF.Int
		photo_end: DF.Attach | None
		photo_start: DF.Attach | None
		place: DF.Data
		posted_on: DF.Date
		taken_down_on: DF.Date | None
		takes_down_on: DF.Date | None
	# end: auto-generated types

	def validate(self):
		if frappe.utils.getdate(self.posted_on) > clock.today():
			frappe.throw(_("Posted On: the date lies in the future."))
		notices.compose_notice(self)
		notices.check_notice_photos(self)

	def after_insert(self):
		notices.assign_notice_key(self)

	def sheet(self) -> dict:
		"""What the print format shows."""
		return letters.build_notice_sheet(self)

import frappe
from frappe import _, throw
from frappe.model.document import Document

from social_assistance.engines.clocks import holiday_files, refresh
from social_assistance.permissions.field_rules import derived, written_by
from social_assistance.services import second_person
from social_assistance.services.clocks import holidays
from social_assistance.services.clocks.exceptions import HolidayCalendarError

EARLIEST, LATEST = 1999, 2099


class HolidayCalendar(Document):
	"""Holidays and make-up working days of one year, as the State Council published them."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from social_assistance.assistance_policy.doctype.holiday_calendar_day.holiday_calendar_day import (
			HolidayCalendarDay,
		)

		calendar_year: DF.Int
		citation: DF.Data
		days: DF.Table[HolidayCalendarDay]
		force_status: DF.Literal["Waiting for a Second Person", "In Force"]
		holiday_count: DF.Int
		in_force: DF.Code | None
		in_force_by: DF.Link | None
		in_force_on: DF.Datetime | None
		make_up_count: DF.Int
		proposed_by: DF.SmallText | None
		source_file: DF.Attach | None
	# end: auto-generated types

	FIELD_RULES = (
		written_by(
			"services/second_person.py",
			"force_status",
			"proposed_by",
			"in_force",
			"in_force_by",
			"in_force_on",
		),
		derived("holiday_count", "make_up_count"),
	)

	def validate(self):
		if not EARLIEST <= self.calendar_year <= LATEST:
			throw(_("Year must lie between {0} and {1}.").format(EARLIEST, LATEST), HolidayCalendarError)
		if self.source_file and not self.days:
			frappe.get_doc("File", {"file_url": self.source_file}).check_permission("read")
			holiday_files.read_into(self, self.source_file)
		if not self.days:
			throw(_("Attach the file of the notice, or list the days."), HolidayCalendarError)
		holidays.check_calendar_days(self)
		kinds = [row.day_kind for row in self.days]
		self.holiday_count = kinds.count("Holiday")
		self.make_up_count = kinds.count("Make-up Working Day")
		second_person.note_proposal(self)

	def on_update(self):
		"""Running cases and posted notices follow the days as soon as they are on file."""
		if not (frappe.flags.in_install or frappe.flags.in_migrate):
			refresh.request_clock_refresh(self.name, self.doctype)

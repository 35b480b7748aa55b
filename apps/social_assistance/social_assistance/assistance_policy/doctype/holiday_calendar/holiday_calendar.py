from frappe import _, throw
from frappe.model.document import Document

from social_assistance.permissions.field_rules import derived
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
		holiday_count: DF.Int
		make_up_count: DF.Int
		source_file: DF.Attach | None
	# end: auto-generated types

	FIELD_RULES = (derived("holiday_count", "make_up_count"),)

	def validate(self):
		if not EARLIEST <= self.calendar_year <= LATEST:
			throw(_("Year must lie between {0} and {1}.").format(EARLIEST, LATEST), HolidayCalendarError)
		holidays.check_days(self)
		kinds = [row.day_kind for row in self.days]
		self.holiday_count = kinds.count("Holiday")
		self.make_up_count = kinds.count("Make-up Working Day")

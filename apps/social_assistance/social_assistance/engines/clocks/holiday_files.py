"""A year's holidays from an attached sheet."""

from frappe.model.document import Document

from social_assistance.domain.clocks.calendar_file import read_calendar_sheet
from social_assistance.domain.errors import CalendarError
from social_assistance.engines.sheet_reader import SourceFile
from social_assistance.services.clocks import holidays


def fill_calendar_from_file(calendar: Document, file_url: str) -> None:
	"""Fill a calendar from a file and save it; HolidayCalendarError names every bad row, and nothing changes."""
	read_into(calendar, file_url)
	calendar.save()


def read_into(calendar: Document, file_url: str) -> None:
	"""Fill the days of a calendar, new or stored, from a file; the caller saves it."""
	try:
		sheet = read_calendar_sheet(
			(row.cells for row in SourceFile(file_url).rows()), calendar.calendar_year
		)
	except CalendarError as error:
		holidays.throw_calendar_errors([error])
		raise
	holidays.fill_calendar(calendar, sheet)

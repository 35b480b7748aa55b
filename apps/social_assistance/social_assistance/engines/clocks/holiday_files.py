"""A year's holidays from an attached sheet."""

from frappe.model.document import Document

from social_assistance.domain.clocks.calendar_file import read_sheet
from social_assistance.domain.errors import CalendarError
from social_assistance.engines.registry.import_reader import SourceFile
from social_assistance.services.clocks import holidays


def take(calendar: Document, file_url: str) -> None:
	"""Fill a calendar from a file and save it; HolidayCalendarError names every bad row, and nothing changes."""
	read_into(calendar, file_url)
	calendar.save()


def read_into(calendar: Document, file_url: str) -> None:
	"""Fill the days of a calendar, new or stored, from a file; the caller saves it."""
	try:
		sheet = read_sheet(SourceFile(file_url).rows(), calendar.calendar_year)
	except CalendarError as error:
		holidays.refuse_all([error])
		raise
	holidays.fill(calendar, sheet)

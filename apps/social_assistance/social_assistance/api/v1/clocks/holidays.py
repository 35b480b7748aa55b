"""What the desk calls for the holiday calendars."""

import frappe

from social_assistance.engines.clocks import holiday_files
from social_assistance.services.clocks import holidays


@frappe.whitelist(methods=["POST"])
def read_file(calendar: str, file_url: str) -> dict:
	"""Replace the days of a year by those of an attached xlsx or csv file; all or nothing.

	Permission: write on the calendar, read on the file.
	"""
	doc = frappe.get_doc(holidays.CALENDAR, calendar)
	doc.check_permission("write")
	frappe.get_doc("File", {"file_url": file_url}).check_permission("read")
	holiday_files.fill_calendar_from_file(doc, file_url)
	return {"holiday_count": doc.holiday_count, "make_up_count": doc.make_up_count}


@frappe.whitelist(methods=["GET"])
def list_years_without_calendar() -> list[int]:
	"""Years without a calendar on which due dates depend, or soon will.

	Permission: read on Holiday Calendar.
	"""
	frappe.has_permission(holidays.CALENDAR, "read", throw=True)
	return holidays.list_years_missing_now()


# The desk asks for the value of a card by POST.
@frappe.whitelist(methods=["GET", "POST"])
def missing_count() -> dict:
	"""The same as a number card of the policy desk.

	Permission: read on Holiday Calendar.
	"""
	frappe.has_permission(holidays.CALENDAR, "read", throw=True)
	return {
		"value": len(holidays.list_years_missing_now()),
		"fieldtype": "Int",
		"route": ["List", holidays.CALENDAR],
	}

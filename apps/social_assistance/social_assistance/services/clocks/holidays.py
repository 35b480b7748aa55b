"""The holiday calendars of the site: one record a year, as the State Council published it."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate
from frappe.utils.caching import site_cache
from pypika import CustomFunction

from social_assistance.constants import POLICY_ADMINISTRATOR
from social_assistance.domain.clocks.calendar_file import CalendarSheet, require_usable_row
from social_assistance.domain.clocks.statutory_holidays import statutory_rows
from social_assistance.domain.clocks.work_calendar import CalendarRow, DayKind, WorkCalendar
from social_assistance.domain.errors import CalendarError
from social_assistance.services import clock, second_person
from social_assistance.services.clocks.exceptions import HolidayCalendarError
from social_assistance.services.domain_errors import translate_domain_error

CALENDAR = "Holiday Calendar"
KINDS = {"Holiday": DayKind.HOLIDAY, "Make-up Working Day": DayKind.WORKDAY}
LABELS = {kind: label for label, kind in KINDS.items()}
# The State Council publishes the next year's holidays in late October or November.
NOTICE_EXPECTED_FROM = 11


def build_work_calendar(years: Iterable[int]) -> WorkCalendar:
	"""The working days of the years; one without a record counts weekends and the holidays that the regulation fixes.

	Such years are reported by `missing_years`.
	"""
	wanted = tuple(years)
	held: dict | None = getattr(frappe.local, "assistance_calendars", None)
	if held is None:
		return _read_calendar(wanted)
	if wanted not in held:
		held[wanted] = _read_calendar(wanted)
	calendar: WorkCalendar = held[wanted]
	return calendar


@contextmanager
def cache_calendars() -> Iterator[None]:
	"""Inside the block every calendar is read once: for work on thousands of cases."""
	frappe.local.assistance_calendars = {}
	try:
		yield
	finally:
		frappe.local.assistance_calendars = None


def _read_calendar(wanted: tuple[int, ...]) -> WorkCalendar:
	stored = frappe.get_all(
		CALENDAR,
		filters={"calendar_year": ("in", wanted)},
		fields=["name", "modified"],
		order_by="calendar_year",
	)
	rows = [row for year in stored for row in _stored_rows(year.name, str(year.modified))]
	known = {int(year.name) for year in stored}
	rows += [row for year in wanted if year not in known for row in statutory_rows(year)]
	return WorkCalendar(frozenset(wanted), tuple(rows))


def get_stored_years() -> frozenset[int]:
	"""Years that have a record in force."""
	return frozenset(frappe.get_all(CALENDAR, {"in_force": ("is", "set")}, pluck="calendar_year"))


def list_missing_years(first: date, last: date | None) -> list[int]:
	"""Years without a record that a span of days touches."""
	span = range(first.year, (last or first).year + 1)
	known = get_stored_years()
	return [year for year in span if year not in known]


def list_expected_years() -> list[int]:
	"""Years whose record should be there by now: this one, and from November the next."""
	today = clock.today()
	return [today.year, today.year + 1] if today.month >= NOTICE_EXPECTED_FROM else [today.year]


def list_years_missing_now() -> list[int]:
	"""Years without a record that are due, or on which due dates of open cases depend already."""
	known = get_stored_years()
	step = frappe.qb.DocType("Application Step")
	used = (
		frappe.qb.from_(step)
		.where(step.done_on.isnull() & step.due_on.isnotnull())
		.select(CustomFunction("year", ["day"])(step.due_on))
		.distinct()
		.run()
	)
	wanted = {*list_expected_years(), *(int(row[0]) for row in used)}
	return sorted(wanted - known)


def check_calendar_days(calendar: Document) -> None:
	"""Every day lies in the year and occurs once; a make-up working day is a weekend day."""
	errors: list[CalendarError] = []
	seen: dict[date, int] = {}
	for row in calendar.days:
		day = getdate(row.holiday_date)
		try:
			require_usable_row(
				CalendarRow(day, KINDS[row.day_kind], row.day_name), row.idx, calendar.calendar_year
			)
			if seen.setdefault(day, row.idx) != row.idx:
				raise CalendarError(
					"calendar_row_twice", "day", {"row": row.idx, "day": day, "first": seen[day]}
				)
		except CalendarError as error:
			errors.append(error)
	throw_calendar_errors(errors)


def fill_calendar(calendar: Document, sheet: CalendarSheet) -> None:
	"""Replace the days of a calendar by those of a sheet; refuses a sheet with faults and changes nothing."""
	throw_calendar_errors(list(sheet.errors))
	if not sheet.rows:
		frappe.throw(_("The file lists no days."), HolidayCalendarError)
	calendar.set(
		"days",
		[
			{"holiday_date": row.day, "day_name": row.name, "day_kind": LABELS[row.kind]}
			for row in sorted(sheet.rows, key=lambda row: row.day)
		],
	)


def throw_calendar_errors(errors: list[CalendarError]) -> None:
	"""Tell all faults at once, so that a file is corrected in one go."""
	if not errors:
		return
	lines = "".join(f"<li>{frappe.utils.escape_html(translate_domain_error(error))}</li>" for error in errors)
	frappe.throw(
		_("The days cannot be taken over:") + f"<ul>{lines}</ul>",
		HolidayCalendarError,
		title=_("Holiday Calendar"),
	)


def remind_administrators() -> int:
	"""Tell each Policy Administrator once which year's notice is missing; returns how many messages were written."""
	administrators = frappe.get_all(
		"Has Role", filters={"role": POLICY_ADMINISTRATOR, "parenttype": "User"}, pluck="parent"
	)
	return sum(_remind(user, year) for year in list_years_missing_now() for user in administrators)


def _remind(user: str, year: int) -> int:
	told = {"for_user": user, "document_type": CALENDAR, "document_name": str(year)}
	if frappe.db.exists("Notification Log", told):
		return 0
	language = frappe.db.get_value("User", user, "language")
	text = _("The holiday calendar of {0} is missing. Enter the notice of the State Council.", language)
	frappe.get_doc(  # allow: PERM-ignore-permissions a message of the scheduler to the person concerned
		{"doctype": "Notification Log", "type": "Alert", "subject": text.format(year), **told}
	).insert(ignore_permissions=True)
	return 1


@site_cache(maxsize=64)
def _stored_rows(calendar: str, modified: str) -> list[CalendarRow]:
	"""`modified` is part of the cache key: a corrected calendar is read anew without any clearing."""
	text = frappe.db.get_value(CALENDAR, calendar, "in_force")
	held = second_person.in_force_copy(CALENDAR, calendar, text)
	days = held.days if held else []
	return [CalendarRow(getdate(row.holiday_date), KINDS[row.day_kind], row.day_name) for row in days]

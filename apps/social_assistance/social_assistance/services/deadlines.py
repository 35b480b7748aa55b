"""Due dates of steps on the working-day calendar of the site."""

from datetime import date

from frappe.model.document import Document

from social_assistance.domain.clocks import Clock, Limit, LimitUnit, due_on
from social_assistance.domain.periods import add_months
from social_assistance.domain.work_calendar import WorkCalendar
from social_assistance.services.holidays import calendar_of

UNITS = {"Working Days": LimitUnit.WORKING_DAYS, "Calendar Days": LimitUnit.CALENDAR_DAYS}


def calendar_for(day: date) -> WorkCalendar:
	"""The working days around a day, from the holiday calendars of the site.

	The State Council publishes a year's holidays in the November before. Until that year's record is there it counts plain
	weekends, so that a case accepted in December has a due date; the case and the policy desk say so.
	"""
	return calendar_of(range(day.year - 1, day.year + 3))


def step_due_on(step: Document, opened_on: date, accepted_on: date | None) -> date | None:
	"""Last day of a step: its limit from opening, or from acceptance where the law counts from there."""
	if not step.limit_value or not step.limit_unit:
		return None
	start = accepted_on if step.limit_from == "Accepted" and accepted_on else opened_on
	if step.limit_unit == "Months":
		return add_months(start, step.limit_value)
	if step.limit_unit == "Hours":
		return add_days_of_hours(start, step.limit_value)
	return due_on(Clock(start, Limit(step.limit_value, UNITS[step.limit_unit])), calendar_for(start))


def add_days_of_hours(start: date, hours: int) -> date:
	"""The calendar day on which a limit in hours ends, counted from the end of the first day."""
	return date.fromordinal(start.toordinal() + -(-hours // 24))

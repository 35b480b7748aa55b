"""Limits of beginning: the investigation starts within so many working days of acceptance (民发〔2021〕57号 art. 15)."""

import frappe
from frappe import _
from frappe.model.document import Document

from social_assistance.services.clocks import profiles
from social_assistance.services.clocks.exceptions import CaseClockError
from social_assistance.services.procedure import step_log


def is_to_begin(case: Document) -> bool:
	"""Whether the present step has a limit of beginning and its work has not begun."""
	is_limited = profiles.get_step_limit(case, case.current_step).is_of_beginning
	return is_limited and not step_log.begun_on(case, case.current_step)


def mark_begun(case: Document) -> None:
	"""Write down that the work of the present step begins today; the caller holds the case and saves its due dates."""
	if not profiles.get_step_limit(case, case.current_step).is_of_beginning:
		frappe.throw(
			_("The limit of this step is one of finishing; nothing is to be marked as begun."), CaseClockError
		)
	begun = step_log.begun_on(case, case.current_step)
	if begun:
		frappe.throw(
			_("Work on this step began on {0} already.").format(frappe.format(begun, "Date")), CaseClockError
		)
	step_log.mark_begun(case)

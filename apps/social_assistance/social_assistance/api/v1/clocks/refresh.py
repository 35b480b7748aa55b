"""What the forms of a holiday calendar and of a clock profile call after a correction."""

import frappe

from social_assistance.engines.clocks import refresh, refresh_preview
from social_assistance.services.clocks.exceptions import CaseClockError


@frappe.whitelist(methods=["POST"])
def preview_refresh(doctype: str, name: str) -> dict[str, int]:
	"""How many running cases would get another due date; `is_counting` while a job looks at very many of them.

	Permission: write on the calendar or profile; its keeper acts for the whole site, whatever the area.
	"""
	_check(doctype, name)
	return refresh_preview.get_refresh_preview(doctype, name)


@frappe.whitelist(methods=["POST"])
def start_refresh(doctype: str, name: str) -> None:
	"""Compute the due dates of running cases anew in the background.

	Permission: write on the calendar or profile, as for the preview.
	"""
	_check(doctype, name)
	refresh_preview.clear_refresh_preview(doctype, name)
	refresh.start_clock_refresh(name, doctype)


def _check(doctype: str, name: str) -> None:
	if doctype not in refresh.KINDS:
		frappe.throw(
			frappe._("Due dates rest on Holiday Calendars and Clock Profiles, not on {0}.").format(
				frappe._(doctype)
			),
			CaseClockError,
		)
	frappe.get_doc(doctype, name).check_permission("write")

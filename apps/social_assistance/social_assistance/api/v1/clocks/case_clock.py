"""What the desk and programs call for the clock of a case."""

import frappe
from frappe.model.document import Document

from social_assistance.services.clocks import clock_entries


@frappe.whitelist(methods=["POST"])
def pause(application: str, reason: str, remark: str) -> dict:
	"""Stop the clock of a case.

	Permission: the clock service checks write on the case, a role of its present step, kin and the clock profile.
	"""
	return _standing(clock_entries.pause_clock(application, reason, remark))


@frappe.whitelist(methods=["POST"])
def resume(application: str) -> dict:
	"""Let the clock of a case run again.

	Permission: the clock service checks write on the case, a role of its present step and kin.
	"""
	return _standing(clock_entries.resume_clock(application))


@frappe.whitelist(methods=["POST"])
def extend(application: str, reason: str, remark: str) -> dict:
	"""Lengthen the limit of a case.

	Permission: the clock service checks write on the case, the role named by the clock profile, kin and the number.
	"""
	return _standing(clock_entries.extend_limit(application, reason, remark))


@frappe.whitelist(methods=["POST"])
def begin_work(application: str) -> dict:
	"""Mark that the work of the present step has begun.

	Permission: the clock service checks write on the case, a role of its present step and kin.
	"""
	return _standing(clock_entries.begin_work(application))


def _standing(case: Document) -> dict:
	fields = ("name", "current_step", "step_due_on", "overall_due_on", "clock_paused_on", "clock_profile")
	return {field: case.get(field) for field in fields}

"""What the forms of all runs call: how the work stands, Resume, Stop and Drop."""

from typing import Any

import frappe
from frappe import _

from social_assistance.engines.runs import kinds, presses
from social_assistance.exceptions import RunIsBusyError


@frappe.whitelist(methods=["GET"])
def get_standing(doctype: str, name: str) -> dict[str, Any]:
	"""State in words and the buttons that do something now; empty when no work stands.

	Permission: read on the stored document.
	"""
	_check(doctype, name, "read")
	return presses.get_standing(doctype, name)


@frappe.whitelist(methods=["POST"])
def resume_run(doctype: str, name: str) -> str:
	"""Let the work go on; the answer says what was done.

	Permission: write on the stored document (of one's own bulk action: read), and a role of the kind of work.
	"""
	_check(doctype, name, "write")
	return presses.resume_run(doctype, name)


@frappe.whitelist(methods=["POST"])
def stop_run(doctype: str, name: str) -> str:
	"""Stop after the batch at hand; the answer says so.

	Permission: as for resuming.
	"""
	_check(doctype, name, "write")
	return presses.stop_run(doctype, name)


@frappe.whitelist(methods=["POST"])
def drop_run(doctype: str, name: str) -> str:
	"""Give the work up; the answer says what of it stays.

	Permission: as for resuming.
	"""
	_check(doctype, name, "write")
	return presses.drop_run(doctype, name)


def _check(doctype: str, name: str, right: str) -> None:
	"""Nobody writes bulk actions by hand; the press itself is limited to who asked for one."""
	if not kinds.is_run(doctype):
		frappe.throw(_("{0} has no work for a background worker.").format(_(doctype)), RunIsBusyError)
	is_own = any(doctype in kind.doctypes and kind.is_own for kind in kinds.list_kinds())
	frappe.get_doc(doctype, name).check_permission("read" if is_own else right)

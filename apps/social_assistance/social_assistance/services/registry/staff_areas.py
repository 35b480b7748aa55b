"""Staff of a village that is merged into another: assignments and areas follow the families."""

from datetime import date, timedelta

import frappe
from frappe.model.document import Document
from frappe.utils import getdate

from social_assistance.permissions.transition_permits import allow_transition
from social_assistance.services.registry.staff_facts import ASSIGNMENT

AREA = "User Permission"
_OPEN_END = "9999-12-31"


def follow_village(division: str, successor: str, day: date) -> int:
	"""End the assignments of the old village and begin the same ones in the new; areas given by hand are added there."""
	names = frappe.get_all(ASSIGNMENT, filters={"division": division}, pluck="name")
	assignments = [
		frappe.get_doc(ASSIGNMENT, name) for name in names
	]  # allow: PERF-read-in-loop staff of one village
	running = [doc for doc in assignments if getdate(doc.to_date or _OPEN_END) >= day]
	for doc in running:
		_move(doc, successor, day)
	_add_areas(division, successor)
	return len(running)


def _move(doc: Document, successor: str, day: date) -> None:
	same = {"user": doc.user, "division": successor, "assignment_role": doc.assignment_role}
	begins = max(day, getdate(doc.from_date))
	if not frappe.db.exists(ASSIGNMENT, {**same, "from_date": ("<=", begins)}):
		copy = frappe.copy_doc(doc)
		copy.update({"division": successor, "from_date": begins})
		with allow_transition(ASSIGNMENT):
			copy.insert(  # allow: PERM-ignore-permissions follows the merged village, whose keeper was checked
				ignore_permissions=True
			)
	doc.to_date = max(day - timedelta(days=1), getdate(doc.from_date))
	doc.save(ignore_permissions=True)  # allow: PERM-ignore-permissions as above


def _add_areas(division: str, successor: str) -> None:
	area = {"allow": "Administrative Division"}
	users = set(frappe.get_all(AREA, filters={**area, "for_value": division}, pluck="user"))
	users -= set(frappe.get_all(AREA, filters={**area, "for_value": successor}, pluck="user"))
	for user in sorted(users):
		permission = frappe.get_doc({"doctype": AREA, "user": user, **area, "for_value": successor})
		permission.insert(  # allow: PERF-write-in-loop the few staff of one village
			ignore_permissions=True  # allow: PERM-ignore-permissions as above
		)

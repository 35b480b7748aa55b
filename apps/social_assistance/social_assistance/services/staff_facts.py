"""What must be true of one staff assignment."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import get_link_to_form, getdate

from social_assistance.constants import SCOPED_ROLES
from social_assistance.exceptions import StaffAssignmentPeriodError
from social_assistance.services import clock

ASSIGNMENT = "Staff Assignment"
_OPEN_END = "9999-12-31"


def check_period(doc: Document) -> None:
	"""Dates in order, and no second assignment of the same person, role and place at the same time."""
	last = getdate(doc.to_date or _OPEN_END)
	if last < getdate(doc.from_date):
		frappe.throw(_("To lies before From."), StaffAssignmentPeriodError)
	others = frappe.get_all(
		ASSIGNMENT,
		filters={
			"user": doc.user,
			"division": doc.division,
			"assignment_role": doc.assignment_role,
			"name": ("!=", doc.name or ""),
			"from_date": ("<=", last),
		},
		fields=["name", "to_date"],
	)
	for other in others:
		if getdate(other.to_date or _OPEN_END) >= getdate(doc.from_date):
			message = _("{0} has this role in this division at that time already: {1}.")
			link = get_link_to_form(ASSIGNMENT, other.name)
			frappe.throw(message.format(doc.full_name or doc.user, link), StaffAssignmentPeriodError)


def check_relatives(doc: Document) -> None:
	"""No relative twice, and nobody is his own relative."""
	seen = {doc.id_number_digest} - {None}
	for row in doc.relatives:
		if row.id_number_digest in seen:
			message = _("Row {0}: this ID Number is listed already.")
			frappe.throw(message.format(row.idx), StaffAssignmentPeriodError)
		seen.add(row.id_number_digest)


def sync_area(doc: Document) -> None:
	"""An assignment that is in force gives the user its division to work in; when it ends, the area goes with it."""
	if doc.assignment_role not in SCOPED_ROLES:
		return
	area = {"user": doc.user, "allow": "Administrative Division", "for_value": doc.division}
	known = frappe.db.exists("User Permission", area)
	if is_in_force(doc) and not known:
		frappe.get_doc({"doctype": "User Permission", **area}).insert(
			ignore_permissions=True  # allow: PERM-ignore-permissions follows from the assignment, whose writers were checked
		)
	elif known and not is_in_force(doc) and not _held_by_another(doc):
		frappe.delete_doc(
			"User Permission", known, ignore_permissions=True
		)  # allow: PERM-ignore-permissions as above


def is_in_force(doc: Document) -> bool:
	"""Whether the assignment holds on the business date."""
	return getdate(doc.from_date) <= clock.today() <= getdate(doc.to_date or _OPEN_END)


def refresh_areas() -> None:
	"""Assignments that began or ended by the calendar since yesterday."""
	yesterday = frappe.utils.add_days(clock.today(), -1)
	names = frappe.get_all(
		ASSIGNMENT, or_filters=[["from_date", "=", clock.today()], ["to_date", "=", yesterday]], pluck="name"
	)
	for name in names:
		sync_area(frappe.get_doc(ASSIGNMENT, name))  # allow: PERF-read-in-loop the few assignments of one day


def _held_by_another(doc: Document) -> bool:
	others = frappe.get_all(
		ASSIGNMENT,
		filters={"user": doc.user, "division": doc.division, "name": ("!=", doc.name)},
		fields=["from_date", "to_date"],
	)
	return any(is_in_force(other) for other in others)

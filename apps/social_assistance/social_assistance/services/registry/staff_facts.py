"""What must be true of one staff assignment."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import get_link_to_form, getdate

from social_assistance.constants import SCOPED_ROLES
from social_assistance.services import clock, second_person
from social_assistance.services.registry.exceptions import StaffAssignmentPeriodError

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


def check_substitute(doc: Document) -> None:
	"""A substitute is another person with the same role, for a span of days; kin and separate duties stay his own."""
	if not doc.substitute:
		doc.leave_from = doc.leave_to = None
		return
	if doc.substitute == doc.user:
		frappe.throw(_("Substitute: nobody stands in for himself."), StaffAssignmentPeriodError)
	if not doc.leave_from or not doc.leave_to or getdate(doc.leave_to) < getdate(doc.leave_from):
		frappe.throw(_("Enter Away From and Away To in order."), StaffAssignmentPeriodError)
	if doc.assignment_role not in frappe.get_roles(doc.substitute):
		message = _("Substitute: {0} does not hold the role {1}.")
		frappe.throw(message.format(doc.substitute, _(doc.assignment_role)), StaffAssignmentPeriodError)


def sync_work_area(doc: Document) -> None:
	"""Who works under an assignment today has its division to work in: the person, while away also the substitute.

	What counts is the assignment as a second person put it into force, before and now.
	"""
	before = doc.get_doc_before_save()
	held = [area for area in (_held(before), _held(doc)) if area and area.assignment_role in SCOPED_ROLES]
	pairs = {(user, area.division) for area in held for user in (area.user, area.substitute) if user}
	for user, division in sorted(pairs):
		_sync(user, division, _works_today(user, division))


def _held(doc: Document | None) -> Document | None:
	return second_person.in_force_copy(ASSIGNMENT, doc.name, doc.in_force) if doc else None


def _sync(user: str, division: str, works_here: bool) -> None:
	area = {"user": user, "allow": "Administrative Division", "for_value": division}
	known = frappe.db.exists("User Permission", area)
	if works_here and not known:
		permission = frappe.get_doc({"doctype": "User Permission", **area})
		permission.insert(  # allow: PERM-ignore-permissions follows from the assignment, whose writers were checked
			ignore_permissions=True
		)
	elif known and not works_here:
		frappe.delete_doc(  # allow: PERM-ignore-permissions as above
			"User Permission", known, ignore_permissions=True
		)


def is_in_force(doc: Document) -> bool:
	"""Whether the assignment holds on the business date."""
	return getdate(doc.from_date) <= clock.today() <= getdate(doc.to_date or _OPEN_END)


def is_away(doc: Document) -> bool:
	"""Whether the substitute stands in on the business date."""
	if not doc.substitute or not is_in_force(doc):
		return False
	return getdate(doc.leave_from) <= clock.today() <= getdate(doc.leave_to)


def refresh_work_areas() -> None:
	"""Assignments and absences that began or ended by the calendar since yesterday."""
	today, yesterday = clock.today(), frappe.utils.add_days(clock.today(), -1)
	changed = [
		["from_date", "=", today],
		["to_date", "=", yesterday],
		["leave_from", "=", today],
		["leave_to", "=", yesterday],
		["force_status", "=", second_person.WAITING],
	]
	for name in frappe.get_all(ASSIGNMENT, or_filters=changed, pluck="name"):
		sync_work_area(
			frappe.get_doc(ASSIGNMENT, name)
		)  # allow: PERF-read-in-loop the few assignments of one day


def _works_today(user: str, division: str) -> bool:
	"""By one of the assignments in force for the place, or as a substitute in one."""
	rows = frappe.get_all(
		ASSIGNMENT,
		filters={"in_force": ("like", f'%"{division}"%')},
		fields=["name", "in_force"],
	)
	held = [second_person.in_force_copy(ASSIGNMENT, row.name, row.in_force) for row in rows]
	return any(
		_holds(user, area)
		for area in held
		if area and area.division == division and area.assignment_role in SCOPED_ROLES
	)


def _holds(user: str, doc: Document) -> bool:
	return (user == doc.user and is_in_force(doc)) or (user == doc.substitute and is_away(doc))

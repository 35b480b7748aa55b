"""What must be true of one staff assignment."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import get_link_to_form, getdate

from social_assistance.exceptions import StaffAssignmentPeriodError

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

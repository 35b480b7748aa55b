"""What holds only when a second person has put it into force: calendars, bank layouts, areas of staff, policies, procedures.

A record that is edited in place keeps beside its fields a copy of what is in force. Saving a change makes a proposal: the
copy stays, and the clocks, files and areas go on reading it, until another person in a fitting role agrees. Set-up and
server code that took the responsibility itself (`flags.ignore_permissions`) need no second person.
"""

import json
from typing import Any

import frappe
from frappe import _
from frappe.model import no_value_fields, table_fields
from frappe.model.document import Document

from social_assistance.constants import DISTRICT_APPROVER
from social_assistance.exceptions import SecondPersonError, SeparationOfDutiesError, StepNotAllowedError
from social_assistance.permissions.transition_permits import allow_transition
from social_assistance.services import clock

WAITING, IN_FORCE = "Waiting for a Second Person", "In Force"
# Role of the second person, who prepares none of these.
ROLE = DISTRICT_APPROVER
FORCE_FIELDS = ("in_force", "in_force_by", "in_force_on")
# Fields that the second person agrees with; the other fields of the record hold as they are saved.
SUBJECTS: dict[str, tuple[str, ...]] = {
	"Holiday Calendar": ("calendar_year", "days"),
	"Bank Layout": (
		*("bank_name", "is_enabled", "file_format", "encoding", "has_control_line", "has_headings", "in_fen"),
		*("rows_per_file", "columns", "return_reference", "return_amount", "return_result", "return_reason"),
		*("paid_words", "failed_words"),
	),
	"Staff Assignment": (
		*("user", "division", "assignment_role", "from_date", "to_date"),
		*("substitute", "leave_from", "leave_to"),
	),
}


def note_proposal(doc: Document) -> None:
	"""Compare what is saved with what is in force; called by `validate` of the controllers."""
	if doc.flags.puts_into_force:
		return
	proposed = facts_of(doc)
	if doc.flags.ignore_permissions:
		_take_effect(doc, proposed)
	elif proposed == doc.in_force:
		doc.force_status, doc.proposed_by = IN_FORCE, None
	else:
		before = doc.get_doc_before_save()
		doc.proposed_by = _with_user(before.proposed_by if before else None)
		doc.force_status = WAITING


def put_into_force(doctype: str, name: str) -> Document:
	"""Agree with a proposed change as another person in the fitting role."""
	doc = frappe.get_doc(doctype, name, for_update=True)
	if doc.force_status != WAITING:
		frappe.throw(
			_("{0} {1} has no change that waits for a second person.").format(_(doctype), doc.name),
			SecondPersonError,
		)
	require_second_person(doc, doc.get("user"), doc.get("substitute"))
	_take_effect(doc, facts_of(doc))
	doc.flags.puts_into_force = True
	with allow_transition(doctype, doc.name):
		doc.save(  # allow: PERM-ignore-permissions role and person were checked; who agrees must not be able to edit
			ignore_permissions=True
		)
	return doc


def note_author(doc: Document) -> None:
	"""Remember who prepared a draft; called by `validate` of controllers whose documents are submitted or activated."""
	if not doc.flags.ignore_permissions:
		before = doc.get_doc_before_save()
		doc.proposed_by = _with_user(before.proposed_by if before else None)


def sign_submission(doc: Document) -> None:
	"""A second person agrees with a draft by submitting it; called by `before_submit` of its controller."""
	if not doc.flags.ignore_permissions or doc.flags.puts_into_force:
		require_second_person(doc)
		sign_in_force(doc)


def require_second_person(doc: Document, *concerned: str | None) -> None:
	"""Refuse whoever prepared the change, whom it concerns, and every other role."""
	if frappe.session.user in {*(doc.proposed_by or "").split("\n"), *concerned}:
		frappe.throw(
			_("You prepared {0} {1}, or it concerns you; another person must put it into force.").format(
				_(doc.doctype), doc.name
			),
			SeparationOfDutiesError,
		)
	if ROLE not in frappe.get_roles():
		frappe.throw(_("This action needs the role {0}.").format(_(ROLE)), StepNotAllowedError)


def sign_in_force(doc: Document) -> None:
	"""Write down who put it into force, and when."""
	doc.in_force_by, doc.in_force_on = frappe.session.user, clock.now()


def in_force_copy(doctype: str, name: str | None, text: str | None) -> Document | None:
	"""A record as it is in force, from its name and its field `in_force`; None when nobody has agreed with it yet."""
	return frappe.get_doc({"doctype": doctype, "name": name, **json.loads(text)}) if text else None


def _take_effect(doc: Document, facts: str) -> None:
	doc.in_force, doc.force_status = facts, IN_FORCE
	sign_in_force(doc)


def _with_user(known: str | None) -> str:
	"""Everybody who changed it since it was last in force."""
	users = [user for user in (known or "").split("\n") if user]
	return "\n".join(dict.fromkeys([*users, frappe.session.user]))


def facts_of(doc: Document) -> str:
	"""The fields that the second person agrees with, as text, equal for equal values."""
	values = {field: _value(doc, field) for field in SUBJECTS[doc.doctype]}
	return json.dumps(values, ensure_ascii=False, sort_keys=True)


def _value(doc: Document, fieldname: str) -> Any:
	field, value = doc.meta.get_field(fieldname), doc.get(fieldname)
	if field.fieldtype in table_fields:
		return [
			{
				column.fieldname: _value(row, column.fieldname)
				for column in row.meta.fields
				if column.fieldtype not in no_value_fields
			}
			for row in value or []
		]
	if field.fieldtype in ("Check", "Int"):
		return int(value or 0)
	return str(value) if value else None

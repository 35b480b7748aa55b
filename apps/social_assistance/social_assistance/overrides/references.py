"""Check that assignments, shares, tags and similar rows name no document outside the scope of their readers.

Frappe writes these rows with `ignore_permissions` on behalf of the caller, so the check does not look at that flag:
the acting user must be able to read the document, and so must the user who is pointed to it.
"""

from dataclasses import dataclass

import frappe
from frappe import _
from frappe.model.document import Document

from social_assistance.constants import AUDITOR, SUPERVISION_OFFICER
from social_assistance.overrides.exceptions import ReferenceNotPermittedError
from social_assistance.permissions.app_documents import is_app_doctype

OVERSIGHT = (AUDITOR, SUPERVISION_OFFICER)
# What others make of their own beside the bureau's documents; the hooks of these kinds call `refuse_oversight`.
CLOSED_TO_OVERSIGHT = ("Event", "File", "Kanban Board", "Note", "Tag")
# Every account of the desk has these.
AUTOMATIC_ROLES = ("All", "Desk User", "Guest")


@dataclass(frozen=True)
class ReferenceFields:
	"""Fields of a reference row that name the document and the user."""

	doctype: str
	name: str
	user: str | None = None


REFERENCES = {
	"Comment": ReferenceFields("reference_doctype", "reference_name"),
	"Communication": ReferenceFields("reference_doctype", "reference_name"),
	"DocShare": ReferenceFields("share_doctype", "share_name", "user"),
	"Document Follow": ReferenceFields("ref_doctype", "ref_docname", "user"),
	"Reminder": ReferenceFields("reminder_doctype", "reminder_docname"),
	"Tag Link": ReferenceFields("document_type", "document_name"),
	"ToDo": ReferenceFields("reference_type", "reference_name", "allocated_to"),
}


def check_reference(doc: Document, method: str | None = None) -> None:
	"""Refuse a row about a document of this app that the acting or the named user may not read."""
	fields = REFERENCES[doc.doctype]
	doctype, name = doc.get(fields.doctype), doc.get(fields.name)
	if not is_app_doctype(doctype) or not name or not frappe.db.exists(doctype, name):
		return
	if _is_unchanged(doc, fields):
		return
	if doc.get("everyone"):
		_refuse(_("A document of this kind is never shared with everyone."))
	_check_actor(doc, doctype, name)
	user = doc.get(fields.user) if fields.user else None
	if user and not may_read(doctype, name, user):
		_refuse(_("User {0} may not see this document, so it cannot be passed to them.").format(user))


def check_report(doc: Document, method: str | None = None) -> None:
	"""Who may not read a kind of document stores no report on it; `validate` of Report.

	The desk saves reports with `ignore_permissions`, so that flag says nothing here.
	"""
	if frappe.session.user == "Administrator" or frappe.flags.in_install or frappe.flags.in_migrate:
		return
	if is_app_doctype(doc.ref_doctype) and not frappe.has_permission(doc.ref_doctype, "report"):
		_refuse(_("You may not see this document."))


def refuse_oversight(doc: Document, method: str | None = None) -> None:
	"""Auditors change nothing: no notes, events, boards or files of their own either; `before_insert` of these.

	A file row of one's own would open the file for ever, after the role is gone too.
	"""
	if not doc.flags.ignore_permissions and is_oversight():
		_refuse(_("Your role reads everything and writes nothing."))


def is_oversight() -> bool:
	"""Whether the session's user audits or supervises and does nothing else."""
	return not set(frappe.get_roles()) - {*OVERSIGHT, *AUTOMATIC_ROLES}


def may_read(doctype: str, name: str, user: str | None = None) -> bool:
	"""True if the user may read the stored document without shares."""
	return bool(frappe.has_permission(doctype, "read", doc=name, user=user))


def _is_unchanged(doc: Document, fields: ReferenceFields) -> bool:
	"""Closing an assignment must work even when the document has since left the user's sight."""
	stored = None if doc.is_new() else doc.get_doc_before_save()
	watched = [field for field in (fields.doctype, fields.name, fields.user) if field]
	return bool(stored) and all(doc.get(field) == stored.get(field) for field in watched)


def _check_actor(doc: Document, doctype: str, name: str) -> None:
	"""Comments and messages that server code adds for a guest or a job need no rights of that user."""
	if doc.doctype in ("Comment", "Communication") and doc.flags.ignore_permissions:
		return
	if not may_read(doctype, name):
		_refuse(_("You may not see this document."))


def _refuse(message: str) -> None:
	frappe.throw(message, ReferenceNotPermittedError)

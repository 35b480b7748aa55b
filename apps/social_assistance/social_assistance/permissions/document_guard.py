"""What no save may do, whoever calls it: decide permission on the client's copy, or move state past the step service.

Registered for all document types in `doc_events`. The first half holds Frappe to the stored row: permission is judged
on it, and owner, creation and parent cannot be rewritten. Then `field_guard` holds the document to the `FIELD_RULES` of
its controller.

Controllers compute their values in `validate`, which runs after this guard; then they need no leave.
"""

from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, cstr

from social_assistance.permissions.exceptions import (
	StoredDocumentNotPermittedError,
	TransitionNotAllowedError,
)
from social_assistance.permissions.field_guard import guard_fields, has_written_fields
from social_assistance.permissions.transition_token import is_transition_allowed

KEPT_FIELDS = ("owner", "creation")
KEPT_CHILD_FIELDS = (*KEPT_FIELDS, "parent", "parenttype", "parentfield")


def guard_insert(doc: Document, method: str | None = None) -> None:
	"""New documents come without the fields that others write; hook `before_insert`."""
	_check_managed_type(doc)
	guard_fields(doc, None)


def guard_change(doc: Document, method: str | None = None) -> None:
	"""Saving, submitting and cancelling a stored document; hooks `before_validate`, `before_cancel` and the like."""
	if doc.is_new():
		return
	_check_managed_type(doc)
	stored = _stored_version(doc)
	_check_permission_on(stored, doc)
	_keep_identity(stored, doc)
	guard_fields(doc, stored)


def guard_rename(doc: Document, method: str | None = None, *args: Any) -> None:
	"""A protected document keeps its name; hook `before_rename`."""
	if has_written_fields(doc.doctype) and not is_transition_allowed(doc.doctype, cstr(doc.name), "name"):
		frappe.throw(
			_("Documents of type {0} keep their names.").format(_(doc.doctype)), TransitionNotAllowedError
		)


def _stored_version(doc: Document) -> Document:
	if not isinstance(doc.name, str | int):
		frappe.throw(_("The document's name must be text."), StoredDocumentNotPermittedError)
	return doc.get_doc_before_save() or frappe.get_doc(doc.doctype, doc.name)


def _is_trusted(doc: Document) -> bool:
	"""Server code that took the responsibility itself, and set-up."""
	flags = frappe.flags
	return bool(
		doc.flags.ignore_permissions
		or frappe.session.user == "Administrator"
		or flags.in_install
		or flags.in_migrate
		or flags.in_patch
	)


def _check_permission_on(stored: Document, doc: Document) -> None:
	if _is_trusted(doc):
		return
	for permission in _permissions_needed(stored, doc):
		if not frappe.has_permission(stored.doctype, permission, doc=stored):
			frappe.throw(
				_("You are not allowed to change {0} {1}.").format(_(doc.doctype), doc.name),
				StoredDocumentNotPermittedError,
			)


def _check_managed_type(doc: Document) -> None:
	"""Documents that put scripts or outside services into the desk are the System Manager's, whatever Frappe allows."""
	if doc.doctype not in frappe.get_hooks("manager_only_doctypes") or _is_trusted(doc):
		return
	if "System Manager" not in frappe.get_roles():
		frappe.throw(
			_("Only a System Manager may change documents of type {0}.").format(_(doc.doctype)),
			StoredDocumentNotPermittedError,
		)


def _permissions_needed(stored: Document, doc: Document) -> tuple[str, ...]:
	before, after = cint(stored.get("docstatus")), cint(doc.get("docstatus"))
	if after == 2:
		return ("write", "cancel")
	return ("write", "submit") if before == 1 or after == 1 else ("write",)


def _keep_identity(stored: Document, doc: Document) -> None:
	if _is_trusted(doc):
		return
	for fieldname in KEPT_CHILD_FIELDS if doc.meta.istable else KEPT_FIELDS:
		doc.set(fieldname, stored.get(fieldname))
	for table in doc.meta.get_table_fields():
		_keep_rows(stored, doc, table.fieldname)


def _keep_rows(stored: Document, doc: Document, fieldname: str) -> None:
	"""A row that claims to exist must be one of this very document, or it would be taken from another one."""
	known = {row.name: row for row in stored.get(fieldname) or []}
	claimed = [row for row in doc.get(fieldname) or [] if row.name and not row.get("__islocal")]
	for row in claimed:
		for kept in KEPT_FIELDS if row.name in known else ():
			row.set(kept, known[row.name].get(kept))
	foreign = [row.name for row in claimed if row.name not in known]
	if foreign and frappe.db.exists(claimed[0].doctype, {"name": ("in", foreign)}):
		frappe.throw(
			_("A row of {0} belongs to another document.").format(_(doc.meta.get_label(fieldname))),
			StoredDocumentNotPermittedError,
		)

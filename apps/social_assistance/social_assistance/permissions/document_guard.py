"""Check every save, whoever calls it: permission is judged on the stored row, and protected fields need a permit.

Registered for all document types in `doc_events`. The first half holds Frappe to the stored row: permission is judged
on it, and owner, creation and parent cannot be rewritten. Then `field_guard` holds the document to the `FIELD_RULES` of
its controller.

Controllers compute their values in `validate`, which runs after this guard; then they need no permit.
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
from social_assistance.permissions.transition_permits import is_transition_allowed

KEPT_FIELDS = ("owner", "creation")
KEPT_CHILD_FIELDS = (*KEPT_FIELDS, "parent", "parenttype", "parentfield")


def guard_insert(doc: Document, method: str | None = None) -> None:
	"""New documents come without the fields that others write; hook `before_insert`."""
	_check_managed_type(doc)
	guard_fields(doc, None)


def guard_change(doc: Document, method: str | None = None) -> None:
	"""Check a save, submission or cancellation against the stored row; hooks `before_validate`, `before_cancel` and others."""
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


def is_trusted(doc: Document) -> bool:
	"""True for server code that set `ignore_permissions`, for the Administrator, installation and migration."""
	flags = frappe.flags
	return bool(
		doc.flags.ignore_permissions
		or frappe.session.user == "Administrator"
		or flags.in_install
		or flags.in_migrate
		or flags.in_patch
	)


def _check_permission_on(stored: Document, doc: Document) -> None:
	if is_trusted(doc):
		return
	for permission in _permissions_needed(stored, doc):
		if not frappe.has_permission(stored.doctype, permission, doc=stored):
			frappe.throw(
				_("You are not allowed to change {0} {1}.").format(_(doc.doctype), doc.name),
				StoredDocumentNotPermittedError,
			)


def _check_managed_type(doc: Document) -> None:
	"""Let only System Managers write DocTypes that bring scripts or outside services into the desk."""
	if doc.doctype not in frappe.get_hooks("manager_only_doctypes") or is_trusted(doc):
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
	if is_trusted(doc):
		return
	for fieldname in KEPT_CHILD_FIELDS if doc.meta.istable else KEPT_FIELDS:
		doc.set(fieldname, stored.get(fieldname))
	for table in doc.meta.get_table_fields():
		_keep_rows(stored, doc, table.fieldname)


def _keep_rows(stored: Document, doc: Document, fieldname: str) -> None:
	"""Refuse a child row with the name of a row of another document."""
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

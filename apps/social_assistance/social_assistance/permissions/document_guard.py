"""Check every save, whoever calls it: permission is judged on the stored row, and protected fields need a permit.

Registered for all document types in `doc_events`. The first half holds Frappe to the stored row: permission is judged
on it, and owner, creation and parent cannot be rewritten. The second half protects the fields that the hook
`protected_document_fields` names per DocType: they change only inside `transition_permits.allow_transition`.

Controllers compute protected values in `validate`, which runs after this guard; such values need no permit.
"""

from collections.abc import Callable
from typing import Any

import frappe
from frappe import _
from frappe.model import no_value_fields, table_fields
from frappe.model.document import Document
from frappe.model.workflow import get_workflow, get_workflow_name
from frappe.utils import cint, cstr, flt, get_datetime, getdate

from social_assistance.permissions.exceptions import (
	StoredDocumentNotPermittedError,
	TransitionNotAllowedError,
)
from social_assistance.permissions.transition_permits import is_transition_allowed

KEPT_FIELDS = ("owner", "creation")
KEPT_CHILD_FIELDS = (*KEPT_FIELDS, "parent", "parenttype", "parentfield")


def _amount(value: Any) -> float:
	return flt(value, 6)


def _moment(value: Any) -> str:
	return cstr(get_datetime(value)) if value else ""


def _day(value: Any) -> str:
	return cstr(getdate(value)) if value else ""


_COMPARABLE: dict[str, Callable[[Any], Any]] = {
	"Check": cint,
	"Currency": _amount,
	"Date": _day,
	"Datetime": _moment,
	"Float": _amount,
	"Int": cint,
	"Percent": _amount,
}


def guard_insert(doc: Document, method: str | None = None) -> None:
	"""Refuse a new document whose protected fields are neither empty nor at their default; hook `before_insert`."""
	_check_managed_type(doc)
	for fieldname in protected_fields(doc.doctype):
		if not _is_initial(doc, fieldname):
			_demand_permit(doc, fieldname, None)


def guard_change(doc: Document, method: str | None = None) -> None:
	"""Check a save, submission or cancellation against the stored row; hooks `before_validate`, `before_cancel` and others."""
	if doc.is_new():
		return
	_check_managed_type(doc)
	stored = _stored_version(doc)
	_check_permission_on(stored, doc)
	_keep_identity(stored, doc)
	for fieldname in protected_fields(doc.doctype):
		if not is_same(doc, fieldname, stored.get(fieldname)):
			_demand_permit(doc, fieldname, cstr(doc.name))


def guard_rename(doc: Document, method: str | None = None, *args: Any) -> None:
	"""Refuse to rename a protected document; hook `before_rename`."""
	if protected_fields(doc.doctype):
		_demand_permit(doc, "name", cstr(doc.name))


def protected_fields(doctype: str) -> list[str]:
	"""List the fields of a DocType that need a permit."""
	return frappe.get_hooks("protected_document_fields", {}).get(doctype, [])


def is_same(doc: Document, fieldname: str, stored_value: Any) -> bool:
	"""Whether a value is unchanged, compared by its type: the text "1.50" is the number 1.5."""
	value = doc.get(fieldname)
	field = doc.meta.get_field(fieldname)
	fieldtype = field.fieldtype if field else "Int" if fieldname == "docstatus" else "Data"
	if fieldtype in table_fields:
		return _are_same_rows(value or [], stored_value or [])
	as_typed = _COMPARABLE.get(fieldtype, cstr)
	return as_typed(value or None) == as_typed(stored_value or None)


def _are_same_rows(rows: list[Document], stored_rows: list[Document]) -> bool:
	if [row.name for row in rows] != [row.name for row in stored_rows]:
		return False
	return all(
		is_same(row, field.fieldname, stored.get(field.fieldname))
		for row, stored in zip(rows, stored_rows, strict=True)
		for field in row.meta.fields
		if field.fieldtype not in no_value_fields
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


def _is_initial(doc: Document, fieldname: str) -> bool:
	value = doc.get(fieldname)
	if not value:
		return True
	field = doc.meta.get_field(fieldname)
	if field and field.default and is_same(doc, fieldname, field.default):
		return True
	return value == _first_state(doc.doctype, fieldname)


def _first_state(doctype: str, fieldname: str) -> str | None:
	"""State in which the active Workflow starts, if this is its field: the desk sends it with a new document."""
	if not get_workflow_name(doctype):
		return None
	workflow = get_workflow(doctype)
	return workflow.states[0].state if workflow.workflow_state_field == fieldname else None


def _demand_permit(doc: Document, fieldname: str, name: str | None) -> None:
	if is_transition_allowed(doc.doctype, name, fieldname):
		return
	label = doc.meta.get_label(fieldname) if doc.meta.get_field(fieldname) else fieldname
	frappe.throw(
		_("{0} of {1} changes only through the steps of the procedure, not by editing the document.").format(
			_(label), _(doc.doctype)
		),
		TransitionNotAllowedError,
		title=_("Not permitted here"),
	)

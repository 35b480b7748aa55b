"""Who may name a household or a person in a document: somebody whose area holds it.

A link is a look: what it names is fetched, shown by its title and followed by services. So a family outside the user's area
is refused with the very words with which Frappe refuses a name that does not exist.
"""

from collections.abc import Iterator

import frappe
from frappe import _
from frappe.model.document import Document

from social_assistance.constants import CHARITY_PARTNER
from social_assistance.permissions.app_documents import is_app_doctype
from social_assistance.permissions.document_guard import is_trusted

FAMILIES = ("Registry Household", "Registry Person")
NEED = "Charity Need"


def check_named(doc: Document, method: str | None = None) -> None:
	"""`before_validate` of every document: refuse families out of sight that this save names anew."""
	if not is_app_doctype(doc.doctype) or is_trusted(doc):
		return
	stored = None if doc.is_new() else doc.get_doc_before_save()
	for row, field in _family_links(doc):
		named = row.get(field.fieldname)
		if named in _stored_values(stored, row, field.fieldname) or _is_of_need(doc, field, named):
			continue
		if not _may_name(field.options, named):
			_refuse(row, field)


def _family_links(doc: Document) -> Iterator[tuple[Document, Document]]:
	"""Rows and fields that name a family."""
	for row in (doc, *doc.get_all_children()):
		for field in row.meta.get("fields", {"fieldtype": "Link", "options": ("in", FAMILIES)}):
			if row.get(field.fieldname):
				yield row, field


def _stored_values(stored: Document | None, row: Document, fieldname: str) -> list[str]:
	"""What the document, or any row of the same table, named before."""
	if stored is None:
		return []
	rows = stored.get(row.parentfield) or [] if row.get("parentfield") else [stored]
	return [each.get(fieldname) for each in rows]


def _is_of_need(doc: Document, field: Document, named: str) -> bool:
	"""A partner reads no households, but gives to the one whose need stands open to it."""
	need = doc.get("charity_need")
	if field.options != FAMILIES[0] or not need or CHARITY_PARTNER not in frappe.get_roles():
		return False
	return bool(
		frappe.db.get_value(NEED, need, "household") == named and frappe.has_permission(NEED, doc=need)
	)


def _may_name(doctype: str, name: str) -> bool:
	"""Frappe's reasons of a refusal name the place of the row, so they are not shown."""
	if not frappe.db.exists(doctype, name):
		return False
	said = len(frappe.local.message_log)
	allowed = bool(frappe.has_permission(doctype, "read", doc=name))
	del frappe.local.message_log[said:]
	return allowed


def _refuse(row: Document, field: Document) -> None:
	"""Word for word what Frappe says of a link that leads nowhere."""
	named = f"{_(field.label)}: {row.get(field.fieldname)}"
	if row.get("parentfield"):
		named = f"{_('Row')} #{row.idx}: {named}"
	frappe.throw(_("Could not find {0}").format(named), frappe.LinkValidationError)

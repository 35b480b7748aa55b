"""Hide values of protected fields in the change history, because the timeline ignores permission levels."""

import json
from typing import Any

import frappe
from frappe.model.document import Document

HIDDEN = "***"


def hide_protected_values(doc: Document, method: str | None = None) -> None:
	"""Replace the values of fields above permission level 0 in a Version; hook `before_insert`."""
	changes = json.loads(doc.data) if doc.data and _is_ours(doc.ref_doctype) else None
	if not isinstance(changes, dict):
		return
	levels = _levels(doc.ref_doctype)
	changes["changed"] = _hidden(changes.get("changed"), levels)
	for row in changes.get("row_changed") or []:
		row[3] = _hidden(row[3], _levels(_child(doc.ref_doctype, row[0])))
	for table, values in [*(changes.get("added") or []), *(changes.get("removed") or [])]:
		for fieldname in _levels(_child(doc.ref_doctype, table)):
			values.pop(fieldname, None)
	doc.data = frappe.as_json(changes, indent=None, separators=(",", ":"))


def _is_ours(doctype: str) -> bool:
	"""True for DocTypes of this app; Frappe's own keep their full history, such as who got which role."""
	module = frappe.get_meta(doctype).module
	return frappe.local.module_app.get(frappe.scrub(module)) == "social_assistance"


def _hidden(rows: list[Any] | None, levels: dict[str, int]) -> list[Any]:
	return [[row[0], HIDDEN, HIDDEN] if row[0] in levels else row for row in rows or []]


def _levels(doctype: str | None) -> dict[str, int]:
	"""Fields above level 0 with their level."""
	if not doctype:
		return {}
	return {field.fieldname: field.permlevel for field in frappe.get_meta(doctype).fields if field.permlevel}


def _child(doctype: str, table: str) -> str | None:
	field = frappe.get_meta(doctype).get_field(table)
	return field.options if field else None

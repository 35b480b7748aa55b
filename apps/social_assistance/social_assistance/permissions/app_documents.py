"""Which document types belong to this app."""

import frappe

from social_assistance.permissions.gate_lists import APP


def is_app_doctype(doctype: str | None) -> bool:
	"""True if the DocType belongs to a module of this app."""
	if not doctype:
		return False
	module = frappe.get_cached_value("DocType", doctype, "module")
	return bool(module) and frappe.local.module_app.get(frappe.scrub(module)) == APP


def list_app_doctypes() -> list[str]:
	"""All document types of this app, child tables included."""
	modules = frappe.get_all("Module Def", filters={"app_name": APP}, pluck="name")
	return frappe.get_all("DocType", filters={"module": ["in", modules]}, pluck="name") if modules else []

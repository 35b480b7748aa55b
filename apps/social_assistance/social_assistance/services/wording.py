"""Names of schemes, people and the bureau as papers print them."""

import frappe
from frappe import _
from frappe.model.document import Document


def get_scheme_name(case: Document) -> str:
	"""The scheme's name in the reader's language."""
	return _(frappe.get_cached_value("Assistance Scheme", case.scheme, "scheme_name"))


def get_user_full_name(user: str | None) -> str:
	"""A staff member's name as letters print it."""
	return (frappe.get_cached_value("User", user, "full_name") if user else "") or ""


def get_bureau_name() -> str:
	"""Who signs for the district."""
	return str(frappe.get_cached_doc("Assistance Settings").bureau_name or "")

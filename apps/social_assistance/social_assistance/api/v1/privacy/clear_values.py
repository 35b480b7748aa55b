"""Clear values of encrypted fields, one at a time and each with a purpose."""

import frappe

from social_assistance.services.privacy import sensitive_access


@frappe.whitelist(methods=["POST"])
def reveal_value(doctype: str, name: str, fieldname: str, purpose: str) -> dict:
	"""The clear value of one field; a Sensitive Access Entry records the look.

	Permission: read on the document and a role of `sensitive_access.REVEAL_ROLES` for the field.
	"""
	return {"value": sensitive_access.reveal_value(doctype, name, fieldname, purpose)}


@frappe.whitelist(methods=["GET"])
def list_revealable(doctype: str) -> list[str]:
	"""Fields whose clear value the user may ask for, so that the form offers only these.

	Permission: answers for the caller's own roles only, shows no data.
	"""
	return sensitive_access.list_revealable_fields(doctype)

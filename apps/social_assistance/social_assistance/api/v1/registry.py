"""Registry calls of the desk: find a person, correct an ID number."""

import frappe

from social_assistance.services import registry
from social_assistance.services.sensitive_access import SEARCHES_PER_HOUR, limit_per_user


@frappe.whitelist(methods=["POST"])
def find_person(id_number: str) -> dict | None:
	"""The person with this ID number inside the caller's scope, None otherwise.

	Permission: read on Registry Person; the found person is checked again, and people out of scope look like nobody.
	"""
	frappe.has_permission(registry.PERSON, "read", throw=True)
	limit_per_user("find_person", SEARCHES_PER_HOUR)
	return registry.find_visible(id_number)


@frappe.whitelist(methods=["POST"])
def correct_id_number(person: str, id_number: str, reason: str) -> dict:
	"""Replace a wrong ID number; the former one and the reason are kept.

	Permission: write on that Registry Person, checked in the service.
	"""
	frappe.get_doc(registry.PERSON, person).check_permission("write")
	return {"id_number": registry.correct_id_number(person, id_number, reason)}

"""What a person was paid, for the person's page."""

from typing import Any

import frappe

from social_assistance.services.payments import person_payments


@frappe.whitelist(methods=["GET"])
def get_person_payments(person: str) -> list[dict[str, Any]]:
	"""What was due and paid month by month and why, the newest first.

	Permission: read on the person; every book is listed with the caller's own permissions.
	"""
	frappe.get_doc("Registry Person", person).check_permission("read")
	return person_payments.list_person_payments(person)

"""What a person was paid, for the person's page."""

from typing import Any

import frappe

from social_assistance.services.payments import person_payments
from social_assistance.services.payments.payment_rows import MOST


@frappe.whitelist(methods=["GET"])
def get_person_payments(person: str) -> dict[str, Any]:
	"""`rows` of what was due and paid month by month and why, the newest first; `is_cut` where older ones are left out.

	Permission: read on the person; every book is listed with the caller's own permissions.
	"""
	frappe.get_doc("Registry Person", person).check_permission("read")
	rows = person_payments.list_person_payments(person)
	return {"rows": rows[:MOST], "is_cut": len(rows) > MOST}

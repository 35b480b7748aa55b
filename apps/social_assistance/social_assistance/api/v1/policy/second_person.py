"""What the desk calls to put a prepared record into force as a second person."""

from typing import Literal

import frappe

from social_assistance.services import second_person
from social_assistance.services.policy import second_signature


@frappe.whitelist(methods=["POST"])
def put_into_force(
	doctype: Literal[
		"Holiday Calendar",
		"Bank Layout",
		"Staff Assignment",
		"Policy Version",
		"Category Payment Rule",
		"Price Index Reading",
		"Township Quota",
		"Medical Cap Rule",
		"Funeral Aid Rule",
	],
	name: str,
) -> None:
	"""Agree with a prepared calendar, bank layout, area of staff, policy, category payment, price index, quota, medical cap or funeral aid.

	Permission: read on the stored record, the approver's role, and neither an author nor the person concerned.
	"""
	frappe.get_doc(doctype, name).check_permission("read")
	if doctype in second_signature.SUBMITTED:
		second_signature.put_into_force(doctype, name)
	else:
		second_person.put_into_force(doctype, name)

"""What the desk and programs call for medical caps and funeral aid: the second person's decision."""

from typing import Any

import frappe

from social_assistance.services.awards import funeral_aid, medical_caps

STANDING = ("name", "granted_amount", "decision_no", "award")


@frappe.whitelist(methods=["POST"])
def decide_medical_cap(medical_cap: str, granted: bool, reason: str = "") -> dict[str, Any]:
	"""Grant what is above the line, or refuse with a reason.

	Permission: read on the stored record, the approver's role, and not the person who prepared it.
	"""
	frappe.get_doc(medical_caps.DOCTYPE, medical_cap).check_permission("read")
	medical_caps.decide_medical_cap(medical_cap, granted=granted, reason=reason)
	return _standing(medical_caps.DOCTYPE, medical_cap)


@frappe.whitelist(methods=["POST"])
def decide_funeral_aid(funeral: str, granted: bool, reason: str = "") -> dict[str, Any]:
	"""Grant the aid of the rule, or refuse with a reason.

	Permission: read on the stored record, the approver's role, and not the person who prepared it.
	"""
	frappe.get_doc(funeral_aid.DOCTYPE, funeral).check_permission("read")
	funeral_aid.decide_funeral_aid(funeral, granted=granted, reason=reason)
	return _standing(funeral_aid.DOCTYPE, funeral)


def _standing(doctype: str, name: str) -> dict[str, Any]:
	return dict(frappe.db.get_value(doctype, name, STANDING, as_dict=True))

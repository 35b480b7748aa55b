"""Issued decisions."""

import frappe

from social_assistance.services.cases import decision_corrections


@frappe.whitelist(methods=["POST"])
def correct_decision(decision: str, grounds: str = "", clause: str = "", remedy: str = "") -> str:
	"""Correct the words of an issued decision by a new numbered one; returns its name.

	Permission: read on the decision, write on its case, a role that decides the case, no kin of the family.
	"""
	frappe.get_doc("Application Decision", decision).check_permission("read")
	return str(decision_corrections.correct_decision(decision, grounds, clause, remedy).name)

"""What the desk and programs call for the means test of a case."""

import frappe

from social_assistance.services.means import assessments, policy_choices


@frappe.whitelist(methods=["POST"])
def start_assessment(application: str) -> str:
	"""The open assessment of a case, or a new one prefilled with what is known; returns its name.

	Permission: read on the case, create on Means Assessment (checked again for the township when it is stored).
	"""
	frappe.get_doc("Assistance Application", application).check_permission("read")
	frappe.has_permission(assessments.DOCTYPE, "create", throw=True)
	return assessments.start_assessment(application)


@frappe.whitelist(methods=["GET"])
def get_policy_choices(application: str) -> dict:
	"""The names of the case's policy that lines of an assessment may use, with their words.

	Permission: read on the case.
	"""
	case = frappe.get_doc("Assistance Application", application)
	case.check_permission("read")
	return policy_choices.list_choices(case)

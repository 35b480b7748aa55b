"""What the desk and programs call for the means test of a case, or of an award under review."""

import frappe

from social_assistance.services.means import assessed_families, assessments, policy_choices


@frappe.whitelist(methods=["POST"])
def start_assessment(application: str) -> str:
	"""The open assessment of a case, or a new one prefilled with what is known; returns its name.

	Permission: read on the case, create on Means Assessment (checked again for the township when it is stored).
	"""
	frappe.get_doc("Assistance Application", application).check_permission("read")
	frappe.has_permission(assessments.DOCTYPE, "create", throw=True)
	return assessments.start_assessment(application)


@frappe.whitelist(methods=["GET"])
def get_policy_choices(application: str = "", review: str = "") -> dict:
	"""The names of the policy of a case, or of a review without one, that lines of an assessment may use.

	Permission: read on the case or the review.
	"""
	if review:
		frappe.get_doc("Review Task", review).check_permission("read")
		return policy_choices.list_choices(assessed_families.get_reviewed_family(review))
	case = frappe.get_doc("Assistance Application", application)
	case.check_permission("read")
	return policy_choices.list_choices(case)


@frappe.whitelist(methods=["POST"])
def start_review_assessment(review: str) -> str:
	"""The open assessment of a review whose award has no case, or a new one; returns its name.

	Permission: write on the review, create on Means Assessment (checked again for the township when it is stored).
	"""
	frappe.get_doc("Review Task", review).check_permission("write")
	frappe.has_permission(assessments.DOCTYPE, "create", throw=True)
	return assessments.start_review_assessment(review)

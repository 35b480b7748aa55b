"""Objections to notices, and complaints."""

import frappe

from social_assistance.services.cases import objection_corrections, objection_investigators, objections


@frappe.whitelist(methods=["GET"])
def list_investigators(objection: str) -> dict[str, str]:
	"""Full names, by user, of whoever may look into an objection.

	Permission: write on the objection.
	"""
	doc = frappe.get_doc(objections.DOCTYPE, objection)
	doc.check_permission("write")
	return objection_investigators.list_investigators(doc)


@frappe.whitelist(methods=["POST"])
def correct_objection(
	objection: str,
	reason: str,
	received_on: str = "",
	channel: str = "",
	ground: str = "",
	ground_text: str = "",
	objector_name: str = "",
	objector_phone: str = "",
) -> str:
	"""Correct what was written down of an objection by a new numbered one; returns its name. What is empty stays as it was.

	Permission: read on the objection, a role that names investigators, not the recorder, nobody concerned by it.
	"""
	frappe.get_doc(objections.DOCTYPE, objection).check_permission("read")
	typed = {
		"received_on": received_on,
		"channel": channel,
		"ground": ground,
		"ground_text": ground_text,
		"objector_name": objector_name,
		"objector_phone": objector_phone,
	}
	return str(objection_corrections.correct_objection(objection, typed, reason).name)

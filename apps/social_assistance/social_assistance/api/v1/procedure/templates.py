"""What the desk calls for process templates."""

import frappe

from social_assistance.services.procedure import template_versions
from social_assistance.services.procedure.templates import TEMPLATE


@frappe.whitelist(methods=["POST"])
def new_version(template: str) -> str:
	"""Make a draft of the next version; returns its name.

	Permission: create on Process Template and read on this one.
	"""
	frappe.new_doc(TEMPLATE).check_permission("create")
	frappe.get_doc(TEMPLATE, template).check_permission("read")
	return template_versions.create_draft_version(template)


@frappe.whitelist(methods=["POST"])
def activate(template: str) -> None:
	"""Put a draft into use and generate the Workflow anew.

	Permission: read on that template, the approver's role, and not a person who prepared it.
	"""
	frappe.get_doc(TEMPLATE, template).check_permission("read")
	template_versions.activate_template(template)

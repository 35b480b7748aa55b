"""Policy versions come into force by the signature of a second person."""

import frappe

from social_assistance.permissions.transition_permits import allow_transition

DOCTYPE = "Policy Version"


def put_into_force(version: str) -> None:
	"""Submit a prepared version as the second person; `before_submit` checks role and person."""
	doc = frappe.get_doc(DOCTYPE, version, for_update=True)
	doc.flags.ignore_permissions = True  # allow: PERM-ignore-permissions before_submit checks role and person; who agrees must not be able to edit
	doc.flags.puts_into_force = True
	with allow_transition(DOCTYPE, doc.name):
		doc.submit()

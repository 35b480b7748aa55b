"""Policies, category payments, price indexes, quotas, medical caps and funeral aid come into force by the signature of a second person."""

import frappe

from social_assistance.permissions.transition_permits import allow_transition

# Submitted by the second person; `before_submit` of each checks role and person.
SUBMITTED = (
	"Policy Version",
	"Category Payment Rule",
	"Price Index Reading",
	"Township Quota",
	"Medical Cap Rule",
	"Funeral Aid Rule",
)


def put_into_force(doctype: str, name: str) -> None:
	"""Submit a prepared record as the second person."""
	doc = frappe.get_doc(doctype, name, for_update=True)
	doc.flags.ignore_permissions = True  # allow: PERM-ignore-permissions before_submit checks role and person; who agrees must not be able to edit
	doc.flags.puts_into_force = True
	with allow_transition(doctype, doc.name):
		doc.submit()

"""One class per rule that refuses: tests assert the class, users read the message."""

import frappe


class AssistanceError(frappe.ValidationError):
	"""Base of every refusal of this app."""

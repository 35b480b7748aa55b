"""Refusals of the gate, the guard and the township scope."""

import frappe


class RequestRefusedError(frappe.PermissionError):
	"""The request gate does not open this function, address or parameter to this caller."""


class TransitionNotAllowedError(frappe.PermissionError):
	"""State, docstatus or amounts of a protected document were changed outside the step service."""


class DerivedFieldError(frappe.PermissionError):
	"""A field that the system works out was sent with another value."""


class FieldClosedError(frappe.PermissionError):
	"""A field belongs to a step that is past or not reached, to another role, or to a document as it was issued."""


class StoredDocumentNotPermittedError(frappe.PermissionError):
	"""The user may not change the document as it is stored, whatever the new values say."""


class OutOfScopeError(frappe.PermissionError):
	"""A document belongs, or would belong, to a division outside the user's area."""

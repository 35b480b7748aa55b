"""Exceptions of the gate, the document guard and the township scope."""

import frappe


class RequestRefusedError(frappe.PermissionError):
	"""The gate refuses this function, address or parameter to this caller."""


class TransitionNotAllowedError(frappe.PermissionError):
	"""A protected field was changed without a permit."""


class DerivedFieldError(frappe.PermissionError):
	"""A field that the system works out was sent with another value."""


class FieldClosedError(frappe.PermissionError):
	"""A field belongs to a step that is past or not reached, to another role, or to a document as it was issued."""


class StoredDocumentNotPermittedError(frappe.PermissionError):
	"""The user may not change the document as it is stored, whatever the new values say."""


class OutOfScopeError(frappe.PermissionError):
	"""A document belongs, or would belong, to a division outside the user's area."""


class LoginLockedError(frappe.ValidationError):
	"""Too many wrong passwords for this account from this line within the time of the lock."""

	http_status_code = 429


class LoginByAddressError(frappe.PermissionError):
	"""Somebody logs in by an address: the password would stand in logs, and a link could log others in."""


class TooManyVisitsError(frappe.ValidationError):
	"""A public page was asked for too often from one line."""

	http_status_code = 429

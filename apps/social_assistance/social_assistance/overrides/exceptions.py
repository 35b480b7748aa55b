"""Refusals about files and references between documents."""

import frappe

from social_assistance.exceptions import AssistanceError


class UnsafeFileError(AssistanceError):
	"""A file whose name, address, type or content may not be stored as evidence."""


class ReferenceNotPermittedError(frappe.PermissionError):
	"""A note, assignment, share or link would point a user at a document that he may not see."""


class NumberInNameError(AssistanceError):
	"""A name that everybody reads, such as a tag, would hold an ID or card number."""

"""Exceptions about files and references between documents."""

import frappe

from social_assistance.exceptions import AssistanceError


class UnsafeFileError(AssistanceError):
	"""A file whose name, address, type or content may not be stored as evidence."""


class ReferenceNotPermittedError(frappe.PermissionError):
	"""A note, assignment, share or link would name a document to a user who may not read it."""


class NumberInNameError(AssistanceError):
	"""A name that everybody reads, such as a tag, would hold an ID or card number."""


class NumberUnreadableError(AssistanceError):
	"""Text stands in a field for numbers that cannot be read as one."""


class ActDayError(AssistanceError):
	"""The day of an act lies ahead, or so far back that it was mistyped."""

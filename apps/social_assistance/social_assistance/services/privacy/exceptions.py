"""Refusals of the subject privacy: tests assert class and words, users read the words."""

import frappe

from social_assistance.exceptions import AssistanceError


class MaskedValueChangedError(AssistanceError):
	"""Someone edited the stars of an encrypted value instead of typing the whole value anew."""


class DataKeyMissingError(AssistanceError):
	"""The site has no key for personal data, so nothing can be encrypted or opened."""


class RevealNotPermittedError(frappe.PermissionError):
	"""The user may read the document but not the clear value of this field."""


class PurposeMissingError(AssistanceError):
	"""A clear value was asked for without saying what for."""


class TooManyRequestsError(AssistanceError):
	"""One account asked for more personal data than its work can need in that time."""


class UnencryptedBackupError(AssistanceError):
	"""A backup would lie on the disk in clear."""


class UndeclaredCipherError(AssistanceError):
	"""A column of ciphers that no controller declares, so that nobody knows how to renew it."""


class WrongDataKeyError(AssistanceError):
	"""A key in the file is not the one that sealed the data under its number."""


class DigestMismatchError(AssistanceError):
	"""A digest is not that of the sealed value beside it."""


class StillSealedError(AssistanceError):
	"""Something is still sealed by a key that was to be retired."""

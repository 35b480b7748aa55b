"""Refusals of the subject reviews: tests assert class and words, users read the words."""

from social_assistance.exceptions import AssistanceError


class ReviewStateError(AssistanceError):
	"""A review is in a state that does not allow the action."""


class ReviewSheetError(AssistanceError):
	"""A review cannot be proposed or decided on what its sheet carries."""


class ReviewOpenError(AssistanceError):
	"""An award is under review already."""


class ExitNoticeError(AssistanceError):
	"""The intended end of 特困 was not posted for the full period."""

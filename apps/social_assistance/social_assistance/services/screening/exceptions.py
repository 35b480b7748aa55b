"""Refusals of the subject screening: tests assert class and words, users read the words."""

from social_assistance.exceptions import AssistanceError


class ScreeningStateError(AssistanceError):
	"""A screening run or proposal is not in the state that the action needs, or the answer lacks its reason."""

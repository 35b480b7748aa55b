"""Refusals of the subject papers: tests assert class and words, users read the words."""

from social_assistance.exceptions import AssistanceError


class LetterNotDueError(AssistanceError):
	"""A letter of a step that the case never took."""

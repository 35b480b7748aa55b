"""Refusals of the subject procedure: tests assert class and words, users read the words."""

from social_assistance.exceptions import AssistanceError


class ProcessTemplateError(AssistanceError):
	"""A process template that cannot be carried out."""

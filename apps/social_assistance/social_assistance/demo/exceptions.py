"""Exceptions of the demo loader."""

from social_assistance.exceptions import AssistanceError


class DemoNotAllowedError(AssistanceError):
	"""Invented people may be stored on demo sites only."""

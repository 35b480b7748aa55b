"""Refusals of the subject clocks: tests assert class and words, users read the words."""

from social_assistance.exceptions import AssistanceError


class HolidayCalendarError(AssistanceError):
	"""A year of the holiday calendar with bad rows, or a file that cannot be read as one."""


class ClockProfileError(AssistanceError):
	"""A clock profile that contradicts itself, overlaps another one, or is in use."""


class CaseClockError(AssistanceError):
	"""A pause or extension that the clock profile of the case does not allow, or not now."""

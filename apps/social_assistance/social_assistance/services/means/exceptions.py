"""Refusals of the subject means: tests assert class and words, users read the words."""

from social_assistance.exceptions import AssistanceError


class AssessmentLineInvalidError(AssistanceError):
	"""A line of an assessment has an impossible amount, period or value."""


class PersonNotInHouseholdError(AssistanceError):
	"""A line or visit names a person who is not a member of the application."""


class PersonDeceasedError(AssistanceError):
	"""A member died before the application."""


class AssessmentFrozenError(AssistanceError):
	"""A submitted assessment backs a decision and is not changed."""


class VisitIncompleteError(AssistanceError):
	"""A home visit lacks investigators, a member, a reason or a signature."""


class EvidenceClaimError(AssistanceError):
	"""A claim about income elsewhere is incomplete, or was decided already."""


class AssessmentSubjectError(AssistanceError):
	"""An assessment of no case and no review, or of a review that is over or has a case."""

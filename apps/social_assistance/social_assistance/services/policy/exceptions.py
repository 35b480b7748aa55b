"""Refusals of the subject policy: tests assert class and words, users read the words."""

from social_assistance.exceptions import AssistanceError


class PolicyNotFoundError(AssistanceError):
	"""No submitted policy version holds for the place and day."""


class PolicyExpiredError(PolicyNotFoundError):
	"""The last policy version of the place ended before the day."""


class PolicyOverlapError(AssistanceError):
	"""Two versions would hold for the same division on the same day."""


class PolicyPeriodInvalidError(AssistanceError):
	"""A policy version ends before it starts, or reaches behind the one it replaces."""


class PolicyParametersInvalidError(AssistanceError):
	"""A row or field of a policy version is missing, contradictory or outside its range."""


class PolicyFrozenError(AssistanceError):
	"""A submitted policy version is law for decided cases and changes only by a new version."""


class TownshipQuotaInvalidError(AssistanceError):
	"""A table of quotas that names a township twice, a place that is none, or a day that another table has."""


class SchemeRuleInvalidError(AssistanceError):
	"""Exclusions and dependencies of a scheme contradict each other."""


class DatedRuleInvalidError(AssistanceError):
	"""A medical cap or funeral aid whose rows contradict each other, or whose day another rule has."""

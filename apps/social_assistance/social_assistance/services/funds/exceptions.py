"""Refusals of the subject funds: tests assert class and words, users read the words."""

from social_assistance.exceptions import AssistanceError


class LedgerUnbalancedError(AssistanceError):
	"""A voucher whose debits and credits differ; nothing of it is booked."""


class PeriodClosedError(AssistanceError):
	"""A booking into a closed period, or the closing of a period that is not over."""


class FundsInsufficientError(AssistanceError):
	"""More would be allocated or used than there is."""


class BudgetExistsError(AssistanceError):
	"""A second budget for the same year, scheme and place."""

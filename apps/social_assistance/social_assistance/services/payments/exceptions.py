"""Refusals of the subject payments: tests assert class and words, users read the words."""

from social_assistance.exceptions import AssistanceError


class MonthAlreadyPaidError(AssistanceError):
	"""A regular run for the month already covers the scheme and the division."""


class BankReturnInvalidError(AssistanceError):
	"""A return file that names unknown rows, other amounts or totals that do not add up; nothing of it is booked."""


class BankFileMismatchError(AssistanceError):
	"""The rows written to a bank file do not add up to its lines."""


class BankLayoutInvalidError(AssistanceError):
	"""A bank layout that lacks a column, or a second one for the same bank."""


class FinanceListError(AssistanceError):
	"""A finance list out of its order, or bank files without an approved one."""


class RecoveryInvalidError(AssistanceError):
	"""A recovery without overpaid months, out of its order, or of more than is outstanding."""


class BankFilePasswordError(AssistanceError):
	"""A password that does not protect the accounts in a bank file."""


class CategoryRuleInvalidError(AssistanceError):
	"""A category payment rule or price index reading that contradicts itself, another one, or what was paid under it."""


class CategoryNotDueError(AssistanceError):
	"""A category payment outside its months or places, or a price subsidy that the index has not started."""

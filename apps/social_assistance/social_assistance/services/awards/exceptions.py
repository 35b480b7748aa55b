"""Refusals of the subject awards: tests assert class and words, users read the words."""

from social_assistance.exceptions import AssistanceError


class SchemeConflictError(AssistanceError):
	"""A person or household already has a scheme that excludes the one asked for."""


class OpenAwardExistsError(AssistanceError):
	"""The household or person already has an open award of the scheme, or one that overlaps in time."""


class AwardNotBackedError(AssistanceError):
	"""An award without a confirmed decision, or with an amount that the calculation does not give."""


class AwardStateError(AssistanceError):
	"""The award is in a state, or the month in an order, that does not allow this change."""


class PaymentMonthInvalidError(AssistanceError):
	"""A payment month that is not a month, or lies too far ahead."""


class AccountChangeError(AssistanceError):
	"""A change of account that is incomplete, out of its order, or of an account that others have without a reason."""


class PaymentHoldStateError(AssistanceError):
	"""A hold that exists already, or was released before."""


class SumNotDueError(AssistanceError):
	"""A medical cap or funeral aid that no rule gives, that was given before, or that is out of its order."""


class ReservePaymentError(AssistanceError):
	"""A use of the reserve that would pay an award a second time, in part, or of another township."""

"""Refusals of the domain: a stable code, the field concerned and named values for the message."""

from collections.abc import Mapping
from typing import Any

from social_assistance.domain.messages import MESSAGES


class DomainError(ValueError):
	"""A refused value or rule; `code`, `field` and `params` let the caller word it in its own language."""

	def __init__(self, code: str, field: str = "", params: Mapping[str, Any] | None = None) -> None:
		self.code = code
		self.field = field
		self.params: dict[str, Any] = dict(params or {})
		super().__init__(self.message)

	@property
	def template(self) -> str:
		"""English text with {named} places; the source string of the translation."""
		return MESSAGES[self.code]

	@property
	def message(self) -> str:
		"""The English text with the values filled in."""
		return self.template.format(field=self.field, **self.params)


class InvalidIdentifier(DomainError):  # noqa: N818 - says what the value is
	"""A number that names a person, an organisation, an account or a place is not well formed."""


class InvalidAmount(DomainError):  # noqa: N818 - says what the value is
	"""A sum of money is not a plain non-negative number of yuan and fen."""


class InvalidPeriod(DomainError):  # noqa: N818 - says what the value is
	"""A month, day or span of time does not exist or runs backwards."""


class CalendarError(DomainError):
	"""The working-day calendar cannot answer, usually because the year is not loaded."""


class ClockError(DomainError):
	"""A pause, extension or limit that the clock profile does not allow."""


class SealingError(DomainError):
	"""Personal data could not be encrypted or opened."""


class ParameterError(DomainError):
	"""A policy, process or fact record is incomplete or contradictory; `field` is the path of the value."""


class ProcessError(DomainError):
	"""A move, skip or actor that the process template does not allow."""


class HouseholdError(DomainError):
	"""The facts of a household contradict each other."""


class IntegrityError(DomainError):
	"""A record that must not change has changed, or cannot be written in one agreed form."""


class DisclosureError(DomainError):
	"""A field that must stay private was about to be published."""


class BankReturnError(DomainError):
	"""A bank's return file cannot be read, or contradicts itself."""


class ReviewError(DomainError):
	"""A review proposes what its own sheet does not carry."""


class SheetError(DomainError):
	"""A file from outside is neither a workbook nor text in a known encoding."""


class BankLayoutError(DomainError):
	"""A bank layout from which a payment could not be told, or a value that does not fit into it."""

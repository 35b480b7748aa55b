"""Domain refusals in the user's language."""

from typing import NoReturn

import frappe
from frappe import _

from social_assistance.domain.errors import DomainError
from social_assistance.exceptions import AssistanceError, MalformedIdentifierError


def wording(error: DomainError, label: str = "") -> str:
	"""Translated text of a domain refusal; `label` names the field as the form shows it."""
	field = _(label or error.field)
	return _(error.template).format(**{**error.params, "field": field})


def refuse(
	error: DomainError, label: str = "", exception: type[AssistanceError] = MalformedIdentifierError
) -> NoReturn:
	"""Raise a domain refusal as a named refusal of the app."""
	frappe.throw(wording(error, label), exception)

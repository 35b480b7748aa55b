"""Domain refusals in the user's language."""

from typing import NoReturn

import frappe
from frappe import _

from social_assistance.domain.errors import DomainError
from social_assistance.exceptions import AssistanceError, MalformedIdentifierError


def translate_domain_error(error: DomainError, label: str = "") -> str:
	"""Translated text of a domain refusal; `label` names the field as the form shows it."""
	field = _(label or error.field)
	return _(error.template).format(**{**error.params, "field": field})


def throw_domain_error(
	error: DomainError, label: str = "", exception: type[AssistanceError] = MalformedIdentifierError
) -> NoReturn:
	"""Raise a domain refusal as a named refusal of the app."""
	frappe.throw(translate_domain_error(error, label), exception)

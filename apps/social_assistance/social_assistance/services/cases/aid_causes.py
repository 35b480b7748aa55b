"""Temporary aid names its cause; for a cause that was aided before it says why (国发〔2014〕47号)."""

from collections.abc import Iterator
from typing import Any

import frappe
from frappe import _

from social_assistance.services.policy.schemes import is_paid_once, list_paid_once

CASE = "Assistance Application"


def list_aid_causes() -> list[str]:
	"""Causes that temporary aid can be applied for."""
	return [cause for cause in frappe.get_meta(CASE).get_field("aid_cause").options.split("\n") if cause]


def list_cause_problems(filing: Any, case: str = "") -> Iterator[tuple[str, str]]:
	"""Field and text of what a case, or a request for one, lacks of its cause; nothing for what is paid every month.

	`case` is the stored case itself, which is no aid before.
	"""
	if not is_paid_once(filing.scheme):
		return
	if filing.aid_cause not in list_aid_causes():
		yield "aid_cause", _("Cause of the Hardship: choose what brought the family into hardship.")
		return
	before = _find_aided_case(filing.household, filing.aid_cause, case)
	if before and not (filing.repeat_reason or "").strip():
		yield (
			"repeat_reason",
			_(
				"Reason for Aid Again: this cause was aided in case {0}. Say what is new, or do not accept the application."
			).format(before),
		)


def _find_aided_case(household: str, cause: str, but: str) -> str | None:
	"""A case of the household in which temporary aid was given for the cause."""
	if not household:
		return None
	filters = {
		"household": household,
		"aid_cause": cause,
		"scheme": ("in", list_paid_once()),
		"benefit_award": ("is", "set"),
		"name": ("!=", but),
	}
	found: str | None = frappe.db.get_value(CASE, filters)
	return found

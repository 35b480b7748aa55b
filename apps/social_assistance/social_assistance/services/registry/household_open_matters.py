"""What still hangs on a household: open applications and open awards."""

from typing import NamedTuple

import frappe
from frappe import _

from social_assistance.services.registry.exceptions import HouseholdBusyError


class OpenMatters(NamedTuple):
	"""Names of open applications and open awards."""

	applications: list[str]
	awards: list[str]


def get_open_matters(household: str) -> OpenMatters:
	"""Open applications and awards of a household, whoever may see them."""
	applications = frappe.get_all(
		"Assistance Application",
		filters={"household": household, "open_case_key": ("is", "set")},
		pluck="name",
	)
	awards = frappe.get_all(
		"Benefit Award", filters={"household": household, "open_award_key": ("is", "set")}, pluck="name"
	)
	return OpenMatters(applications, awards)


def refuse_undecided_applications(household: str) -> None:
	"""A household under examination is not reshaped: the case froze its members; one in payment is reviewed instead."""
	found = frappe.get_all(
		"Assistance Application", filters={"household": household, "case_status": "Open"}, pluck="name"
	)
	_refuse_applications(found)


def require_no_open_applications(household: str) -> None:
	"""A household that ends has no case left, whatever its stage."""
	_refuse_applications(get_open_matters(household).applications)


def _refuse_applications(found: list[str]) -> None:
	if found:
		message = _("Application {0} of this household is open. Decide or withdraw it first.")
		frappe.throw(message.format(", ".join(found)), HouseholdBusyError)


def require_no_open_awards(household: str) -> None:
	"""Money must not go to a household that ends."""
	found = get_open_matters(household).awards
	if found:
		numbers = frappe.get_all("Benefit Award", filters={"name": ("in", found)}, pluck="award_no")
		message = _("Award {0} of this household is open. Stop it first.")
		frappe.throw(message.format(", ".join(map(str, numbers))), HouseholdBusyError)

"""Schemes that nobody has at once, and schemes that presuppose another (as the Assistance Scheme records say)."""

import frappe
from frappe import _
from frappe.model.document import Document

from social_assistance.domain.means.assessment import LADDER
from social_assistance.services.awards.exceptions import SchemeConflictError
from social_assistance.services.awards.grants import STOPPED

# Classes of one ladder replace each other by decision; the others must end before.
_LADDER = frozenset(scheme.value for scheme in LADDER)


def list_conflicting_awards(scheme: str, household: str, person: str | None) -> list[str]:
	"""Running awards that the scheme excludes, for the person or for the household as the rule says."""
	rules = frappe.get_all(
		"Scheme Exclusion",
		filters={"parent": scheme, "parenttype": "Assistance Scheme"},
		fields=["excluded_scheme", "scope"],
	)
	scopes = {rule.excluded_scheme: rule.scope for rule in rules}
	if not scopes:
		return []
	running = frappe.get_all(
		"Benefit Award",
		filters={"household": household, "scheme": ("in", list(scopes)), "award_status": ("!=", STOPPED)},
		fields=["name", "scheme", "person"],
	)
	return [
		row.name
		for row in running
		if (scopes[row.scheme] == "Household" or (person and row.person == person))
		and not {scheme, row.scheme} <= _LADDER
	]


def require_compatible_award(award: Document) -> None:
	"""Refuse an award beside one that excludes it."""
	found = list_conflicting_awards(award.scheme, award.household, award.person)
	if found:
		frappe.throw(
			_("Scheme {0} and award {1} exclude each other. Stop that award first.").format(
				award.scheme, ", ".join(found)
			),
			SchemeConflictError,
		)

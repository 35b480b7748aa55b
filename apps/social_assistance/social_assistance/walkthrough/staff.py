"""The role accounts of the walkthrough, found in the site's own staff register."""

import frappe
from frappe import _

from social_assistance.constants import (
	DISCLOSURE_OFFICER,
	DISTRICT_APPROVER,
	DISTRICT_REVIEWER,
	FINANCE_OFFICER,
	TOWNSHIP_CLERK,
	TOWNSHIP_LEADER,
	TOWNSHIP_REVIEWER,
	VERIFICATION_OFFICER,
	VILLAGE_ASSISTANT,
)
from social_assistance.exceptions import AssistanceError
from social_assistance.services.registry.divisions import list_ancestors

ROLES = (
	VILLAGE_ASSISTANT,
	TOWNSHIP_CLERK,
	TOWNSHIP_REVIEWER,
	TOWNSHIP_LEADER,
	VERIFICATION_OFFICER,
	DISTRICT_REVIEWER,
	DISTRICT_APPROVER,
	DISCLOSURE_OFFICER,
	FINANCE_OFFICER,
)


def find_urban_village_with_staff() -> str:
	"""The first urban community that a village assistant covers."""
	return find_village_with_staff("Urban")


def find_village_with_staff(residence_class: str) -> str:
	"""The first village or community of that class that a village assistant covers."""
	areas = frappe.get_all(
		"User Permission",
		filters={"user": ("in", _users(VILLAGE_ASSISTANT)), "allow": "Administrative Division"},
		pluck="for_value",
	)
	village = frappe.db.get_value(
		"Administrative Division",
		{"name": ("in", areas), "division_level": "Village", "residence_class": residence_class},
		"name",
		order_by="name",
	)
	if not village:
		raise AssistanceError(
			_("No village or community of this class has a village assistant. Load the demo district first.")
		)
	return str(village)


def find_account(role: str, village: str) -> str:
	"""The user who holds the role for the village: of the village itself, its township or the district."""
	above = [row.name for row in list_ancestors(village)]
	candidates = [
		(min(above.index(d) for d in set(_divisions(u)) & set(above)), u)
		for u in _users(role)
		if set(_divisions(u)) & set(above)
	]
	if not candidates:
		raise AssistanceError(_("No account with the role {0} covers {1}.").format(_(role), village))
	return min(candidates)[1]


def find_another_clerk(village: str) -> str:
	"""A township clerk whose area does not contain the village."""
	above = {row.name for row in list_ancestors(village)}
	return next(user for user in _users(TOWNSHIP_CLERK) if not set(_divisions(user)) & above)


def find_colleague(user: str, village: str) -> str:
	"""A second investigator of the same township."""
	return next(
		u for role in (TOWNSHIP_REVIEWER, VILLAGE_ASSISTANT) if (u := find_account(role, village)) != user
	)


def _users(role: str) -> list[str]:
	holders = frappe.get_all(
		"Has Role", filters={"role": role, "parenttype": "User"}, pluck="parent", order_by="parent"
	)
	return frappe.get_all(
		"User", filters={"name": ("in", holders), "enabled": 1}, pluck="name", order_by="name"
	)


def _divisions(user: str) -> list[str]:
	return frappe.get_all(
		"User Permission", filters={"user": user, "allow": "Administrative Division"}, pluck="for_value"
	)

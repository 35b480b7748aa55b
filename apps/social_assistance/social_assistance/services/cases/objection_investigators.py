"""Who may look into an objection: works in the place, may write it, and has no part in what is objected to."""

import frappe
from frappe import _
from frappe.model.document import Document

from social_assistance.exceptions import SeparationOfDutiesError
from social_assistance.permissions.region_scope import is_in_scope, list_granted_users
from social_assistance.services.cases.exceptions import ObjectionInvalidError
from social_assistance.services.registry.kin import get_conflicted_users

# Steps whose actors an objection calls into question.
QUESTIONED_STEPS = ("ACCEPT", "KIN_RECORD", "VERIFY", "VISIT", "INITIAL")


def list_concerned_users(objection: Document, case: Document) -> set[str | None]:
	"""Whoever handled the case so far, is its kin, or is the one objected to."""
	return {objection.concerns_staff, *get_conflicted_users(case), *_questioned(case)}


def list_investigators(objection: Document) -> dict[str, str]:
	"""Full names, by user, of whoever may be named: works in the place, may write objections, is not concerned."""
	case = frappe.get_doc("Assistance Application", objection.application)
	writers = [row.role for row in objection.meta.permissions if row.write]
	users = frappe.get_all(
		"Has Role", {"role": ("in", writers), "parenttype": "User"}, pluck="parent", distinct=True
	)
	possible = list_granted_users(case.division, users) - list_concerned_users(objection, case)
	staff = frappe.get_all(
		"User",
		{"name": ("in", possible or [""]), "enabled": 1, "user_type": "System User"},
		["name", "full_name"],
		order_by="full_name",
	)
	return {row.name: row.full_name for row in staff}


def check_investigator(objection: Document, case: Document) -> None:
	"""Somebody else than the one objected to: nobody who handled the case so far, and no kin."""
	person = objection.investigator
	if not person:
		return
	if person in list_concerned_users(objection, case):
		frappe.throw(
			_(
				"Investigator: {0} handled this case or is concerned by the objection. Name somebody else."
			).format(frappe.get_cached_value("User", person, "full_name")),
			SeparationOfDutiesError,
		)
	if not frappe.has_permission(objection.doctype, "write", user=person):
		frappe.throw(
			_("Investigator: {0} may not handle objections. Name somebody else.").format(
				frappe.get_cached_value("User", person, "full_name")
			),
			ObjectionInvalidError,
		)
	if not is_in_scope(case.division, person):
		frappe.throw(_("Investigator: {0} does not work in this area.").format(person), ObjectionInvalidError)


def _questioned(case: Document) -> set[str]:
	steps = frappe.get_all(
		"Application Step",
		filters={"application": case.name, "step_code": ("in", QUESTIONED_STEPS), "done_by": ("is", "set")},
		pluck="done_by",
	)
	visits = frappe.get_all("Home Visit", filters={"application": case.name}, pluck="name")
	visitors = frappe.get_all(
		"Visit Investigator",
		filters={"parent": ("in", visits or [""]), "parenttype": "Home Visit"},
		pluck="investigator",
	)
	return {*steps, *visitors}

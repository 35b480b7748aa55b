"""Who stands at the counter: what an ID number says, and the person and family on record as far as the user may see them."""

from collections.abc import Iterable
from typing import Any

import frappe
from frappe import _

from social_assistance.domain.errors import DomainError
from social_assistance.domain.periods import age_on
from social_assistance.domain.registry.identifiers import CitizenId, parse_citizen_id
from social_assistance.domain.registry.relations import guess_relation
from social_assistance.services import clock
from social_assistance.services.domain_errors import translate_domain_error
from social_assistance.services.privacy.sensitive_access import SEARCHES_PER_HOUR, enforce_user_limit
from social_assistance.services.registry import people
from social_assistance.services.registry.household_facts import HOUSEHOLD
from social_assistance.services.registry.person_facts import PERSON, SEX

DIVISION, CASE = "Administrative Division", "Assistance Application"
DISTRICT_DIGITS, CODE_LENGTH = 6, 12


def check_person(id_number: str, head_id_number: str = "", has_spouse: bool = False) -> dict[str, Any]:
	"""What an ID number says, and the person on record with that person's household as far as the user may see them.

	`problem` says why the number cannot be used; it is the refusal that the save would give.
	"""
	citizen, problem = parse_id(id_number)
	if citizen is None:
		return {"problem": problem}
	known = people.find_visible_person(citizen.value)
	said = _describe_citizen(citizen) | {"person": known, "relation": "", "household": None}
	head, _unused = parse_id(head_id_number) if head_id_number else (None, "")
	if head:
		said["relation"] = guess_relation(
			head.birth_date, head.sex, citizen.birth_date, citizen.sex, has_spouse=has_spouse
		).value
	if known is None:
		return said | {"problem": _taken_elsewhere(citizen.value)}
	home = known["current_household"]
	said["household"] = _describe_household(home) if home else None
	dead = _("This person is recorded as deceased.") if known["is_deceased"] else ""
	return said | {"problem": dead}


def list_unseen(doctype: str, names: Iterable[str]) -> set[str]:
	"""Those of the named documents that the user does not see; one that is missing is no other than one out of sight."""
	wanted = {name for name in names if name}
	if not wanted:
		return set()
	seen = frappe.get_list(doctype, {"name": ("in", list(wanted))}, pluck="name", limit_page_length=0)
	return wanted - set(seen)


def parse_id(text: str) -> tuple[CitizenId | None, str]:
	"""The checked number, or None and what is wrong with it."""
	try:
		return parse_citizen_id(text, "ID Number", clock.today()), ""
	except DomainError as error:
		return None, translate_domain_error(error, "ID Number")


def explain_taken(clear_id: str) -> str:
	"""Why a new person cannot have this number; each number that is looked up counts as a search."""
	enforce_user_limit("find_person", SEARCHES_PER_HOUR)
	if people.find_visible_person(clear_id):
		return str(_("This person is on record already. Press Enter in the field to take the record over."))
	return _taken_elsewhere(clear_id)


def _taken_elsewhere(clear_id: str) -> str:
	"""Why a number that the user sees nobody under cannot be used; the save says the same."""
	if not people.find_person_by_id_number(clear_id):
		return ""
	return str(
		_(
			"This ID Number is already registered outside your divisions. Ask the district bureau to move the person."
		)
	)


def _describe_citizen(citizen: CitizenId) -> dict[str, Any]:
	code = citizen.division.ljust(CODE_LENGTH, "0")
	return {
		"id_number": citizen.value,
		"birth_date": citizen.birth_date,
		"age": age_on(citizen.birth_date, clock.today()),
		"sex": SEX[citizen.sex],
		"area": frappe.db.get_value(DIVISION, code, "division_name") or citizen.value[:DISTRICT_DIGITS],
	}


def _describe_household(name: str) -> dict[str, Any] | None:
	"""The household as the user may see it, with its present members and open cases; None out of sight."""
	if not frappe.has_permission(HOUSEHOLD, "read", name):
		return None
	home = frappe.get_doc(HOUSEHOLD, name)
	home.apply_fieldlevel_read_permissions()
	shown = (
		"name",
		"household_no",
		"division",
		"residence_class",
		"address",
		"phone",
		"bank_name",
		"bank_account",
	)
	members = [row for row in home.members if not row.to_date]
	return {field: home.get(field) for field in shown} | {
		"members": _describe_members(members),
		"open_cases": _open_cases(name),
	}


def _describe_members(rows: list[Any]) -> list[dict[str, Any]]:
	fields = ["name", "id_number", "birth_date", "sex", "is_deceased"]
	found = frappe.get_list(
		PERSON, {"name": ("in", [row.person for row in rows])}, fields, limit_page_length=0
	)
	people_by_name = {person.name: person for person in found}
	return [
		{
			"person": row.person,
			"person_name": row.person_name,
			"relation": row.relation,
			"age": age_on(people_by_name[row.person].birth_date, clock.today()),
			**people_by_name[row.person],
		}
		for row in rows
		if row.person in people_by_name and people_by_name[row.person].birth_date
	]


def _open_cases(household: str) -> list[dict[str, Any]]:
	return list(
		frappe.get_list(
			CASE,
			filters={"household": household, "open_case_key": ("is", "set")},
			fields=["name", "scheme", "workflow_state"],
			limit=5,
		)
	)

"""Registry calls of the desk: find a person, correct an ID number."""

import frappe

from social_assistance.services import clock
from social_assistance.services.means import split_signs
from social_assistance.services.privacy.sensitive_access import SEARCHES_PER_HOUR, enforce_user_limit
from social_assistance.services.registry import duplicates, people, person_merge, person_timeline, protections


@frappe.whitelist(methods=["POST"])
def find_person(id_number: str) -> dict | None:
	"""The person with this ID number inside the caller's scope, None otherwise.

	Permission: read on Registry Person; the found person is checked again, and people out of scope look like nobody.
	"""
	frappe.has_permission(people.PERSON, "read", throw=True)
	enforce_user_limit("find_person", SEARCHES_PER_HOUR)
	return people.find_visible_person(id_number)


@frappe.whitelist(methods=["POST"])
def correct_id_number(person: str, id_number: str, reason: str) -> dict:
	"""Replace a wrong ID number; the former one and the reason are kept.

	Permission: write on that Registry Person, checked in the service.
	"""
	frappe.get_doc(people.PERSON, person).check_permission("write")
	return {"id_number": people.correct_id_number(person, id_number, reason)}


@frappe.whitelist(methods=["POST"])
def similar_people(person_name: str, id_number: str = "", address: str = "") -> list[dict]:
	"""People on record who are much like the given one, inside the caller's scope.

	Permission: read on Registry Person; each found person is checked again.
	"""
	frappe.has_permission(people.PERSON, "read", throw=True)
	enforce_user_limit("similar_people", SEARCHES_PER_HOUR)
	found = duplicates.find_similar_people(person_name, duplicates.get_birth_date(id_number), address)
	shown = ("name", "person_name", "birth_date", "id_number", "division")
	return [
		{**{key: similar.person[key] for key in shown}, "score": similar.score}
		for similar in found
		if frappe.has_permission(people.PERSON, "read", similar.person["name"])
	]


@frappe.whitelist(methods=["POST"])
def merge_person(person: str, into: str, reason: str) -> str:
	"""Merge a duplicate record into the one that stays; returns the name of the merge entry.

	Permission: write on both persons.
	"""
	frappe.get_doc(people.PERSON, person).check_permission("write")
	frappe.get_doc(people.PERSON, into).check_permission("write")
	return person_merge.merge_people(person, into, reason)


@frappe.whitelist(methods=["GET"])
def get_person_timeline(person: str) -> list[dict]:
	"""Applications, awards, donations, findings, visits, decisions and moves of a person, the newest first.

	Permission: read on the person; every book is listed with the caller's own permissions.
	"""
	frappe.get_doc(people.PERSON, person).check_permission("read")
	return person_timeline.list_timeline_entries(person)


@frappe.whitelist(methods=["GET"])
def splitting_signs(household: str) -> list[str]:
	"""Signs that the household was split for the benefit, as texts.

	Permission: read on the household.
	"""
	frappe.get_doc(split_signs.HOUSEHOLD, household).check_permission("read")
	return [
		frappe._(split_signs.WORDING[sign])
		for sign in split_signs.list_splitting_signs(household, clock.today())
	]


@frappe.whitelist(methods=["GET", "POST"])
def protection_kinds(protected_person: str | None = None, application: str | None = None) -> list[str]:
	"""Reasons for protection that the policy in force names where the person or the case belongs.

	Permission: create on Protection Mark, and read on that person or case.
	"""
	frappe.has_permission(protections.DOCTYPE, "create", throw=True)
	subject = (
		("Registry Person", protected_person) if protected_person else ("Assistance Application", application)
	)
	frappe.get_doc(*subject).check_permission("read")
	division = protections.division_of(protected_person, application)
	return list(protections.kinds_of_policy(division, clock.today()))

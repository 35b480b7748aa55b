"""The people whom the means test of a case looks at: of the application, later the members whom the household has."""

from typing import Any

import frappe

from social_assistance.domain.vocabulary import Relation
from social_assistance.services.registry.person_records import Role

UNDECIDED = ("Open",)


def case_roles(case: Any) -> list[Role]:
	"""The people of the application; a member whom it leaves out of the count owes no support there.

	Once the case is decided these are the members whom the household has now: people are born, leave and die.
	"""
	return _filed_roles(case) if case.case_status in UNDECIDED else _present_roles(case)


def _present_roles(case: Any) -> list[Role]:
	rows = frappe.get_all(
		"Household Membership",
		filters={"parent": case.household, "parenttype": "Registry Household", "to_date": ("is", "not set")},
		fields=["person", "relation"],
		order_by="idx",
	)
	if not rows:
		return _filed_roles(case)
	left_out = {row.person for row in case.members if not row.is_counted}
	speaker = _speaker(case, [row.person for row in rows])
	return [
		Role(
			person=row.person,
			relation=Relation(row.relation or "Other"),
			is_applicant=row.person == speaker,
			legal_duty=row.person not in left_out,
		)
		for row in rows
	]


def _speaker(case: Any, people: list[str]) -> str:
	"""Who stands for the family: the applicant; after his death or move its head, else the next member."""
	living = frappe.get_all(
		"Registry Person", filters={"name": ("in", people), "deceased_on": ("is", "not set")}, pluck="name"
	)
	head = frappe.db.get_value("Registry Household", case.household, "head_person")
	there = [person for person in (case.applicant, head, *people) if person in living]
	return str(there[0] if there else people[0])


def _filed_roles(case: Any) -> list[Role]:
	return [
		Role(
			person=row.person,
			relation=Relation(row.relation or "Other"),
			is_applicant=row.person == case.applicant,
			legal_duty=bool(row.is_counted),
		)
		for row in case.members
	]

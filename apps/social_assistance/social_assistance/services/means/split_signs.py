"""Signs that a household was split shortly before applying (单独立户), read from the dated memberships."""

from datetime import date
from typing import Any

import frappe
from frappe.utils import add_months, getdate

from social_assistance.domain.means.household import HouseholdFacts
from social_assistance.domain.means.membership import FormerMember, find_splitting_signs
from social_assistance.domain.periods import age_on
from social_assistance.domain.policy.income_rules import HouseholdRules
from social_assistance.domain.registry.likeness import normalise_address
from social_assistance.domain.vocabulary import Relation, ResidenceClass
from social_assistance.services.policy.in_force import get_policy_in_force, get_policy_parameters
from social_assistance.services.registry import person_records
from social_assistance.services.registry.person_records import EARNING, NO_LABOUR, Role

HOUSEHOLD, MEMBERSHIP, PERSON = "Registry Household", "Household Membership", "Registry Person"
# English source strings of the signs; the outer layer translates them.
WORDING = {
	"formed_shortly_before": "Separated from an earner shortly before",
	"only_dependants_left": "Only old, minor, disabled or unable members in this household",
	"earner_at_same_address": "An earner of the former household lives at the same address",
}
# A death or a mistake in the register is no split.
SEPARATIONS = ("Household Split", "Moved Out", "Marriage")


def list_splitting_signs(household: str, on: date) -> tuple[str, ...]:
	"""Stable codes of the signs, none when the policy does not look back that far."""
	doc = frappe.get_doc(HOUSEHOLD, household)
	rules = get_policy_parameters(get_policy_in_force(doc.division, on)).household
	active = [row for row in doc.members if not row.to_date]
	if not active or not rules.splitting_months:
		return ()
	people = [row.person for row in active]
	records = person_records.read_person_records(people, on)
	roles = [Role(row.person, Relation(row.relation), row.relation == Relation.HEAD.value) for row in active]
	facts = HouseholdFacts(
		key=doc.name,
		residence_class=ResidenceClass(doc.residence_class),
		assessed_on=on,
		members=person_records.build_members(roles, records, on),
	)
	formed_on = getdate(doc.formed_on or min(getdate(row.from_date) for row in active))
	return find_splitting_signs(facts, formed_on, list_former_members(people, on, rules), rules)


def list_former_members(people: list[str], on: date, rules: HouseholdRules) -> list[FormerMember]:
	"""Who shared a household with these people until they separated inside the time that the policy looks back."""
	separations = frappe.get_all(
		MEMBERSHIP,
		filters={
			"person": ("in", people),
			"to_date": ("between", (add_months(on, -rules.splitting_months), on)),
			"end_reason": ("in", SEPARATIONS),
		},
		fields=["parent", "to_date"],
	)
	if not separations:
		return []
	left_on = {row.parent: row.to_date for row in separations}
	shared = frappe.get_all(
		MEMBERSHIP,
		filters={"parent": ("in", list(left_on)), "person": ("not in", people)},
		fields=["parent", "person", "from_date", "to_date"],
	)
	left_behind = {
		row.person
		for row in shared
		if row.from_date <= left_on[row.parent]
		and (row.to_date is None or row.to_date >= left_on[row.parent])
	}
	return _described(left_behind, people, on)


def _described(left_behind: set[str], people: list[str], on: date) -> list[FormerMember]:
	rows = frappe.get_all(
		PERSON,
		filters={"name": ("in", [*left_behind, *people])},
		fields=["name", "birth_date", "employment_status", "labour_ability", "address", "is_deceased"],
	)
	addresses = {normalise_address(row.address) for row in rows if row.name in people and row.address}
	return [
		FormerMember(row.name, age_on(row.birth_date, on), _is_earner(row), _lives_at(row, addresses))
		for row in rows
		if row.name in left_behind and row.birth_date and not row.is_deceased
	]


def _is_earner(row: Any) -> bool:
	return row.employment_status in EARNING and row.labour_ability != NO_LABOUR


def _lives_at(row: Any, addresses: set[str]) -> bool:
	return bool(row.address) and normalise_address(row.address) in addresses

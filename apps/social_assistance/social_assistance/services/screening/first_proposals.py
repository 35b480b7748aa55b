"""What a family at the counter may apply for, by the facts that are known before any income is: a proposal, no decision."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import frappe
from frappe import _

from social_assistance.domain.errors import DomainError
from social_assistance.domain.means.entitlement import evaluate_all_schemes
from social_assistance.domain.means.household import HouseholdFacts, Member
from social_assistance.domain.means.results import Outcome, SchemeResult
from social_assistance.domain.registry.disability import Disability, parse_disability_card
from social_assistance.domain.registry.identifiers import parse_citizen_id
from social_assistance.domain.vocabulary import Relation, ResidenceClass
from social_assistance.services import clock
from social_assistance.services.cases.intake_people import list_unseen
from social_assistance.services.cases.intake_request import IntakeMember, IntakeRequest
from social_assistance.services.means import explanations
from social_assistance.services.policy import in_force
from social_assistance.services.registry import person_records
from social_assistance.services.registry.household_facts import HOUSEHOLD
from social_assistance.services.registry.person_facts import PERSON
from social_assistance.services.registry.person_records import Role

# Outcomes that speak for a scheme while incomes and visits are still to come.
HOPEFUL = (Outcome.ELIGIBLE, Outcome.NEEDS_JUDGEMENT, Outcome.INCOMPLETE)
SCHEME, REFERRAL = "Assistance Scheme", "REFERRAL"


@dataclass(frozen=True)
class _Typed:
	"""Members as the rules see them, and their names by key."""

	members: tuple[Member, ...]
	names: Mapping[str, str]


@dataclass(frozen=True)
class _Results:
	"""Results that speak for a scheme, and the names that their reasons mention."""

	hopeful: tuple[SchemeResult, ...]
	names: Mapping[str, str]


def propose_schemes(request: IntakeRequest) -> list[dict[str, Any]]:
	"""Schemes that can be applied for, those that the facts speak for first, each with its reason.

	`member` is the index of the person whom a personal scheme is for. Personal schemes come before those of the whole
	household, which exclude them; incomes are not known yet and count as none.
	"""
	results = _evaluate(request)
	rows = _offered(request)
	order = {row.name: number for number, row in enumerate(rows)}
	found = [
		_describe(result, request, results.names)
		for result in results.hopeful
		if result.scheme.value in order
	]
	found.sort(key=lambda row: (row["member"] is None, order[row["scheme"]]))
	named = {row["scheme"] for row in found}
	names = {row.name: row.scheme_name for row in rows}
	others = [_plain(row.name) for row in rows if row.name not in named]
	return [{**row, "scheme_name": _(names[row["scheme"]])} for row in (*found, *others)]


def _evaluate(request: IntakeRequest) -> _Results:
	"""What the rules say of the facts; nothing when these contradict themselves or are out of sight, which the save will say."""
	if _is_out_of_sight(request):
		return _Results((), {})
	try:
		typed = _members(request)
		facts = HouseholdFacts(
			key="intake",
			residence_class=ResidenceClass(request.residence_class),
			assessed_on=clock.today(),
			members=typed.members,
			schemes=person_records.list_household_schemes(request.household) if request.household else (),
		)
		version = in_force.get_policy_in_force(request.division, clock.today())
		everything = evaluate_all_schemes(facts, in_force.get_policy_parameters(version))
	except (DomainError, ValueError):
		return _Results((), {})
	hopeful = tuple(row for row in everything.results if row.outcome in HOPEFUL)
	return _Results(hopeful, typed.names)


def _is_out_of_sight(request: IntakeRequest) -> bool:
	"""Whether the request names a household or people whose records the user may not read."""
	people = (row.person for row in request.members)
	return bool(list_unseen(HOUSEHOLD, [request.household]) or list_unseen(PERSON, people))


def _members(request: IntakeRequest) -> _Typed:
	rows = list(enumerate(request.members))
	known = [
		Role(row.person, Relation(row.relation), is_applicant=index == request.applicant)
		for index, row in rows
		if row.person
	]
	records = person_records.read_person_records([role.person for role in known], clock.today())
	by_person = {member.key: member for member in person_records.build_members(known, records, clock.today())}
	members = [by_person.get(row.person) or _new_member(index, row, request) for index, row in rows]
	names = {person: record.person_name for person, record in records.people.items()}
	names |= {_key(index): row.person_name for index, row in rows if not row.person}
	return _Typed(tuple(members), names)


def _new_member(index: int, row: IntakeMember, request: IntakeRequest) -> Member:
	return Member(
		key=_key(index),
		relation=Relation(row.relation),
		birth_date=parse_citizen_id(row.id_number).birth_date,
		is_applicant=index == request.applicant,
		disabilities=_disabilities(row),
	)


def _disabilities(row: IntakeMember) -> tuple[Disability, ...]:
	return (parse_disability_card(row.disability_card).disability,) if row.disability_card else ()


def _key(index: int) -> str:
	return f"new-{index}"


def _describe(result: SchemeResult, request: IntakeRequest, names: Mapping[str, str]) -> dict[str, Any]:
	keys = [row.person or _key(index) for index, row in enumerate(request.members)]
	doubts = explanations.format_reasons((*result.reasons, *result.doubts), names)
	return {
		"scheme": result.scheme.value,
		"member": keys.index(result.person) if result.person else None,
		"person_name": names.get(result.person, ""),
		"is_proposed": True,
		"reason": doubts or _("The known facts allow it; income and property are still to be verified."),
	}


def _plain(scheme: str) -> dict[str, Any]:
	return {"scheme": scheme, "member": None, "person_name": "", "is_proposed": False, "reason": ""}


def _offered(request: IntakeRequest) -> list[Any]:
	return frappe.get_all(
		SCHEME,
		filters={
			"is_enabled": 1,
			"process_column": ("!=", REFERRAL),
			"residence_class": ("in", ("Any", "", request.residence_class)),
		},
		fields=["name", "scheme_name"],
		order_by="sort_order",
	)

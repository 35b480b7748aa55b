"""What the registry knows about people, as the domain's members: read for many people in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import frappe

from social_assistance.domain.means.household import LabourAbility, Member, StatusPeriod
from social_assistance.domain.registry.disability import Disability, DisabilityType
from social_assistance.domain.vocabulary import (
	CareForm,
	ParentStatus,
	PersonStatus,
	Relation,
	Scheme,
	StudyStage,
)
from social_assistance.services import clock

PERSON_FIELDS = (
	"name",
	"person_name",
	"birth_date",
	"sex",
	"disability_type",
	"disability_level",
	"is_student",
	"study_stage",
	"employment_status",
	"labour_ability",
	"marital_status",
	"child_class",
	"deceased_on",
	"is_deceased",
)
EARNING = ("Employed", "Flexible Employment", "Farming")
SERIOUS = "Serious Illness"
NO_LABOUR = "None"
SEVERE_GRADE = 2  # grades 1 and 2 are severe (GB/T 26341)
SINGLE_PARENT = "single_parent"
WITHOUT_PARTNER = ("Widowed", "Divorced", "Unmarried")
CLOSED_AWARDS = ("Stopped",)
_TESTED = {scheme.value for scheme in Scheme}
_PARENT_BY_STATUS = {
	PersonStatus.DECEASED: ParentStatus.DEAD,
	PersonStatus.MISSING: ParentStatus.MISSING,
	PersonStatus.IMPRISONED: ParentStatus.IMPRISONED,
	PersonStatus.REHABILITATION: ParentStatus.REHABILITATION,
}


@dataclass(frozen=True)
class Role:
	"""How a person takes part in one household: relation to the head, applicant, duty of support as recorded."""

	person: str
	relation: Relation
	is_applicant: bool = False
	legal_duty: bool | None = None


@dataclass(frozen=True)
class PersonRecords:
	"""Rows of the registry by person, as they stand on a day."""

	people: Mapping[str, Any]
	statuses: Mapping[str, tuple[StatusPeriod, ...]]
	seriously_ill: frozenset[str]
	parents: Mapping[str, tuple[str, ...]]
	schemes: Mapping[str, tuple[Scheme, ...]]
	care: Mapping[str, tuple[int, CareForm | None]]


def read_person_records(people: Iterable[str], day: date) -> PersonRecords:
	"""Everything about these people and their parents that the means test looks at."""
	names = list(dict.fromkeys(people))
	parents = _parents(names)
	everybody = [*names, *(parent for pair in parents.values() for parent in pair)]
	rows = frappe.get_all("Registry Person", filters={"name": ("in", everybody)}, fields=list(PERSON_FIELDS))
	return PersonRecords(
		people={row.name: row for row in rows},
		statuses=_statuses(everybody, rows),
		seriously_ill=_seriously_ill(everybody, day),
		parents=parents,
		schemes=_personal_schemes(names),
		care=_care(names, day),
	)


def build_members(roles: Iterable[Role], records: PersonRecords, day: date) -> tuple[Member, ...]:
	"""The domain's members in the order of the roles."""
	present = list(roles)
	alone = _lone_parent(present, records)
	return tuple(_member(role, records, day, alone) for role in present)


def _member(role: Role, records: PersonRecords, day: date, lone_parent: bool) -> Member:
	row = records.people[role.person]
	father, mother = _parent_statuses(row, records, day)
	failed, form = records.care.get(role.person, (None, None))
	is_child = role.relation in (Relation.SON, Relation.DAUGHTER)
	return Member(
		key=role.person,
		relation=role.relation,
		birth_date=row.birth_date,
		is_applicant=role.is_applicant,
		statuses=records.statuses.get(role.person, ()),
		disabilities=_disabilities(row),
		seriously_ill=role.person in records.seriously_ill,
		study=StudyStage(row.study_stage) if row.is_student and row.study_stage else None,
		can_live_independently=row.labour_ability != NO_LABOUR,
		legal_duty=role.legal_duty,
		labour_ability=LabourAbility(row.labour_ability or "Full"),
		is_employed=row.employment_status in EARNING,
		circumstances=(SINGLE_PARENT,) if lone_parent and is_child else (),
		schemes=records.schemes.get(role.person, ()),
		father=father,
		mother=mother,
		failed_care_items=failed,
		care_form=form,
	)


def _disabilities(row: Any) -> tuple[Disability, ...]:
	if not (row.disability_type and row.disability_level):
		return ()
	return (Disability(DisabilityType[row.disability_type.upper()], int(row.disability_level)),)


def _lone_parent(roles: list[Role], records: PersonRecords) -> bool:
	"""Whether the head brings up the children without a partner in the household."""
	head = next((role for role in roles if role.relation is Relation.HEAD), None)
	has_partner = any(role.relation is Relation.SPOUSE for role in roles)
	return (
		head is not None and not has_partner and records.people[head.person].marital_status in WITHOUT_PARTNER
	)


def _parent_statuses(
	row: Any, records: PersonRecords, day: date
) -> tuple[ParentStatus | None, ParentStatus | None]:
	if row.child_class == "Orphan":
		return ParentStatus.DEAD, ParentStatus.DEAD
	by_sex = {
		records.people[name].sex: name for name in records.parents.get(row.name, ()) if name in records.people
	}
	father, mother = (
		_status_of_parent(by_sex[sex], records, day) if sex in by_sex else None for sex in ("Male", "Female")
	)
	return father, mother


def _status_of_parent(person: str, records: PersonRecords, day: date) -> ParentStatus:
	holding = {period.status for period in records.statuses.get(person, ()) if period.holds_on(day)}
	for status, standing in _PARENT_BY_STATUS.items():  # the weightiest first
		if status in holding:
			return standing
	if any(disability.grade <= SEVERE_GRADE for disability in _disabilities(records.people[person])):
		return ParentStatus.SEVERELY_DISABLED
	return ParentStatus.SERIOUSLY_ILL if person in records.seriously_ill else ParentStatus.ABLE


def _statuses(names: list[str], rows: Iterable[Any]) -> dict[str, tuple[StatusPeriod, ...]]:
	found: dict[str, list[StatusPeriod]] = defaultdict(list)
	for row in frappe.get_all(
		"Person Status",
		filters={"parent": ("in", names), "parenttype": "Registry Person"},
		fields=["parent", "status", "from_date", "to_date"],
	):
		found[row.parent].append(StatusPeriod(PersonStatus(row.status), row.from_date, row.to_date))
	for row in rows:
		recorded = any(period.status is PersonStatus.DECEASED for period in found[row.name])
		if row.deceased_on and not recorded:
			found[row.name].append(StatusPeriod(PersonStatus.DECEASED, row.deceased_on))
	return {name: tuple(periods) for name, periods in found.items() if periods}


def _seriously_ill(names: list[str], day: date) -> frozenset[str]:
	rows = frappe.get_all(
		"Person Illness",
		filters={"parent": ("in", names), "parenttype": "Registry Person", "illness_class": SERIOUS},
		fields=["parent", "diagnosed_on", "ended_on"],
	)
	return frozenset(
		row.parent
		for row in rows
		if (not row.diagnosed_on or row.diagnosed_on <= day) and (not row.ended_on or row.ended_on >= day)
	)


def _parents(names: list[str]) -> dict[str, tuple[str, ...]]:
	found: dict[str, list[str]] = defaultdict(list)
	for row in frappe.get_all(
		"Kin Link",
		filters={"parent": ("in", names), "parenttype": "Registry Person", "relation": "Parent"},
		fields=["parent", "relative"],
	):
		found[row.parent].append(row.relative)
	return {name: tuple(relatives) for name, relatives in found.items()}


def _personal_schemes(names: list[str]) -> dict[str, tuple[Scheme, ...]]:
	found: dict[str, set[str]] = defaultdict(set)
	# Nobody at all would be everybody whose award is the household's.
	for row in frappe.get_all(
		"Benefit Award",
		filters={"person": ("in", names or ["none"]), "award_status": ("not in", CLOSED_AWARDS)},
		fields=["person", "scheme"],
	):
		found[row.person].add(row.scheme)
	return {name: _list_tested_schemes(schemes) for name, schemes in found.items()}


def list_household_schemes(household: str) -> tuple[Scheme, ...]:
	"""Schemes that the household as a whole has now."""
	rows = frappe.get_all(
		"Benefit Award",
		filters={
			"household": household,
			"person": ("is", "not set"),
			"award_status": ("not in", CLOSED_AWARDS),
		},
		fields=["scheme", "valid_until"],
	)
	today = clock.today()
	held = {row.scheme for row in rows if not row.valid_until or row.valid_until >= today}
	return _list_tested_schemes(held)


def _list_tested_schemes(codes: Iterable[str]) -> tuple[Scheme, ...]:
	"""Those that the means test has rules about; sums that are granted once, and schemes of the bureau's own, matter to none."""
	return tuple(Scheme(code) for code in sorted(codes) if code in _TESTED)


def _care(names: list[str], day: date) -> dict[str, tuple[int, CareForm | None]]:
	"""Failed items and chosen form of support by the latest self-care assessment."""
	rows = frappe.get_all(
		"Self-care Assessment",
		filters={"person": ("in", names), "docstatus": 1, "assessed_on": ("<=", day)},
		fields=["person", "failed_items", "care_form"],
		order_by="assessed_on asc, creation asc",
	)
	return {
		row.person: (row.failed_items, CareForm(row.care_form) if row.care_form else None) for row in rows
	}

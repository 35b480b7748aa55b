"""Every award is backed by the family it is paid to: `services.awards.backing`, for all awards at once."""

from collections.abc import Iterator

import frappe
from frappe.query_builder import CustomFunction
from frappe.query_builder.functions import Concat, Count
from pypika.queries import QueryBuilder
from pypika.terms import Criterion, ExistsCriterion, Term

from social_assistance.engines.verify.invariants import Check, expect_none
from social_assistance.services.awards.backing import FROZEN_STEPS

JSON_VALUE = CustomFunction("JSON_VALUE", ["document", "path"])
JSON_EXTRACT = CustomFunction("JSON_EXTRACT", ["document", "path"])
JSON_LENGTH = CustomFunction("JSON_LENGTH", ["document", "path"])
JSON_CONTAINS = CustomFunction("JSON_CONTAINS", ["document", "value"])
JSON_QUOTE = CustomFunction("JSON_QUOTE", ["text"])
COALESCE = CustomFunction("COALESCE", ["value", "otherwise"])
CASE, AWARD, PERSON = "Assistance Application", "Benefit Award", "Registry Person"
FAMILY = ("household", "applicant", "scheme")


def awards_backed() -> Iterator[Check]:
	"""Case, decision, assessment, visits, notices, snapshots and papers of one household, applicant, scheme and members."""
	yield _check("AWD-01", "The case of an award is of its household and scheme", _wrong_cases())
	yield _check("AWD-02", "The decision of an award is its case's", _wrong_decisions())
	yield _check("AWD-03", "The assessment is of the family that was decided", _wrong_assessments())
	yield _check("AWD-04", "Those assessed are the members of the case", _wrong_assessed())
	yield _check("AWD-05", "The visits were made to the family that was decided", _wrong_visits())
	yield _check("AWD-06", "The notices were about the family that was decided", _wrong_notices())
	yield _check("AWD-07", "The family that was accepted is the one that was decided", _wrong_snapshots())
	yield _check("AWD-08", "The members at acceptance are those that were decided", _wrong_members())
	yield _check("AWD-09", "Papers and claims name people of the case", [*_wrong_papers(), *_wrong_claims()])


def _check(code: str, title: str, rows: list[tuple[str, str]]) -> Check:
	"""Offenders as `award: what differs`."""
	return expect_none(code, title, sorted({f"{award}: {what}" for award, what in rows}))


def _awarded() -> tuple[Term, Term, QueryBuilder]:
	award, case = frappe.qb.DocType(AWARD), frappe.qb.DocType(CASE)
	return award, case, frappe.qb.from_(award).join(case).on(case.name == award.application)


def _run(query: QueryBuilder, award: Term, place: Term, what: str) -> list[tuple[str, str]]:
	"""Award and the differing field of the document at `place`."""
	rows: list[tuple[str, str]] = query.select(award.award_no, Concat(place, f" {what}")).distinct().run()
	return rows


def _differing(query: QueryBuilder, award: Term, doc: Term, case: Term, fields: tuple[str, ...]) -> list:
	return [
		row
		for field in fields
		for row in _run(query.where(doc[field] != case[field]), award, doc.name, field)
	]


def _wrong_cases() -> list[tuple[str, str]]:
	award, case, query = _awarded()
	other_person = query.where(award.person.isnotnull() & (award.person != case.applicant))
	return [
		*_differing(query, award, award, case, ("household", "scheme")),
		*_run(other_person, award, case.name, "applicant"),
	]


def _wrong_decisions() -> list[tuple[str, str]]:
	award, _case, query = _awarded()
	ruling = frappe.qb.DocType("Application Decision")
	joined = query.join(ruling).on(ruling.name == award.application_decision)
	return [
		*_run(joined.where(ruling.application != award.application), award, ruling.name, "application"),
		*_run(joined.where(ruling.outcome != "Confirmed"), award, ruling.name, "outcome"),
	]


def _wrong_assessments() -> list[tuple[str, str]]:
	award, case, query = _awarded()
	sheet = frappe.qb.DocType("Means Assessment")
	joined = query.join(sheet).on(sheet.name == case.means_assessment)
	return [
		*_differing(joined, award, sheet, case, ("household", "scheme")),
		*_run(joined.where(sheet.application != case.name), award, sheet.name, "application"),
	]


def _wrong_assessed() -> list[tuple[str, str]]:
	"""Members of the sheet who are not in the case, and the reverse."""
	award, case, query = _awarded()
	sheet, assessed = frappe.qb.DocType("Means Assessment"), frappe.qb.DocType("Assessment Member")
	member = frappe.qb.DocType("Application Member")
	in_case = (member.parent == case.name) & (member.parenttype == CASE)
	in_sheet = (assessed.parent == sheet.name) & (assessed.parenttype == "Means Assessment")
	joined = query.join(sheet).on(sheet.name == case.means_assessment)
	more = (
		joined.join(assessed).on(in_sheet).left_join(member).on(in_case & (member.person == assessed.person))
	)
	fewer = (
		joined.join(member).on(in_case).left_join(assessed).on(in_sheet & (member.person == assessed.person))
	)
	return [
		*_run(more.where(member.name.isnull()), award, sheet.name, "members"),
		*_run(fewer.where(assessed.name.isnull()), award, sheet.name, "members"),
	]


def _wrong_visits() -> list[tuple[str, str]]:
	award, case, query = _awarded()
	visit = frappe.qb.DocType("Home Visit")
	joined = query.join(visit).on(visit.application == case.name)
	return _differing(joined, award, visit, case, ("household",))


def _wrong_notices() -> list[tuple[str, str]]:
	"""Notices posted before they said whom they were about hold nothing to compare."""
	award, case, query = _awarded()
	notice = frappe.qb.DocType("Public Notice")
	joined = query.join(notice).on(notice.application == case.name)
	return _differing(joined, award, notice, case, FAMILY)


def _frozen() -> tuple[Term, Term, Term, QueryBuilder]:
	award, case, query = _awarded()
	snapshot = frappe.qb.DocType("Case Snapshot")
	of_case = (snapshot.application == case.name) & snapshot.step_code.isin(FROZEN_STEPS)
	return award, case, snapshot, query.join(snapshot).on(of_case)


def _wrong_snapshots() -> list[tuple[str, str]]:
	award, case, snapshot, query = _frozen()
	home, person = frappe.qb.DocType("Registry Household"), frappe.qb.DocType(PERSON)
	applicant = JSON_VALUE(snapshot.facts, "$.application.applicant")
	number = JSON_VALUE(snapshot.facts, "$.household.household_no")
	scheme = JSON_VALUE(snapshot.facts, "$.application.scheme")
	joined = query.join(home).on(home.name == case.household).left_join(person).on(person.name == applicant)
	differences: dict[str, Criterion] = {
		"household": number != home.household_no,
		"scheme": scheme != case.scheme,
		"applicant": COALESCE(person.merged_into, applicant) != case.applicant,
	}
	return [
		row
		for field, differs in differences.items()
		for row in _run(joined.where(differs), award, snapshot.name, field)
	]


def _wrong_members() -> list[tuple[str, str]]:
	"""A member who was not frozen, directly or as a record merged into this one, or another number of members."""
	award, case, snapshot, query = _frozen()
	member, merged = frappe.qb.DocType("Application Member"), frappe.qb.DocType(PERSON)
	people = JSON_EXTRACT(snapshot.facts, "$.members[*].person")
	joined = query.join(member).on((member.parent == case.name) & (member.parenttype == CASE))
	was_merged = (
		frappe.qb.from_(merged)
		.select(merged.name)
		.where((merged.merged_into == member.person) & (JSON_CONTAINS(people, JSON_QUOTE(merged.name)) == 1))
	)
	is_new = (JSON_CONTAINS(people, JSON_QUOTE(member.person)) == 0) & ExistsCriterion(was_merged).negate()
	counted = (
		joined.select(award.award_no, Concat(snapshot.name, " members"))
		.groupby(award.award_no, snapshot.name, snapshot.facts)
		.having(Count(member.name) != JSON_LENGTH(snapshot.facts, "$.members"))
	)
	return [*_run(joined.where(is_new), award, snapshot.name, "members"), *counted.run()]


def _of_member(case: Term, row: Term) -> tuple[Term, Criterion]:
	member = frappe.qb.DocType("Application Member")
	return member, (member.parent == case.name) & (member.parenttype == CASE) & (member.person == row.person)


def _wrong_papers() -> list[tuple[str, str]]:
	"""Papers of people who are neither members nor signed a consent as obligors."""
	award, case, query = _awarded()
	paper, consent = frappe.qb.DocType("Application Evidence"), frappe.qb.DocType("Application Consent")
	member, is_member = _of_member(case, paper)
	joined = (
		query.join(paper)
		.on((paper.parent == case.name) & (paper.parenttype == CASE) & (paper.person != ""))
		.left_join(member)
		.on(is_member)
		.left_join(consent)
		.on((consent.parent == case.name) & (consent.person == paper.person))
	)
	return _run(joined.where(member.name.isnull() & consent.name.isnull()), award, case.name, "evidence")


def _wrong_claims() -> list[tuple[str, str]]:
	award, case, query = _awarded()
	claim = frappe.qb.DocType("Evidence Claim")
	member, is_member = _of_member(case, claim)
	joined = query.join(claim).on(claim.application == case.name).left_join(member).on(is_member)
	return _run(joined.where(member.name.isnull()), award, claim.name, "person")

"""What a decision rests on is of the very family that is decided: assessment, visits, notices, snapshots, papers.

Source: 民发〔2021〕57号 art. 10-21. `engines.verify.award_backing` proves the same for every award on file.
"""

import json
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document

from social_assistance.services.awards.exceptions import AwardNotBackedError

FROZEN_STEPS = ("ACCEPT", "INITIAL")
PERSON = "Registry Person"


def require_same_family(case: Document, assessment: Document) -> None:
	"""Refuse a decision one of whose foundations is of another household, applicant, scheme or set of members."""
	people = {row.person for row in case.members}
	found = [
		*_of_assessment(case, assessment, people),
		*_of_visits(case),
		*_of_notices(case),
		*_of_snapshots(case, people),
		*_of_papers(case, people),
	]
	if found:
		frappe.throw(
			_(
				"Application {0} cannot be decided: {1}. What was investigated is not what would be decided."
			).format(case.name, "; ".join(found)),
			AwardNotBackedError,
		)


def _of_assessment(case: Document, assessment: Document, people: set[str]) -> list[str]:
	place = _("{0} {1}").format(_("Means Assessment"), assessment.name)
	same = {"application": case.name, "household": case.household, "scheme": case.scheme}
	wrong = [field for field, value in same.items() if assessment.get(field) != value]
	wrong += ["members"] if {row.person for row in assessment.members} != people else []
	return [_differs(place, _(assessment.meta.get_label(field))) for field in wrong]


def _of_visits(case: Document) -> list[str]:
	filters = {"application": case.name, "household": ("!=", case.household)}
	label = _(frappe.get_meta("Home Visit").get_label("household"))
	visits = frappe.get_all("Home Visit", filters=filters, pluck="name")
	return [_differs(_("{0} {1}").format(_("Home Visit"), name), label) for name in visits]


def _of_notices(case: Document) -> list[str]:
	fields = ("household", "applicant", "scheme")
	meta = frappe.get_meta("Public Notice")
	return [
		_differs(_("{0} {1}").format(_("Public Notice"), notice.name), _(meta.get_label(field)))
		for notice in frappe.get_all(
			"Public Notice", filters={"application": case.name}, fields=["name", *fields]
		)
		for field in fields
		if notice[field] and notice[field] != case.get(field)
	]


def _of_snapshots(case: Document, people: set[str]) -> list[str]:
	found = []
	for name, facts in frappe.get_all(
		"Case Snapshot",
		filters={"application": case.name, "step_code": ("in", FROZEN_STEPS)},
		fields=["name", "facts"],
		as_list=True,
	):
		place = _("{0} {1}").format(_("Case Snapshot"), name)
		found += [_differs(place, label) for label in _changed_since(case, json.loads(facts), people)]
	return found


def _changed_since(case: Document, facts: dict[str, Any], people: set[str]) -> list[str]:
	"""Labels of what the frozen facts say otherwise; a record merged into another one counts as that one."""
	now = _merged_into({facts["application"]["applicant"], *(row["person"] for row in facts["members"])})
	number = frappe.db.get_value("Registry Household", case.household, "household_no")
	is_same = {
		"household": facts["household"]["household_no"] == number,
		"applicant": now[facts["application"]["applicant"]] == case.applicant,
		"scheme": facts["application"]["scheme"] == case.scheme,
		"members": {now[row["person"]] for row in facts["members"]} == people,
	}
	return [_(case.meta.get_label(field)) for field, same in is_same.items() if not same]


def _merged_into(names: set[str]) -> dict[str, str]:
	merged: dict[str, str] = dict(
		frappe.get_all(
			PERSON,
			filters={"name": ("in", list(names)), "merged_into": ("is", "set")},
			fields=["name", "merged_into"],
			as_list=True,
		)
	)
	onward = _merged_into(set(merged.values())) if merged else {}
	into = {name: merged.get(name) or name for name in names}
	return {name: onward.get(other, other) for name, other in into.items()}


def _of_papers(case: Document, people: set[str]) -> list[str]:
	"""Papers name members, or obligors who signed for themselves; claims name members."""
	signers = {row.person for row in case.consents}
	label = _(case.meta.get_label("evidence"))
	strangers = [row for row in case.evidence if row.person and row.person not in people | signers]
	found = [
		_differs(_("{0}, row {1}").format(label, row.idx), _(row.meta.get_label("person")))
		for row in strangers
	]
	claims = frappe.get_all(
		"Evidence Claim",
		filters={"application": case.name, "person": ("not in", list(people) or [""])},
		pluck="name",
	)
	person = _(frappe.get_meta("Evidence Claim").get_label("person"))
	return found + [_differs(_("{0} {1}").format(_("Evidence Claim"), name), person) for name in claims]


def _differs(place: str, label: str) -> str:
	return _("{0} has another {1}").format(place, label)

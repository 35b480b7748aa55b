"""One search box over the register: people first, then what belongs to them, as far as the user may see.

Every way in is an index: names, pinyin and initials by their beginning, ID numbers and phones by digest, the last digits of
accounts and the numbers of documents by value. Lists come through `get_list`, so role and township hold.
"""

from typing import Any

import frappe
from frappe import _

from social_assistance.domain.registry.search_terms import SearchTerm, TermKind, parse_search_term
from social_assistance.services import clock
from social_assistance.services.privacy.encrypted_fields import list_search_digests
from social_assistance.services.registry.household_facts import HOUSEHOLD
from social_assistance.services.registry.person_facts import PERSON

CASE, AWARD = "Assistance Application", "Benefit Award"
MOST_PEOPLE = 8
# For so many people found, their cases and awards are shown as well.
FEW_PEOPLE = 3
MOST_EACH = 5
# An account ends alike for one household in ten thousand; beyond this the term says too little.
MOST_HOUSEHOLDS = 500
SEQUENCE_DIGITS = 5
PERSONAL = (TermKind.CITIZEN_ID, TermKind.PHONE, TermKind.ENDING)
PERSON_FIELDS = ["name", "person_name", "sex", "birth_date", "id_number", "division", "current_household"]

Row = dict[str, Any]


def is_personal(text: str) -> bool:
	"""Whether the text looks for somebody by a personal number, which is counted."""
	return parse_search_term(text).kind in PERSONAL


def search_register(text: str) -> list[Row]:
	"""Rows with doctype, name, title and detail, people first; nothing for terms that say too little."""
	term = parse_search_term(text)
	people = _list_people(_people_filters(term))
	cases, awards = _list_cases(people, term), _list_awards(people, term)
	if not people and (cases or awards):
		bearers = [*(row["applicant"] for row in cases), *(row["payee"] for row in awards)]
		people = _list_people([["name", "in", bearers]])
	return [*map(_describe_person, people), *map(_describe_case, cases), *map(_describe_award, awards)]


def _people_filters(term: SearchTerm) -> list[list[Any]]:
	"""Ways to find people by the term, each an index of its own, tried in this order."""
	if term.kind is TermKind.CITIZEN_ID:
		return [["id_number_digest", "in", list_search_digests("citizen_id", term.value)]]
	if term.kind is TermKind.PHONE:
		digests = list_search_digests("phone", term.value)
		return [["phone_digest", "in", digests], ["name", "in", _heads({"phone_digest": ("in", digests)})]]
	if term.kind is TermKind.ENDING:
		return [["name", "in", _heads({"account_ending": term.value})]]
	if term.kind is TermKind.NAME:
		return [["person_name", "like", f"{term.value}%"]]
	if term.kind is TermKind.SOUND:
		return [["name_initials", "like", f"{term.value}%"], ["name_pinyin", "like", f"{term.value}%"]]
	return [["name", "in", _heads({"household_no": term.value})]] if term.kind is TermKind.NUMBER else []


def _heads(filters: Row) -> list[str]:
	return frappe.get_list(HOUSEHOLD, filters=filters, pluck="head_person", limit=MOST_HOUSEHOLDS) or [""]


def _list_people(ways: list[list[Any]]) -> list[Row]:
	found: dict[str, Row] = {}
	for field, operator, value in ways:
		rows = frappe.get_list(  # allow: PERF-read-in-loop each way has an index of its own, and the first mostly suffices
			PERSON,
			filters=[[PERSON, field, operator, value], [PERSON, "merged_into", "is", "not set"]],
			fields=PERSON_FIELDS,
			order_by=f"`tabRegistry Person`.`{field}`",
			limit=MOST_PEOPLE - len(found),
		)
		found |= {row.name: row for row in rows}
		if len(found) >= MOST_PEOPLE:
			break
	return list(found.values())


def _describe_person(row: Row) -> Row:
	place = frappe.db.get_value("Administrative Division", row["division"], "division_name", cache=True)
	facts = [_(row["sex"] or ""), str(row["birth_date"] or ""), row["id_number"], place]
	return _row(PERSON, row["name"], row["person_name"], facts)


def _list_cases(people: list[Row], term: SearchTerm) -> list[Row]:
	ways = [_number_filter(term, "name", _case_names(term)), _of_few(people, "applicant", "name")]
	return _list(CASE, ways, ["name", "applicant", "applicant_name", "scheme", "workflow_state"])


def _list_awards(people: list[Row], term: SearchTerm) -> list[Row]:
	ways = [_number_filter(term, "award_no", [term.value]), _of_few(people, "household", "current_household")]
	return _list(AWARD, ways, ["name", "award_no", "payee", "payee_name", "scheme", "award_status"])


def _list(doctype: str, ways: list[Row], fields: list[str]) -> list[Row]:
	if not frappe.has_permission(doctype, "read"):
		return []
	found: dict[str, Row] = {}
	for filters in filter(None, ways):
		rows = frappe.get_list(  # allow: PERF-read-in-loop two ways, each an index of its own
			doctype, filters=filters, fields=fields, order_by="name desc", limit=MOST_EACH
		)
		found |= {row.name: row for row in rows}
	return list(found.values())[:MOST_EACH]


def _describe_case(row: Row) -> Row:
	facts = [row["applicant_name"], _scheme(row["scheme"]), _(row["workflow_state"] or "")]
	return _row(CASE, row["name"], row["name"], facts)


def _describe_award(row: Row) -> Row:
	facts = [row["payee_name"], _scheme(row["scheme"]), _(row["award_status"])]
	return _row(AWARD, row["name"], row["award_no"] or row["name"], facts)


def _number_filter(term: SearchTerm, field: str, values: list[str]) -> Row:
	is_number = term.kind in (TermKind.NUMBER, TermKind.ENDING) and values
	return {field: ("in", values)} if is_number else {}


def _case_names(term: SearchTerm) -> list[str]:
	"""The number as written, or its last digits in this year and the one before."""
	if not term.value.isdecimal():
		return [term.value]
	if len(term.value) > SEQUENCE_DIGITS:
		return []
	year = clock.today().year
	return [f"SQ-{each}-{term.value.zfill(SEQUENCE_DIGITS)}" for each in (year, year - 1)]


def _of_few(people: list[Row], field: str, of_person: str) -> Row:
	keys = [row[of_person] for row in people[:FEW_PEOPLE] if row[of_person]]
	return {field: ("in", keys)} if keys else {}


def _scheme(code: str) -> str:
	return str(_(frappe.get_cached_value("Assistance Scheme", code, "scheme_name") or code))


def _row(doctype: str, name: str, title: str, facts: list[Any]) -> Row:
	return {
		"doctype": doctype,
		"name": name,
		"title": title,
		"detail": " · ".join(str(fact) for fact in facts if fact),
	}

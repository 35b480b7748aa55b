"""同一人经办: documents on which two different people were required and one acted, from the beginning of the records on.

Each rule names the two people of a document by its own columns; a second one who is missing counts as one hand as well.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import frappe
from frappe.query_builder.functions import IfNull
from pypika.queries import QueryBuilder
from pypika.terms import Criterion

from social_assistance.domain.procedure.template_rows import codes_of
from social_assistance.engines.verify.invariants import Check, expect_none
from social_assistance.engines.verify.one_hand_rules import RULES, Rule

STEP, VISIT, SIGNED = "Application Step", "Home Visit", "Visit Investigator"
# Set-up by the command line is nobody's hand.
SETUP = "Administrator"


CASES = ("TWO-16", "Steps that the procedure separates are done by different people")
VISITS = ("TWO-17", "Home visits are signed by two investigators, each in person")


@dataclass(frozen=True)
class OneHand:
	"""A document, what two people had to do on it, and who did it alone."""

	code: str
	title: str
	doctype: str
	name: str
	person: str
	day: Any
	subject: str = ""


def checks() -> Iterator[Check]:
	"""One check per rule, over the whole site; hook `assist_checks`."""
	for rule in RULES:
		yield expect_none(rule.code, rule.title, [row.name for row in _by_rule(rule)], rule.doctype)
	yield expect_none(*CASES, [f"{row.name} {row.subject}" for row in _separated_steps()], STEP)
	yield expect_none(*VISITS, [row.name for row in _visits()], VISIT)


def in_sight() -> list[OneHand]:
	"""Whatever of it the user may read, in the own area."""
	rows = [row for rule in RULES for row in _by_rule(rule)] + _separated_steps() + _visits()
	by_type: dict[str, list[OneHand]] = {}
	for row in rows:
		by_type.setdefault(row.doctype, []).append(row)
	return [row for doctype, found in by_type.items() for row in _readable(doctype, found)]


def _readable(doctype: str, rows: list[OneHand]) -> list[OneHand]:
	if not frappe.has_permission(doctype, "read"):
		return []
	names = [row.name for row in rows]
	seen = set(frappe.get_list(doctype, {"name": ("in", names)}, pluck="name", limit_page_length=0))
	return [row for row in rows if row.name in seen]


def _by_rule(rule: Rule) -> list[OneHand]:
	"""Both columns the same, or the second empty; records of the set-up have no hand."""
	rows = frappe.get_all(
		rule.doctype,
		filters={**rule.filters, rule.first: ("!=", SETUP)},
		fields=["name", "modified", f"{rule.first} as first", f"{rule.second} as second"],
		order_by="name",
		limit_page_length=0,
	)
	return [
		OneHand(rule.code, rule.title, rule.doctype, row.name, row.first, row.modified)
		for row in rows
		if not row.second or row.second == row.first
	]


def _separated_steps() -> list[OneHand]:
	"""Steps of a case that its template separates, finished by the same person."""
	return [
		OneHand(*CASES, STEP, row.name, row.done_by, row.done_on, f"{row.other_code} {row.step_code}")
		for template, step, others in _separations()
		for row in _same_actor(template, step, others).run(as_dict=True)
	]


def _separations() -> list[tuple[str, str, list[str]]]:
	rows = frappe.get_all(
		"Process Template Transition",
		filters={"separated_from": ("is", "set"), "action": ("!=", "Return")},
		fields=["parent", "step_code", "separated_from"],
		limit_page_length=0,
	)
	together: dict[tuple[str, str], set[str]] = {}
	for row in rows:
		together.setdefault((row.parent, row.step_code), set()).update(codes_of(row.separated_from))
	return [(template, step, sorted(others)) for (template, step), others in sorted(together.items())]


def _same_actor(template: str, step: str, others: list[str]) -> QueryBuilder:
	case = frappe.qb.DocType("Assistance Application")
	later, earlier = frappe.qb.DocType(STEP), frappe.qb.DocType(STEP).as_("earlier")
	is_left: Criterion = IfNull(later.action, "").like("Return%").negate()
	return (
		frappe.qb.from_(later)
		.join(case)
		.on(case.name == later.application)
		.join(earlier)
		.on((earlier.application == later.application) & (earlier.done_by == later.done_by))
		.select(
			later.name, later.done_by, later.done_on, later.step_code, earlier.step_code.as_("other_code")
		)
		.where((case.process_template == template) & (later.step_code == step) & is_left)
		.where(earlier.step_code.isin(others) & (earlier.sequence < later.sequence))
	)


def _visits() -> list[OneHand]:
	"""Visits that count although a signature is neither the signer's own nor drawn with time and place."""
	visit, row = frappe.qb.DocType(VISIT), frappe.qb.DocType(SIGNED)
	is_own = row.signed_on.isnotnull()
	is_drawn = (IfNull(row.signature_drawn, "") != "") & row.signature_place.isnotnull()
	query = (
		frappe.qb.from_(visit)
		.join(row)
		.on((row.parent == visit.name) & (row.parenttype == VISIT))
		.select(visit.name, visit.owner, visit.visited_on)
		.distinct()
		.where((visit.visit_status == "Done") & ((row.signed == 1) | (IfNull(row.signature_file, "") != "")))
		.where(is_own.negate() & is_drawn.negate())
		.orderby(visit.name)
	)
	return [OneHand(*VISITS, VISIT, name, owner, day) for name, owner, day in query.run()]

"""Deaths for which no funeral aid was opened yet: those that came with imports, and those before the rule was in force."""

import frappe
from pypika.queries import Table
from pypika.terms import Criterion

from social_assistance.engines.base import Left
from social_assistance.services.awards import coverage, funeral_aid

# Of a day, the part that names the month.
MONTH_LENGTH = 7


def open_missing() -> int:
	"""Open the aid of every death since the first rule that covers the class; returns how many."""
	first = frappe.db.get_value(funeral_aid.RULE, {"docstatus": 1}, "min(effective_from)")
	if not first:
		return 0
	opened = [funeral_aid.open_or_report(person) for person in _list_dead_without_aid(str(first))]
	return sum(1 for name in opened if name)


def _list_dead_without_aid(first: str) -> list[str]:
	person, row = frappe.qb.DocType("Registry Person"), frappe.qb.DocType(coverage.ROW)
	award, aid = frappe.qb.DocType("Benefit Award"), frappe.qb.DocType(funeral_aid.DOCTYPE)
	query = (
		frappe.qb.from_(person)
		.join(row)
		.on(row.person == person.name)
		.join(award)
		.on((award.name == row.parent) & award.scheme.isin(_classes()))
		.left_join(aid)
		.on(aid.person == person.name)
		.select(person.name)
		.distinct()
		.where(_died_since(person, first) & aid.name.isnull() & _is_covered(row, person))
		.orderby(person.name)
	)
	return [str(found[0]) for found in query.run()]


def _died_since(person: Table, first: str) -> Criterion:
	return (person.is_deceased == 1) & (person.deceased_on >= first)


def _is_covered(row: Table, person: Table) -> Criterion:
	"""In the month of the death; who left the class before is not looked at anew every day."""
	month = Left(person.deceased_on, MONTH_LENGTH)
	goes_on = row.to_month.isnull() | (row.to_month == "") | (row.to_month >= month)
	return (row.from_month <= month) & goes_on


def _classes() -> list[str]:
	return frappe.get_all("Funeral Aid Class", {"docstatus": 1}, pluck="scheme", distinct=True) or [""]

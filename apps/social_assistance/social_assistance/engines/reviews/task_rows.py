"""Review Tasks written by a set-based statement: their columns, and the awards that may get one."""

from typing import Any

import frappe
from frappe.query_builder.functions import Coalesce
from pypika.queries import QueryBuilder
from pypika.terms import Term, ValueWrapper

from social_assistance.engines import base
from social_assistance.services.registry.divisions import is_township_of

TASK = "Review Task"
_NAME_DIGITS = 20


def tables() -> tuple[Any, Any, Any]:
	"""Award, its case and its township, under the names that the columns use."""
	return (
		frappe.qb.DocType("Benefit Award"),
		frappe.qb.DocType("Assistance Application").as_("of_case"),
		frappe.qb.DocType("Administrative Division").as_("town"),
	)


def columns(key: Term, cause: str, due_on: Term) -> dict[str, Term]:
	"""Columns of an open review; equal keys give equal names, so that the same review is not opened twice."""
	award, case, town = tables()
	return {
		**{column: ValueWrapper(value) for column, value in base.get_audit_columns().items()},
		"name": base.Left(base.MD5(key), _NAME_DIGITS),
		"award": award.name,
		"household": award.household,
		"application": award.application,
		"applicant_name": Coalesce(case.applicant_name, award.payee_name),
		"scheme": award.scheme,
		"division": award.division,
		"township": town.name,
		"review_cause": ValueWrapper(cause),
		"review_status": ValueWrapper("Open"),
		"due_on": due_on,
		"amount_before": award.monthly_amount,
		"open_task_key": award.name,
	}


def from_free_awards(query: QueryBuilder, place: Any) -> QueryBuilder:
	"""Awards with their case and township; one that is under review already is left to that review."""
	award, case, town = tables()
	task = frappe.qb.DocType(TASK).as_("under_review")
	query = query.from_(award).join(place).on(place.name == award.division)
	query = query.left_join(town).on(is_township_of(town, place))
	query = query.left_join(case).on(case.name == award.application)
	return query.left_join(task).on(task.open_task_key == award.name).where(task.name.isnull())

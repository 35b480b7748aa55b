"""Progress of reviews by township, in one statement, within the reader's scope."""

from datetime import date
from typing import Any

import frappe
from frappe.query_builder.functions import Count, Sum
from pypika.terms import Case, Criterion, Term

from social_assistance.permissions.scope_criterion import match_scope
from social_assistance.services import clock

COUNTS = ("total", "open", "proposed", "decided", "overdue")


def list_progress_by_township(
	campaign: str = "",
	scheme: str = "",
	first: date | None = None,
	last: date | None = None,
	user: str | None = None,
) -> list[dict[str, Any]]:
	"""One row per township: division name, reviews in all, open, proposed, decided, overdue, share decided in per cent."""
	task, place = frappe.qb.DocType("Review Task"), frappe.qb.DocType("Administrative Division")
	town = frappe.qb.DocType("Administrative Division").as_("town")
	query = (
		frappe.qb.from_(task)
		.join(place)
		.on(place.name == task.division)
		.left_join(town)
		.on(town.name == task.township)
		.where(task.review_status != "Cancelled")
		.where(match_scope(place, user))
		.groupby(task.township, town.division_name)
		.orderby(task.township)
		.select(task.township, town.division_name, *_sums(task))
	)
	for criterion in _wanted(task, campaign, scheme, first, last):
		query = query.where(criterion)
	return [_row(row) for row in query.run(as_dict=True)]


def _sums(task: Any) -> list[Term]:
	late = (task.due_on < clock.today()) & task.review_status.isin(["Open", "Proposed"])
	return [
		Count("*").as_("total"),
		_number(task.review_status == "Open").as_("open"),
		_number(task.review_status == "Proposed").as_("proposed"),
		_number(task.review_status == "Decided").as_("decided"),
		_number(late).as_("overdue"),
	]


def _wanted(task: Any, campaign: str, scheme: str, first: date | None, last: date | None) -> list[Criterion]:
	found: list[Criterion] = []
	if campaign:
		found.append(task.review_campaign == campaign)
	if scheme:
		found.append(task.scheme == scheme)
	if first:
		found.append(task.due_on >= first)
	if last:
		found.append(task.due_on <= last)
	return found


def _number(condition: Term) -> Term:
	return Sum(Case().when(condition, 1).else_(0))


def _row(row: dict[str, Any]) -> dict[str, Any]:
	counts = {name: int(row[name] or 0) for name in COUNTS}
	share = round(100 * counts["decided"] / counts["total"], 1) if counts["total"] else 0.0
	return {
		"township": row["township"],
		"division_name": row["division_name"] or "",
		**counts,
		"share": share,
	}

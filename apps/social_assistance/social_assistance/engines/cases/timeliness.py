"""How many steps were done in time, are left over from before, or were skipped for which reason, by township and step.

One statement over the log for each.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

import frappe
from frappe.query_builder import DocType
from frappe.query_builder.functions import Count, Date, Sum
from pypika import Case, CustomFunction
from pypika.queries import QueryBuilder, Table
from pypika.terms import Field, Term

from social_assistance.domain.procedure.steps import MoveKind
from social_assistance.permissions.scope_criterion import match_scope
from social_assistance.services.procedure.templates import ACTION_NAMES

SKIP = ACTION_NAMES[MoveKind.SKIP]
IfNull = CustomFunction("ifnull", ["value", "other"])


@dataclass(frozen=True)
class StepTimeliness:
	"""Counts of one step in one township; steps without a time limit are left out."""

	township: str
	township_name: str
	step_no: int
	step_name: str
	done_in_time: int
	done_late: int
	running: int
	overdue: int


@dataclass(frozen=True)
class LeftOverSteps:
	"""How many of one step in one township are overdue and still open though they were opened before the span of a sheet."""

	township: str
	township_name: str
	step_no: int
	step_name: str
	number: int


@dataclass(frozen=True)
class SkippedSteps:
	"""How often one step was skipped for one reason in one township."""

	township: str
	township_name: str
	step_no: int
	step_name: str
	reason_code: str
	number: int


def list_step_timeliness(
	first: date, last: date, today: date, township: str | None = None, user: str | None = None
) -> list[StepTimeliness]:
	"""Steps opened in a span of days inside the user's area, in the order of townships and steps."""
	step = DocType("Application Step")
	is_open = step.done_on.isnull()
	query = (
		_by_step(_opened_between(first, last, township, user))
		.where(step.due_on.isnotnull())
		.select(
			_number(~is_open & (Date(step.done_on) <= step.due_on)).as_("done_in_time"),
			_number(~is_open & (Date(step.done_on) > step.due_on)).as_("done_late"),
			_number(is_open & (step.due_on >= today)).as_("running"),
			_number(is_open & (step.due_on < today)).as_("overdue"),
		)
	)
	return [StepTimeliness(**{**row, **_whole(row)}) for row in query.run(as_dict=True)]


def list_left_over_steps(
	first: date, today: date, township: str | None = None, user: str | None = None
) -> list[LeftOverSteps]:
	"""Steps opened before a day that are overdue and open today: no sheet from that day on counts them otherwise."""
	step = DocType("Application Step")
	left_over = step.done_on.isnull() & (step.due_on < today) & (step.opened_on < first)
	query = _by_step(_steps(township, user)).where(left_over).select(Count("*").as_("number"))
	return [LeftOverSteps(**row) for row in query.run(as_dict=True)]


def list_skipped_steps(
	first: date, last: date, township: str | None = None, user: str | None = None
) -> list[SkippedSteps]:
	"""Steps opened in a span of days that were skipped, by reason, in the order of townships and steps."""
	step = DocType("Application Step")
	query = (
		_by_step(_opened_between(first, last, township, user), step.reason_code)
		.where(step.action == SKIP)
		.select(IfNull(step.reason_code, "").as_("reason_code"), Count("*").as_("number"))
	)
	return [SkippedSteps(**row) for row in query.run(as_dict=True)]


def _by_step(steps: QueryBuilder, *more: Field) -> QueryBuilder:
	"""Steps gathered by township and step, and by more of their columns, in this order; the township and step in front."""
	step, case, _place, town = _tables()
	return (
		steps.groupby(case.township, town.division_name, step.step_no, step.step_name, *more)
		.orderby(case.township, step.step_no, *more)
		.select(
			IfNull(case.township, "").as_("township"),
			IfNull(town.division_name, "").as_("township_name"),
			step.step_no,
			step.step_name,
		)
	)


def _tables() -> tuple[Table, Table, Table, Table]:
	"""Step, its case, its place, and the township of the case."""
	return (
		DocType("Application Step"),
		DocType("Assistance Application"),
		DocType("Administrative Division"),
		DocType("Administrative Division").as_("town"),
	)


def _opened_between(first: date, last: date, township: str | None, user: str | None) -> QueryBuilder:
	step = DocType("Application Step")
	opened_on = Date(step.opened_on)
	return _steps(township, user).where((opened_on >= first) & (opened_on <= last))


def _steps(township: str | None, user: str | None) -> QueryBuilder:
	"""Steps inside the user's area, of one township if it is given."""
	step, case, place, town = _tables()
	query = (
		frappe.qb.from_(step)
		.join(case)
		.on(case.name == step.application)
		.join(place)
		.on(place.name == step.division)
		.left_join(town)
		.on(town.name == case.township)
		.where(match_scope(place, user))
	)
	return query.where(case.township == township) if township else query


def _number(condition: Term) -> Term:
	"""How many rows of a group meet a condition."""
	return Sum(Case().when(condition, 1).else_(0))


def _whole(row: dict[str, Any]) -> dict[str, int]:
	"""Convert a sum, which the driver returns as Decimal, to int."""
	return {name: int(row[name] or 0) for name in ("done_in_time", "done_late", "running", "overdue")}

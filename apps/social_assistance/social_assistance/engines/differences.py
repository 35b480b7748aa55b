"""What changes against last month, award by award and in total: what the approver reads before agreeing."""

from typing import Any

import frappe
from frappe.query_builder.functions import Coalesce, Concat, Count, IfNull, Sum
from pypika.queries import QueryBuilder
from pypika.terms import Case, Term, ValueWrapper

from social_assistance.domain.payments import DifferenceKind
from social_assistance.engines import base, due_table
from social_assistance.engines.due_awards import REGULAR
from social_assistance.engines.due_table import DUE
from social_assistance.services.divisions import is_township_of
from social_assistance.services.payment_run import RunScope

DOCTYPE = "Payment Difference"
COLUMNS = (
	"award",
	"scheme",
	"division",
	"payee_name",
	"difference_kind",
	"amount_before",
	"amount_now",
	"reason",
)


def rebuild(scope: RunScope) -> None:
	"""Write the differing awards of a regular run anew from the table of what is due; the first month of a district has nothing to differ from."""
	difference = frappe.qb.DocType(DOCTYPE)
	frappe.qb.from_(difference).delete().where(difference.payment_run == scope.name).run()
	if not scope.is_regular or not _has_earlier_lines(scope):
		return
	_insert(scope, _now_against_before(scope))
	_insert(scope, _before_without_now(scope))


def summary(scope: RunScope) -> dict[str, list[dict[str, Any]]]:
	"""Totals by township and scheme, and the differences by kind, for the form and the approver."""
	return {"townships": _by_township(scope), "differences": _by_kind(scope)}


def _has_earlier_lines(scope: RunScope) -> bool:
	return bool(frappe.db.exists("Payment Line", {"payment_month": str(scope.month.plus(-1))}))


def _now_against_before(scope: RunScope) -> QueryBuilder:
	"""New, increased, reduced, held and released awards."""
	before = frappe.qb.DocType("Payment Line").as_("before_line")
	key = Concat(DUE.award, f"|{scope.month.plus(-1)}|", DUE.line_kind)
	rows = (
		frappe.qb.from_(DUE)
		.left_join(before)
		.on(before.line_key == key)
		.where(DUE.line_kind == REGULAR)
		.select(
			DUE.award,
			DUE.scheme,
			DUE.division,
			DUE.payee_name,
			_kind(before, DUE).as_("difference_kind"),
			Coalesce(before.amount, 0).as_("amount_before"),
			DUE.amount.as_("amount_now"),
			DUE.hold_reason.as_("reason"),
		)
	).as_("changes")
	return frappe.qb.from_(rows).select("*").where(rows.difference_kind.isnotnull())


def _before_without_now(scope: RunScope) -> QueryBuilder:
	"""Awards that were paid last month and are not due any more; found by month, for villages keep lines of all months."""
	before = frappe.qb.DocType("Payment Line").as_("before_line")
	award = frappe.qb.DocType("Benefit Award")
	division = frappe.qb.DocType("Administrative Division")
	query = (
		frappe.qb.from_(before)
		.force_index("payment_month")
		.join(division)
		.on((division.name == before.division) & (division.lft >= scope.lft) & (division.rgt <= scope.rgt))
		.left_join(DUE)
		.on((DUE.award == before.award) & (DUE.line_kind == REGULAR))
		.left_join(award)
		.on(award.name == before.award)
		.where(
			(before.payment_month == str(scope.month.plus(-1)))
			& (before.line_kind == REGULAR)
			& DUE.award.isnull()
		)
		.select(
			before.award,
			before.scheme,
			before.division,
			before.payee_name,
			ValueWrapper(DifferenceKind.STOPPED.value).as_("difference_kind"),
			before.amount.as_("amount_before"),
			ValueWrapper(0).as_("amount_now"),
			award.stop_reason.as_("reason"),
		)
	)
	return query.where(before.scheme == scope.scheme) if scope.scheme else query


def _kind(before: Any, now: Any) -> Term:
	"""The domain's `difference` in SQL."""
	was_held, is_held = IfNull(before.hold_reason, "") != "", now.hold_reason.isnotnull()
	return (
		Case()
		.when(before.name.isnull(), DifferenceKind.NEW.value)
		.when(is_held & (IfNull(before.hold_reason, "") == ""), DifferenceKind.HELD.value)
		.when(was_held & now.hold_reason.isnull(), DifferenceKind.RELEASED.value)
		.when(now.amount > before.amount, DifferenceKind.INCREASED.value)
		.when(now.amount < before.amount, DifferenceKind.REDUCED.value)
		.else_(None)
	)


def _insert(scope: RunScope, changes: QueryBuilder) -> None:
	difference, rows = frappe.qb.DocType(DOCTYPE), changes.as_("changes_of_run")
	fixed: dict[str, Term] = {
		"name": Concat(scope.name, "-", rows.award),
		"payment_run": ValueWrapper(scope.name),
		**{column: ValueWrapper(value) for column, value in base.audit_columns().items()},
	}
	query = frappe.qb.into(difference).columns(*fixed, *COLUMNS).from_(rows)
	query.select(*fixed.values(), *(rows[column] for column in COLUMNS)).run()


def _by_township(scope: RunScope) -> list[dict[str, Any]]:
	sums = due_table.by_division(also_paid=scope.is_regular).as_("sums")
	scheme = frappe.qb.DocType("Assistance Scheme").as_("scheme_of_award")
	place = frappe.qb.DocType("Administrative Division").as_("place")
	township = frappe.qb.DocType("Administrative Division").as_("township")
	return (
		frappe.qb.from_(sums)
		.join(place)
		.on(place.name == sums.division)
		.join(scheme)
		.on(scheme.name == sums.scheme)
		.left_join(township)
		.on(is_township_of(township, place))
		.select(township.name.as_("division"), township.division_name, sums.scheme, scheme.scheme_name)
		.select(*(Sum(sums[name]).as_(name) for name in ("awards", "amount", "held", "held_amount")))
		.groupby(township.name, township.division_name, sums.scheme, scheme.scheme_name)
		.orderby(township.name, sums.scheme)
		.run(as_dict=True)
	)


def _by_kind(scope: RunScope) -> list[dict[str, Any]]:
	difference = frappe.qb.DocType(DOCTYPE)
	return (
		frappe.qb.from_(difference)
		.select(
			difference.difference_kind,
			IfNull(difference.reason, "").as_("reason"),
			Count("*").as_("awards"),
			Sum(difference.amount_before).as_("amount_before"),
			Sum(difference.amount_now).as_("amount_now"),
		)
		.where(difference.payment_run == scope.name)
		.groupby(difference.difference_kind, IfNull(difference.reason, ""))
		.orderby(difference.difference_kind)
		.run(as_dict=True)
	)

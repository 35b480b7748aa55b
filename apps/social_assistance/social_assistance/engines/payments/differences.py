"""What changes against last month, award by award and in total: what the approver reads before agreeing."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import frappe
from frappe.query_builder.functions import Coalesce, Concat, Count, IfNull, Sum
from pypika.enums import Order
from pypika.queries import QueryBuilder
from pypika.terms import Case, Criterion, NullValue, Term, ValueWrapper

from social_assistance.domain.payments.due_months import DifferenceKind
from social_assistance.engines import base
from social_assistance.engines.payments import category_due, shared_accounts
from social_assistance.engines.payments.due_awards import ONE_OFF, REGULAR, Totals, has_lines
from social_assistance.engines.payments.due_payments import CATEGORY
from social_assistance.engines.payments.due_table import DUE, Place
from social_assistance.services.payments import runs
from social_assistance.services.payments.runs import RunScope
from social_assistance.services.registry.divisions import get_townships

# More changed accounts than these stand in the list of differences alone.
ACCOUNTS_SHOWN = 50
DOCTYPE, DIVISION = "Payment Difference", "Administrative Division"
COLUMNS = (
	"award",
	"scheme",
	"division",
	"payee_name",
	"difference_kind",
	"amount_before",
	"amount_now",
	"reason",
	"account_before",
	"account_now",
)


def rebuild_differences(scope: RunScope) -> None:
	"""Write the differing awards of a regular run anew from the table of what is due; a district's first month has nothing to differ from."""
	difference = frappe.qb.DocType(DOCTYPE)
	frappe.qb.from_(difference).delete().where(difference.payment_run == scope.name).run()
	runs_before = runs.list_runs_of_month(scope.month.plus(-1))
	if not scope.is_regular or not has_lines(runs_before):
		return
	_insert(scope, _before_against_now(scope, runs_before))
	_insert(scope, _now_without_before(scope))


def summarise_differences(scope: RunScope, sums: Iterable[tuple[Place, Totals]]) -> dict[str, Any]:
	"""Totals by township and scheme, and the differences by kind, for the form and the approver."""
	return {
		"townships": _by_township(scope, sums),
		"differences": _by_kind(scope),
		"accounts": _changed_accounts(scope),
		"shared": shared_accounts.summary(scope.name),
		**(category_due.summarise_category(scope) if scope.category_rule else {}),
	}


def _before_against_now(scope: RunScope, runs_before: list[str]) -> QueryBuilder:
	"""Awards that were paid last month and get another amount, are held, released, or not due any more.

	Found by the runs of that month, for villages keep lines of all months; both sides are read in the order of the awards.
	Village and award are looked up for those only that are not due: no key, no look.
	"""
	before = frappe.qb.DocType("Payment Line").as_("before_line")
	award = frappe.qb.DocType("Benefit Award")
	division = frappe.qb.DocType(DIVISION)
	is_other = _is_other_account(before, DUE)
	kind, is_here = _kind(before, DUE, is_other), (division.lft >= scope.lft) & (division.rgt <= scope.rgt)
	is_stopped = DUE.award.isnull()
	query = (
		frappe.qb.from_(before)
		.force_index("payment_run")
		.left_join(DUE)
		.on((DUE.payment_run == scope.name) & (DUE.award == before.award) & (DUE.line_kind == REGULAR))
		.left_join(division)
		.on(division.name == Case().when(is_stopped, before.division))
		.left_join(award)
		.on(award.name == Case().when(is_stopped, before.award))
		.where(before.payment_run.isin(runs_before) & (before.line_kind == REGULAR))
		.where(DUE.award.isnotnull() | is_here)
		.where(kind.isnotnull() | is_other)
		.select(
			before.award,
			before.scheme,
			Coalesce(DUE.division, before.division).as_("division"),
			Coalesce(DUE.payee_name, before.payee_name).as_("payee_name"),
			kind.as_("difference_kind"),
			before.amount.as_("amount_before"),
			Coalesce(DUE.amount, 0).as_("amount_now"),
			Case().when(is_stopped, award.stop_reason).else_(DUE.hold_reason).as_("reason"),
			Case().when(is_other, before.bank_account).as_("account_before"),
			Case().when(is_other, DUE.bank_account).as_("account_now"),
		)
	)
	return query.where(before.scheme == scope.scheme) if scope.scheme else query


def _now_without_before(scope: RunScope) -> QueryBuilder:
	"""Awards that were not paid last month; answered from the index of line keys alone."""
	before = frappe.qb.DocType("Payment Line").as_("before_line")
	key = Concat(DUE.award, f"|{scope.month.plus(-1)}|{REGULAR}")
	return (
		frappe.qb.from_(DUE)
		.left_join(before)
		.on(before.line_key == key)
		.where((DUE.payment_run == scope.name) & (DUE.line_kind == REGULAR) & before.name.isnull())
		.select(
			DUE.award,
			DUE.scheme,
			DUE.division,
			DUE.payee_name,
			ValueWrapper(DifferenceKind.NEW.value).as_("difference_kind"),
			ValueWrapper(0).as_("amount_before"),
			DUE.amount.as_("amount_now"),
			DUE.hold_reason.as_("reason"),
			NullValue().as_("account_before"),
			NullValue().as_("account_now"),
		)
	)


def _kind(before: Any, now: Any, is_other_account: Term) -> Term:
	"""The domain's `classify_difference` in SQL, for awards with a line of last month."""
	was_held, is_held = IfNull(before.hold_reason, "") != "", now.hold_reason.isnotnull()
	return (
		Case()
		.when(now.award.isnull(), DifferenceKind.STOPPED.value)
		.when(is_held & (IfNull(before.hold_reason, "") == ""), DifferenceKind.HELD.value)
		.when(was_held & now.hold_reason.isnull(), DifferenceKind.RELEASED.value)
		.when(now.amount > before.amount, DifferenceKind.INCREASED.value)
		.when(now.amount < before.amount, DifferenceKind.REDUCED.value)
		.when(is_other_account, DifferenceKind.ACCOUNT_CHANGED.value)
		.else_(None)
	)


def _is_other_account(before: Any, now: Any) -> Criterion:
	"""The domain's `is_other_account` in SQL; lines from before accounts had a print are compared by what they show."""
	by_mask = before.account_print.isnull() & (before.bank_account != now.bank_account)
	return (before.account_print != now.account_print) | by_mask


def _insert(scope: RunScope, changes: QueryBuilder) -> None:
	difference, rows = frappe.qb.DocType(DOCTYPE), changes.as_("changes_of_run")
	fixed: dict[str, Term] = {
		"name": Concat(scope.name, "-", rows.award),
		"payment_run": ValueWrapper(scope.name),
		**{column: ValueWrapper(value) for column, value in base.get_audit_columns().items()},
	}
	query = frappe.qb.into(difference).columns(*fixed, *COLUMNS).from_(rows)
	query.select(*fixed.values(), *(rows[column] for column in COLUMNS)).run()


def _by_township(scope: RunScope, sums: Iterable[tuple[Place, Totals]]) -> list[dict[str, Any]]:
	"""The month's amounts, of a regular run also those that were paid by another."""
	of_month = [
		(place, totals)
		for place, totals in sums
		if place.kind in (REGULAR, ONE_OFF, CATEGORY) and (scope.is_regular or not place.is_paid)
	]
	townships = get_townships({place.division for place, _totals in of_month})
	gathered: dict[tuple[str, str], Totals] = defaultdict(Totals)
	for place, totals in of_month:
		gathered[townships.get(place.division, ""), place.scheme] += totals
	names = dict(
		frappe.get_all(
			DIVISION,
			{"name": ("in", list({*townships.values(), ""}))},
			["name", "division_name"],
			as_list=True,
		)
	)
	schemes = dict(
		frappe.get_all("Assistance Scheme", fields=["name", "scheme_name"], limit_page_length=0, as_list=True)
	)
	return [
		{
			"division": township or None,
			"division_name": names.get(township),
			"scheme": scheme,
			"scheme_name": schemes.get(scheme),
			"awards": totals.count,
			"amount": totals.fen / 100,
			"held": totals.held_count,
			"held_amount": totals.held_fen / 100,
		}
		for (township, scheme), totals in sorted(gathered.items())
	]


def _changed_accounts(scope: RunScope) -> list[dict[str, Any]]:
	"""Every award whose money goes elsewhere than last month, whatever else changed, with both accounts as they are shown."""
	difference = frappe.qb.DocType(DOCTYPE)
	return (
		frappe.qb.from_(difference)
		.select(
			difference.award,
			difference.payee_name,
			difference.account_before,
			difference.account_now,
			difference.amount_now,
		)
		.where((difference.payment_run == scope.name) & difference.account_now.isnotnull())
		.orderby(difference.amount_now, order=Order.desc)
		.limit(ACCOUNTS_SHOWN)
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

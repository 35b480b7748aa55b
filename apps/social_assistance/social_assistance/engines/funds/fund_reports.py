"""Sums of the fund ledger and the budgets for the reports, within the reader's area."""

from decimal import Decimal
from typing import Any

import frappe
from frappe.query_builder.functions import IfNull, Sum
from pypika.queries import QueryBuilder
from pypika.terms import Case, Term

from social_assistance.domain.money import from_storage
from social_assistance.permissions.scope_criterion import match_scope
from social_assistance.services.funds.ledger import (
	CHARITY_GOODS,
	CHARITY_MONEY,
	EXPENSE,
	FUNDS,
	GIFTS,
	GIFTS_USED,
	RESERVE,
	TREASURY,
)
from social_assistance.services.funds.ledger import DOCTYPE as ENTRY

DIVISION = "Administrative Division"


def list_trial_balance(first: str, last: str) -> list[dict[str, Any]]:
	"""Per account: balance before the first month, debits and credits from first to last, balance after."""
	entry, account = frappe.qb.DocType(ENTRY), frappe.qb.DocType("Fund Account")
	before, during = entry.period < first, entry.period >= first
	rows = (
		_seen(entry)
		.join(account)
		.on(account.name == entry.fund_account)
		.select(
			account.name.as_("account"),
			account.account_name,
			Sum(Case().when(before, entry.debit - entry.credit).else_(0)).as_("opening"),
			Sum(Case().when(during, entry.debit).else_(0)).as_("debit"),
			Sum(Case().when(during, entry.credit).else_(0)).as_("credit"),
			Sum(entry.debit - entry.credit).as_("closing"),
		)
		.where(entry.period <= last)
		.groupby(account.name, account.account_name)
		.orderby(account.name)
		.run(as_dict=True)
	)
	return [_exact(row, "opening", "debit", "credit", "closing") for row in rows]


def list_source_statements(first: str, last: str) -> list[dict[str, Any]]:
	"""Per source: received, paid out and left in the months from first to last, and its share of what was paid.

	Donations that partners received and disbursed count for the source of charity.
	"""
	entry, source = frappe.qb.DocType(ENTRY), frappe.qb.DocType("Fund Source")
	rows = (
		_in_months(_seen(entry), entry, first, last)
		.left_join(source)
		.on(source.name == entry.fund_source)
		.select(
			IfNull(entry.fund_source, "").as_("source"),
			source.source_kind,
			source.is_fiscal,
			_side(entry, (FUNDS, GIFTS), entry.credit - entry.debit).as_("received"),
			(
				_side(entry, (TREASURY,), entry.credit)
				+ _side(entry, (GIFTS_USED,), entry.debit - entry.credit)
			).as_("paid_out"),
			_side(entry, (TREASURY, CHARITY_MONEY, CHARITY_GOODS), entry.debit - entry.credit).as_(
				"left_over"
			),
		)
		.groupby(entry.fund_source, source.source_kind, source.is_fiscal)
		.orderby(entry.fund_source)
		.run(as_dict=True)
	)
	exact = [_exact(row, "received", "paid_out", "left_over") for row in rows]
	total = sum(row["paid_out"] for row in exact)
	return [row | {"share": round(100 * row["paid_out"] / total, 2) if total else 0} for row in exact]


def list_reserve_statements(first: str, last: str) -> list[dict[str, Any]]:
	"""Per township and source: what the reserve held before, what came in and was used from first to last, what is left."""
	entry, place = frappe.qb.DocType(ENTRY), frappe.qb.DocType(DIVISION)
	before, during = entry.period < first, entry.period >= first
	rows = (
		frappe.qb.from_(entry)
		.join(place)
		.on(place.name == entry.division)
		.select(
			entry.division,
			place.division_name,
			entry.fund_source,
			Sum(Case().when(before, entry.debit - entry.credit).else_(0)).as_("opening"),
			Sum(Case().when(during, entry.debit).else_(0)).as_("filled"),
			Sum(Case().when(during, entry.credit).else_(0)).as_("used"),
			Sum(entry.debit - entry.credit).as_("closing"),
		)
		.where((entry.fund_account == RESERVE) & (entry.period <= last))
		.where(match_scope(place))
		.groupby(entry.division, place.division_name, entry.fund_source)
		.orderby(entry.division, entry.fund_source)
		.run(as_dict=True)
	)
	return [_exact(row, "opening", "filled", "used", "closing") for row in rows]


def list_budget_execution(year: int) -> list[dict[str, Any]]:
	"""Per budget of a year: what its scheme was granted in its part of the district, what is left, and the share used."""
	budget, place = frappe.qb.DocType("Fund Budget"), frappe.qb.DocType(DIVISION)
	entry, spot = frappe.qb.DocType(ENTRY), frappe.qb.DocType(DIVISION).as_("spot")
	granted = (
		frappe.qb.from_(entry)
		.join(spot)
		.on(spot.name == entry.division)
		.select(entry.scheme, spot.lft, spot.rgt, Sum(entry.debit - entry.credit).as_("amount"))
		.where((entry.fund_account == EXPENSE) & entry.period.like(f"{year}-%"))
		.groupby(entry.scheme, spot.lft, spot.rgt)
	).as_("granted")
	rows = (
		frappe.qb.from_(budget)
		.join(place)
		.on(place.name == budget.division)
		.left_join(granted)
		.on((granted.scheme == budget.scheme) & (granted.lft >= place.lft) & (granted.rgt <= place.rgt))
		.select(budget.name, budget.scheme, place.division_name, budget.amount)
		.select(Sum(granted.amount).as_("granted"))
		.where(budget.fiscal_year == year)
		.where(match_scope(place))
		.groupby(budget.name, budget.scheme, place.division_name, budget.amount, place.lft)
		.orderby(place.lft, budget.scheme)
		.run(as_dict=True)
	)
	return [_executed(_exact(row, "amount", "granted")) for row in rows]


def _executed(row: dict[str, Any]) -> dict[str, Any]:
	used = round(100 * row["granted"] / row["amount"], 2) if row["amount"] else Decimal(0)
	return row | {"left_over": row["amount"] - row["granted"], "used": used}


def _seen(entry: Any) -> QueryBuilder:
	"""Ledger entries within the reader's scope."""
	place = frappe.qb.DocType(DIVISION)
	query = frappe.qb.from_(entry).join(place).on(place.name == entry.division)
	return query.where(match_scope(place))


def _in_months(query: QueryBuilder, entry: Any, first: str, last: str) -> QueryBuilder:
	return query.where((entry.period >= first) & (entry.period <= last))


def _side(entry: Any, accounts: tuple[str, ...], amount: Term) -> Term:
	return Sum(Case().when(entry.fund_account.isin(accounts), amount).else_(0))


def _exact(row: dict[str, Any], *columns: str) -> dict[str, Any]:
	return dict(row) | {column: from_storage(row[column]) for column in columns}

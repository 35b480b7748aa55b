"""The fund ledger: double entry, append-only, corrected by reversal only, closed by period."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

import frappe
from frappe import _
from frappe.query_builder.functions import Sum
from frappe.utils import getdate

from social_assistance.domain.fingerprint import compute_bytes_fingerprint
from social_assistance.domain.money import ZERO, from_storage, split_amount
from social_assistance.domain.periods import Month
from social_assistance.permissions.transition_permits import allow_transition
from social_assistance.services import clock
from social_assistance.services.funds.exceptions import LedgerUnbalancedError, PeriodClosedError
from social_assistance.services.numbering import take_number

DOCTYPE = "Fund Ledger Entry"
TREASURY, RESERVE, RECEIVABLE = "1001", "1101", "1301"
CHARITY_MONEY, CHARITY_GOODS = "1501", "1502"
PAYABLE, FUNDS, ALLOCATED, GIFTS = "2101", "3001", "3101", "3501"
EXPENSE, WRITTEN_OFF, GIFTS_USED, GOODS_LOST = "5001", "5101", "5501", "5502"
# Whose budget pays first where no share and no source is named for a scheme.
BUDGET_ORDER = ("District", "City", "Provincial", "Central", "Other")
# Code -> (name, kind). Allocated money stays in the treasury account; the fund account tells whose it is.
ACCOUNTS = {
	TREASURY: ("Treasury Account", "Asset"),
	RESERVE: ("Township Reserve", "Asset"),
	RECEIVABLE: ("Overpayments to Recover", "Asset"),
	CHARITY_MONEY: ("Gifts of Money with Partners", "Asset"),
	CHARITY_GOODS: ("Gifts of Goods with Partners", "Asset"),
	PAYABLE: ("Assistance Payable", "Liability"),
	FUNDS: ("Funds Received", "Fund"),
	ALLOCATED: ("Funds Allocated", "Fund"),
	GIFTS: ("Gifts Received", "Fund"),
	EXPENSE: ("Assistance Granted", "Expense"),
	WRITTEN_OFF: ("Overpayments Written Off", "Expense"),
	GIFTS_USED: ("Gifts Handed On", "Expense"),
	GOODS_LOST: ("Donated Goods Written Off", "Expense"),
}


@dataclass(frozen=True)
class Posting:
	"""One line of a voucher: an amount on one side of an account."""

	account: str
	debit: Decimal = ZERO
	credit: Decimal = ZERO
	source: str | None = None
	division: str | None = None
	scheme: str | None = None


class Place(NamedTuple):
	"""Township and scheme that a posting concerns."""

	division: str | None = None
	scheme: str | None = None


@dataclass(frozen=True)
class Reference:
	"""The document that a voucher belongs to."""

	doctype: str
	name: str


def make_debit(account: str, amount: Decimal, place: Place, source: str | None = None) -> Posting:
	"""An amount on the left side."""
	return Posting(account, amount, ZERO, source, *place)


def make_credit(account: str, amount: Decimal, place: Place, source: str | None = None) -> Posting:
	"""An amount on the right side."""
	return Posting(account, ZERO, amount, source, *place)


def post_voucher(
	kind: str, postings: Sequence[Posting], reference: Reference, day: date, **texts: str
) -> str | None:
	"""Write a balanced voucher and return its number; the same kind for the same document is written once.

	What concerns no township is the district's.
	"""
	rows = [row for row in postings if row.debit or row.credit]
	if not rows or frappe.db.exists(DOCTYPE, {"entry_key": _key(reference, kind, 1, texts)}):
		return None
	left, right = sum((row.debit for row in rows), ZERO), sum((row.credit for row in rows), ZERO)
	if left != right or any(row.debit < 0 or row.credit < 0 for row in rows):
		frappe.throw(
			_("Voucher for {0} {1} does not balance: debit {2}, credit {3}. Nothing was booked.").format(
				_(reference.doctype), reference.name, left, right
			),
			LedgerUnbalancedError,
		)
	require_open_period(day)
	district = frappe.db.get_single_value("Assistance Settings", "district")
	voucher = take_number("PZ", day)
	with allow_transition(DOCTYPE):
		for number, row in enumerate(rows, start=1):
			_insert(
				voucher, number, kind, replace(row, division=row.division or district), reference, day, texts
			)
	return voucher


def reverse_voucher(voucher: str, day: date, remark: str) -> str | None:
	"""Undo a voucher by its mirror image; the original stays as it is, and a second reversal changes nothing."""
	entries = frappe.get_all(DOCTYPE, {"voucher_no": voucher}, ["*"], order_by="entry_no")
	mirrored = [
		Posting(
			row.fund_account,
			from_storage(row.credit),
			from_storage(row.debit),
			row.fund_source,
			row.division,
			row.scheme,
		)
		for row in entries
	]
	subject = Reference(entries[0].reference_doctype, entries[0].reference_name)
	return post_voucher("Reversal", mirrored, subject, day, remark=remark, reversal_of=voucher)


def require_open_period(day: date) -> None:
	"""Refuse to book into a closed period."""
	period = str(Month.of(getdate(day)))
	if frappe.db.exists("Fund Period Closing", period):
		frappe.throw(
			_("Period {0} is closed. Book on a day of an open period, or correct by reversal there.").format(
				period
			),
			PeriodClosedError,
		)


def get_open_day(day: date) -> date:
	"""The day itself, or the business date when the day's period is closed."""
	closed = frappe.db.exists("Fund Period Closing", str(Month.of(getdate(day))))
	return clock.today() if closed else day


def split_by_source(scheme: str | None, amount: Decimal) -> list[tuple[str | None, Decimal]]:
	"""An amount divided over the sources that pay a scheme, by their shares, to the fen."""
	share, source = frappe.qb.DocType("Fund Share"), frappe.qb.DocType("Fund Source")
	rows = (
		frappe.qb.from_(share)
		.join(source)
		.on(source.name == share.parent)
		.where((share.scheme == scheme) & (source.is_enabled == 1) & (share.weight > 0))
		.select(source.name, share.weight)
		.orderby(source.name)
		.run()
	)
	if not rows:
		return [(_source_of_the_rest(), amount)]
	parts = split_amount(amount, [from_storage(weight) for _name, weight in rows])
	return [(name, part) for (name, _weight), part in zip(rows, parts, strict=True)]


def _source_of_the_rest() -> str | None:
	"""Who pays what no share names: the source that says so, else the nearest budget: the bureau's own before those above it."""
	named = frappe.db.get_value("Fund Source", {"is_default": 1, "is_enabled": 1}, order_by="name")
	fiscal = {"is_enabled": 1, "is_fiscal": 1}
	rows = frappe.get_all("Fund Source", fiscal, ["name", "source_kind"], order_by="name")
	near = [row for kind in BUDGET_ORDER for row in rows if row.source_kind == kind]
	return named or (near[0].name if near else None)


def get_account_balance(account: str, **filters: Any) -> Decimal:
	"""Debit less credit of an account, in yuan."""
	entry = frappe.qb.DocType(DOCTYPE)
	query = (
		frappe.qb.from_(entry).select(Sum(entry.debit - entry.credit)).where(entry.fund_account == account)
	)
	for column, value in filters.items():
		query = query.where(entry[column] == value)
	return from_storage(query.run()[0][0])


def _insert(
	voucher: str,
	number: int,
	kind: str,
	row: Posting,
	reference: Reference,
	day: date,
	texts: dict[str, str],
) -> None:
	entry = frappe.get_doc(
		{
			"doctype": DOCTYPE,
			"voucher_no": voucher,
			"entry_no": number,
			"posted_on": day,
			"period": str(Month.of(getdate(day))),
			"entry_kind": kind,
			"fund_account": row.account,
			"fund_source": row.source,
			"division": row.division,
			"scheme": row.scheme,
			"debit": row.debit,
			"credit": row.credit,
			"reference_doctype": reference.doctype,
			"reference_name": reference.name,
			"entry_key": _key(reference, kind, number, texts),
			**texts,
		}
	)
	entry.insert(  # allow: PERM-ignore-permissions only services book, no role writes entries
		ignore_permissions=True
	)


def _key(reference: Reference, kind: str, number: int, texts: dict[str, str]) -> str:
	"""A document is booked once per kind, a voucher reversed once."""
	subject = texts.get("reversal_of") or f"{reference.doctype}|{reference.name}"
	return f"{subject}|{kind}|{number}"


def close_period(closing: Any) -> None:
	"""Freeze a past month: totals and digest of its entries; called by the controller of Fund Period Closing."""
	month = Month.parse(closing.period)
	if month >= Month.of(clock.today()):
		frappe.throw(_("Period {0} is not over yet.").format(month), PeriodClosedError)
	entries = list_period_entries(str(month))
	closing.update(
		{
			"period": str(month),
			"closed_by": frappe.session.user,
			"closed_on": clock.now(),
			"entry_count": len(entries),
			"total_debit": sum((from_storage(row.debit) for row in entries), ZERO),
			"total_credit": sum((from_storage(row.credit) for row in entries), ZERO),
			"entries_digest": compute_entries_digest(entries),
		}
	)


def list_period_entries(period: str) -> list[Any]:
	"""The entries of a period in their order."""
	columns = [
		"voucher_no",
		"entry_no",
		"fund_account",
		"fund_source",
		"division",
		"scheme",
		"debit",
		"credit",
	]
	return list(
		frappe.get_all(
			DOCTYPE, {"period": period}, columns, order_by="voucher_no, entry_no", limit_page_length=0
		)
	)


def compute_entries_digest(entries: Sequence[Any]) -> str:
	"""SM3 over the entries, so that a later change of a closed period shows."""
	lines = [
		"|".join(
			(
				row.voucher_no,
				str(row.entry_no),
				row.fund_account,
				row.fund_source or "",
				row.division or "",
				row.scheme or "",
				str(from_storage(row.debit)),
				str(from_storage(row.credit)),
			)
		)
		for row in entries
	]
	return compute_bytes_fingerprint("\n".join(lines).encode())

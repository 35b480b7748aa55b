"""The fund ledger beside ERPNext's general ledger."""

from collections import defaultdict
from decimal import Decimal
from typing import Any

import frappe
from frappe.query_builder import Case
from frappe.query_builder.functions import Sum
from pypika import CustomFunction

from social_assistance.domain.money import ZERO, from_storage
from social_assistance_erpnext.domain.journals import find_mapped_account
from social_assistance_erpnext.services.posting import LEDGER, POSTING, SETTINGS, VOUCHER

MonthOf = CustomFunction("DATE_FORMAT", ["day", "format"])


def list_reconciliation_rows(month: str | None) -> list[dict[str, Any]]:
	"""One row per month and fund account: turnover of both ledgers, what is pending, and what neither explains.

	Fund accounts that share an account of ERPNext are compared as one, in the row of the first of them.
	"""
	settings = frappe.get_doc(SETTINGS)
	accounts = {(row.fund_account, row.fund_source or ""): row.account for row in settings.accounts}
	first_code: dict[str, str] = {}
	sums: dict[tuple[str, str], list[Decimal]] = defaultdict(lambda: [ZERO] * 6)
	for period, code, source, debit, credit, open_debit, open_credit in _fund_ledger(
		settings.start_date, month
	):
		book = find_mapped_account(accounts, code, source or "") or code
		row = sums[period, first_code.setdefault(book, code)]
		for number, amount in enumerate((debit, credit, open_debit, open_credit)):
			row[number] += from_storage(amount)
	for period, book, debit, credit in _general_ledger(month):
		row = sums[period, first_code.get(book, book)]
		row[4] += from_storage(debit)
		row[5] += from_storage(credit)
	return [_row(period, code, sums[period, code]) for period, code in sorted(sums)]


def _row(period: str, code: str, sums: list[Decimal]) -> dict[str, Any]:
	debit, credit, open_debit, open_credit, posted_debit, posted_credit = sums
	off = abs(debit - open_debit - posted_debit) + abs(credit - open_credit - posted_credit)
	return {
		"month": period,
		"account": code,
		"debit": debit,
		"credit": credit,
		"posted_debit": posted_debit,
		"posted_credit": posted_credit,
		"pending": open_debit - open_credit,
		"difference": off,
	}


def _fund_ledger(first: Any, month: str | None) -> list[tuple]:
	entry, voucher = frappe.qb.DocType(LEDGER), frappe.qb.DocType(VOUCHER)
	pending = voucher.name.isnull()
	query = (
		frappe.qb.from_(entry)
		.left_join(voucher)
		.on(voucher.voucher_no == entry.voucher_no)
		.where(entry.posted_on >= first)
		.select(entry.period, entry.fund_account, entry.fund_source, Sum(entry.debit), Sum(entry.credit))
		.select(
			Sum(Case().when(pending, entry.debit).else_(0)), Sum(Case().when(pending, entry.credit).else_(0))
		)
		.groupby(entry.period, entry.fund_account, entry.fund_source)
		.orderby(entry.fund_account)
	)
	return list((query.where(entry.period == month) if month else query).run())


def _general_ledger(month: str | None) -> list[tuple]:
	posting, ledger = frappe.qb.DocType(POSTING), frappe.qb.DocType("GL Entry")
	period = MonthOf(ledger.posting_date, "%Y-%m")
	query = (
		frappe.qb.from_(posting)
		.join(ledger)
		.on((ledger.voucher_no == posting.journal_entry) & (ledger.voucher_type == "Journal Entry"))
		.where(ledger.is_cancelled == 0)
		.select(period, ledger.account, Sum(ledger.debit), Sum(ledger.credit))
		.groupby(period, ledger.account)
	)
	return list((query.where(period == month) if month else query).run())

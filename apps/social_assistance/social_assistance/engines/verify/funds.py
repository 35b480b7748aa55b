"""Check the fund ledger: vouchers balance, runs are posted as they were paid, closed months are unchanged."""

from collections.abc import Iterator
from decimal import Decimal

import frappe
from frappe.query_builder.functions import Coalesce, Sum

from social_assistance.domain.money import from_storage
from social_assistance.engines.verify.invariants import Check, expect_none
from social_assistance.services.funds.ledger import (
	PAYABLE,
	RECEIVABLE,
	compute_entries_digest,
	get_account_balance,
	list_period_entries,
)

ENTRY = "Fund Ledger Entry"


def check_vouchers() -> Iterator[Check]:
	"""Debits equal credits in every voucher."""
	entry = frappe.qb.DocType(ENTRY)
	query = frappe.qb.from_(entry).select(entry.voucher_no).groupby(entry.voucher_no)
	wrong = query.having(Sum(entry.debit) != Sum(entry.credit))
	yield expect_none("FND-01", "Every voucher balances", [row[0] for row in wrong.run()])


def check_run_vouchers() -> Iterator[Check]:
	"""For posted runs: debits of the payable account equal the bank files."""
	entry = frappe.qb.DocType(ENTRY)
	run = frappe.qb.DocType("Payment Run")
	query = (
		frappe.qb.from_(entry)
		.join(run)
		.on(run.name == entry.reference_name)
		.select(run.name, run.filed_amount, Coalesce(Sum(entry.debit), 0))
		.where((entry.entry_kind == "Bank Files") & (entry.fund_account == PAYABLE))
		.groupby(run.name, run.filed_amount)
		.orderby(run.name)
	)
	for name, filed, booked in query.run():
		yield Check(
			"FND-02", "Bank files equal their vouchers", from_storage(filed), from_storage(booked), name
		)
	for name, lines, booked in _granted():
		yield Check("FND-03", "Payment lines equal their vouchers", lines, booked, name)


def check_closed_periods() -> Iterator[Check]:
	"""The entries of a closed month give the digest that they had when it was closed."""
	for closing in frappe.get_all("Fund Period Closing", fields=["name", "entries_digest"], order_by="name"):
		found = compute_entries_digest(list_period_entries(closing.name))
		yield Check("FND-04", "Closed period is unchanged", closing.entries_digest, found, closing.name)


def check_recoveries() -> Iterator[Check]:
	"""Outstanding sums of recoveries equal their amount less receipts and write-offs, and the ledger's claim."""
	recovery, receipt = frappe.qb.DocType("Overpayment Recovery"), frappe.qb.DocType("Recovery Receipt")
	received = (
		frappe.qb.from_(receipt)
		.select(receipt.recovery, Sum(receipt.amount).as_("amount"))
		.groupby(receipt.recovery)
	).as_("received")
	left = recovery.overpaid_amount - recovery.written_off_amount - Coalesce(received.amount, 0)
	decided = (
		frappe.qb.from_(recovery)
		.left_join(received)
		.on(received.recovery == recovery.name)
		.where(recovery.recovery_status != "Draft")
	)
	wrong = decided.select(recovery.name).where(recovery.outstanding_amount != left)
	yield expect_none("FND-05", "Recoveries agree with their receipts", [row[0] for row in wrong.run()])
	claimed = from_storage(decided.select(Sum(recovery.outstanding_amount)).run()[0][0])
	yield Check("FND-06", "Recoveries are what the books claim", claimed, get_account_balance(RECEIVABLE))


def _granted() -> list[tuple[str, Decimal, Decimal]]:
	"""Runs with what their lines granted anew, and what was booked as granted."""
	line, original = frappe.qb.DocType("Payment Line"), frappe.qb.DocType("Payment Line").as_("original")
	entry = frappe.qb.DocType(ENTRY)
	booked = dict(
		frappe.qb.from_(entry)
		.select(entry.reference_name, Sum(entry.credit))
		.where((entry.entry_kind == "Run Executed") & (entry.fund_account == PAYABLE))
		.groupby(entry.reference_name)
		.run()
	)
	lines = (
		frappe.qb.from_(line)
		.left_join(original)
		.on(original.name == line.original_line)
		.select(line.payment_run, Sum(line.amount))
		.where(line.hold_reason.isnull() & line.payment_run.isin(list(booked) or [""]))
		.where(original.name.isnull() | original.hold_reason.isnotnull())
		.groupby(line.payment_run)
		.run()
	)
	return [(run, from_storage(amount), from_storage(booked[run])) for run, amount in lines]

"""Checks of awards, payment lines and bank files: Σ awards due − holds = Σ lines = Σ bank files, and nothing twice."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

import frappe
from frappe.query_builder.functions import Coalesce, Concat, Count, IfNull, Min, Sum
from frappe.utils import get_datetime
from pypika.queries import QueryBuilder
from pypika.terms import Case

from social_assistance.domain.fingerprint import compute_bytes_fingerprint
from social_assistance.domain.money import ZERO, from_storage
from social_assistance.domain.payments.bank_rows import ControlTotals
from social_assistance.engines.payments import bank_file_reading, line_sums
from social_assistance.engines.payments.due_awards import DueAwards, sum_totals
from social_assistance.engines.verify.invariants import Check, expect_none
from social_assistance.services.payments import runs as payment_run
from social_assistance.services.payments.lines import PREPARED

EXECUTED_STATES = ("Executed", "Filed", "Reconciled", "Closed")
FILED_STATES = ("Filed", "Reconciled", "Closed")
# Eighteen characters that look like a citizen ID, or a run of digits as long as a bank card, in a column anyone may read.
CLEAR_ID = "(^|[^0-9])[1-9][0-9]{16}[0-9Xx]([^0-9]|$)"
CLEAR_ACCOUNT = "(^|[^0-9])[0-9]{15,19}([^0-9]|$)"
VISIBLE_COLUMNS = (
	("Benefit Award", "bank_account", CLEAR_ACCOUNT),
	("Payment Line", "bank_account", CLEAR_ACCOUNT),
	("Payment Line", "payee_name", CLEAR_ID),
	("Registry Household", "bank_account", CLEAR_ACCOUNT),
	("Registry Person", "id_number", CLEAR_ID),
	("Charity Donation", "donor_phone", "1[3-9][0-9]{9}"),
)


def check_payment_runs() -> Iterator[Check]:
	"""Control totals of every executed run against its lines and its bank files."""
	runs = frappe.get_all(
		payment_run.DOCTYPE,
		filters={"run_status": ("in", EXECUTED_STATES)},
		fields=[
			"name",
			"run_status",
			"due_amount",
			"held_amount",
			"line_amount",
			"filed_amount",
			"approved_print",
		],
		order_by="name",
	)
	for run in runs:
		lines = line_sums.get_control_totals(run.name)
		paid = from_storage((lines.fen - lines.held_fen) / 100)
		due = from_storage(run.due_amount) - from_storage(run.held_amount)
		yield Check("PAY-01", "Awards due less holds equal the payment lines", due, paid, run.name)
		yield Check(
			"PAY-02",
			"The lines are those that were approved",
			run.approved_print,
			lines.fingerprint,
			run.name,
		)
		if run.run_status in FILED_STATES:
			yield Check("PAY-03", "Payment lines equal the bank files", paid, _filed(run.name), run.name)


def check_awards_paid() -> Iterator[Check]:
	"""No award was left out of a regular run that covered it."""
	for run in frappe.get_all(
		payment_run.DOCTYPE,
		filters={"run_status": ("in", EXECUTED_STATES), "run_kind": payment_run.REGULAR},
		fields=["name", "payment_month", "scheme", "division", "run_kind"],
		order_by="name",
	):
		due = DueAwards(payment_run.get_run_scope(run))
		missing = due.select().where(due.award.modified < _first_line_written(run.name)).as_("missing")
		yield Check("PAY-04", "Every award due has its line", 0, sum_totals(missing).count, run.name)


def check_payment_lines() -> Iterator[Check]:
	"""Duplicates, orphans and lines whose state contradicts their file."""
	line = frappe.qb.DocType("Payment Line")
	twice = (
		frappe.qb.from_(line)
		.select(Concat(line.award, " ", line.payment_month))
		.where(line.line_kind.isin(["Regular", "One-off"]))
		.groupby(line.award, line.payment_month)
		.having(Count("*") > 1)
	)
	yield expect_none("PAY-05", "No award is paid twice for a month", _first_column(twice))
	yield expect_none("PAY-06", "Every line belongs to a run", _orphans("payment_run", payment_run.DOCTYPE))
	yield expect_none("PAY-07", "Every line belongs to an award", _orphans("award", "Benefit Award"))
	run = frappe.qb.DocType(payment_run.DOCTYPE)
	unfiled = (
		frappe.qb.from_(line)
		.join(run)
		.on((run.name == line.payment_run) & run.run_status.isin(FILED_STATES))
		.select(line.name)
		.where(line.hold_reason.isnull() & line.bank_file.isnull())
	)
	yield expect_none("PAY-08", "Every filed line has its bank file", _first_column(unfiled))
	yield expect_none("PAY-13", "No debt is open or paid twice", _paid_twice())
	is_open = Case().when(line.line_status.isin(["Held", "Returned"]), 1).else_(0)
	wrong = frappe.qb.from_(line).select(line.name).where(line.is_unsettled != is_open)
	yield expect_none("PAY-12", "Lines to be settled are those held or returned", _first_column(wrong))


def check_bank_files() -> Iterator[Check]:
	"""Each file on disk is the one that was written, and says what its lines say."""
	for file in frappe.get_all(
		"Bank File",
		filters={"file_status": ("!=", PREPARED)},
		fields=["name", "file", "encoding", "layout_data", "file_digest", "row_count", "total_amount"],
		order_by="name",
	):
		content = bank_file_reading.read_file_content(file.file)
		yield Check(
			"PAY-09",
			"Bank file is unchanged",
			file.file_digest,
			compute_bytes_fingerprint(content) if content else None,
			file.name,
		)
		expected = ControlTotals(file.row_count, from_storage(file.total_amount))
		yield Check(
			"PAY-10", "Bank file row agrees with its lines", expected, _lines_in(file.name), file.name
		)
		if content:
			written = bank_file_reading.read_file_totals(
				bank_file_reading.get_file_layout(file), content, file.encoding
			)
			yield Check("PAY-11", "Bank file content adds up to its totals", expected, written, file.name)


def check_encrypted_columns() -> Iterator[Check]:
	"""Masked values have their cipher, and no column holds a clear number."""
	for doctype in ("Benefit Award", "Payment Line"):
		table = frappe.qb.DocType(doctype)
		bare = frappe.qb.from_(table).select(table.name)
		bare = bare.where(
			(IfNull(table.bank_account, "") != "") & (IfNull(table.bank_account_cipher, "") == "")
		)
		yield expect_none("SEC-01", "Every masked account has its sealed value", _first_column(bare), doctype)
	for doctype, column, pattern in VISIBLE_COLUMNS:
		table = frappe.qb.DocType(doctype)
		clear = frappe.qb.from_(table).select(table.name).where(table[column].regexp(pattern))
		yield expect_none(
			"SEC-02", "No clear number in a visible column", _first_column(clear), f"{doctype}.{column}"
		)


def _paid_twice() -> list[str]:
	"""Lines that were issued anew although the line itself, or another one for it, is open or paid."""
	line, anew = frappe.qb.DocType("Payment Line"), frappe.qb.DocType("Payment Line").as_("anew")
	query = (
		frappe.qb.from_(anew)
		.join(line)
		.on(line.name == anew.original_line)
		.select(line.name)
		.where((anew.line_kind == "Re-issue") & anew.line_status.isin(["Due", "Paid"]))
		.groupby(line.name)
		.having((Count("*") > 1) | (Min(line.line_status) != "Re-issued"))
	)
	return _first_column(query)


def _first_line_written(run: str) -> datetime:
	"""When the run began to pay, by the clock that also stamps the awards."""
	line = frappe.qb.DocType("Payment Line")
	found = frappe.qb.from_(line).select(Min(line.creation)).where(line.payment_run == run).run()[0][0]
	return found or get_datetime("9999-12-31")


def _filed(run: str) -> Decimal:
	file = frappe.qb.DocType("Bank File")
	total = (
		frappe.qb.from_(file).select(Coalesce(Sum(file.total_amount), 0)).where(file.payment_run == run).run()
	)
	return from_storage(total[0][0])


def _lines_in(file: str) -> ControlTotals:
	line = frappe.qb.DocType("Payment Line")
	query = frappe.qb.from_(line).select(Count("*"), Coalesce(Sum(line.amount), ZERO))
	count, amount = query.where(line.bank_file == file).run()[0]
	return ControlTotals(int(count), from_storage(amount))


def _orphans(column: str, doctype: str) -> list[str]:
	line, parent = frappe.qb.DocType("Payment Line"), frappe.qb.DocType(doctype)
	query = frappe.qb.from_(line).left_join(parent).on(parent.name == line[column])
	return _first_column(query.select(line.name).where(parent.name.isnull()))


def _first_column(query: QueryBuilder) -> list[str]:
	return [str(row[0]) for row in query.run()]

"""Assign bank files to lines of earlier versions, which had none when they were written.

Set-based, a file a transaction: may be killed and called again.
"""

import frappe
from frappe.model.document import Document
from frappe.query_builder.functions import Count, IfNull, Sum
from pypika.queries import Table
from pypika.terms import Criterion

from social_assistance.engines import base
from social_assistance.engines.payments import bank_file_plan
from social_assistance.engines.payments.bank_file_plan import DOCTYPE
from social_assistance.services.payments import bank_layouts

LINE = "Payment Line"


def assign_bank_files(run: Document) -> int:
	"""Give every due line of an executed run its bank file; returns how many had none."""
	if _planned(str(run.name)) >= int(run.line_count or 0):
		return 0
	left = _lines_by_bank(str(run.name))
	for bank, count in left:
		_plan_bank(run, bank, count)
	return sum(count for _bank, count in left)


def _planned(run: str) -> int:
	"""Rows of the run's files: those of a run of this version are all of its payments, which costs no look at its lines."""
	file = frappe.qb.DocType(DOCTYPE)
	rows = frappe.qb.from_(file).select(Sum(file.row_count)).where(file.payment_run == run).run()
	return int(rows[0][0] or 0)


def _lines_by_bank(run: str) -> list[tuple[str, int]]:
	line = frappe.qb.DocType(LINE)
	bank = IfNull(line.bank_name, "")
	query = frappe.qb.from_(line).select(bank, Count("*")).where(_is_left(line, run))
	return [(name, int(count)) for name, count in query.groupby(bank).orderby(bank).run()]


def _plan_bank(run: Document, bank: str, count: int) -> None:
	"""File by file in the order of the lines' names, each filled as far as the bank takes rows."""
	size, after = bank_layouts.get_bank_layout(bank).rows_per_file, ""
	while count:
		file, used = bank_file_plan.get_open_file(run, bank, size)
		taken = min(count, size - used)
		until = _nth_line(str(run.name), bank, after, taken)
		_assign(file, str(run.name), bank, (after, until))
		frappe.db.set_value(  # allow: PERF-write-in-loop once a file
			DOCTYPE, file, "row_count", used + taken
		)
		base.commit_batch()
		count, after = count - taken, until


def _assign(file: str, run: str, bank: str, names: tuple[str, str]) -> None:
	"""The lines behind a name up to another are the file's; what they say of a payment stays as it was."""
	line, (after, until), audit = frappe.qb.DocType(LINE), names, base.get_audit_columns()
	mine = _is_left(line, run) & (IfNull(line.bank_name, "") == bank)
	(
		frappe.qb.update(line)
		.set(line.bank_file, file)
		.set(line.modified, audit["modified"])
		.set(line.modified_by, audit["modified_by"])
		.where(mine & (line.name > after) & (line.name <= until))
		.run()
	)


def _nth_line(run: str, bank: str, after: str, number: int) -> str:
	"""Name of the n-th line of a bank behind a line name."""
	line = frappe.qb.DocType(LINE)
	mine = _is_left(line, run) & (IfNull(line.bank_name, "") == bank) & (line.name > after)
	query = frappe.qb.from_(line).select(line.name).where(mine).orderby(line.name)
	return str(query.limit(1).offset(number - 1).run()[0][0])


def _is_left(line: Table, run: str) -> Criterion:
	return (line.payment_run == run) & (line.line_status == "Due") & (line.bank_file.isnull())

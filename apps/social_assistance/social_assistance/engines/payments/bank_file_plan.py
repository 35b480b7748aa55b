"""Assign each payment line to a bank file when the line is written."""

from collections.abc import Iterator
from typing import NamedTuple

import frappe
from frappe.model.document import Document
from pypika.terms import Case, Criterion, NullValue, Term

from social_assistance.engines.payments import due_table
from social_assistance.engines.payments.due_awards import Bounds
from social_assistance.engines.payments.due_table import DUE, Contents
from social_assistance.permissions.transition_permits import allow_transition
from social_assistance.services.payments import bank_layouts
from social_assistance.services.payments.lines import PREPARED

DOCTYPE = "Bank File"


class Mark(NamedTuple):
	"""A row of what is due, in the order of its key; rows are counted off in this order, which needs no sorting."""

	award: str
	line_name: str

	def reaches(self) -> Criterion:
		"""The row itself and those before it."""
		return (DUE.award < self.award) | ((DUE.award == self.award) & (DUE.line_name <= self.line_name))


class Share(NamedTuple):
	"""Lines of a batch for one file: those of its bank up to a row, or all that are left."""

	bank: str
	file: str
	until: Mark | None


def build_file_term(run: Document, bounds: Bounds, contents: Contents, rows_per_file: int = 0) -> Term:
	"""The file of each row of a batch, null for rows that are held; opens further files as they fill up.

	A file takes as many rows as the bank's layout says, or `rows_per_file`. To be used in the transaction that writes the lines.
	"""
	file = Case().when(DUE.hold_reason.isnotnull(), NullValue())
	for bank, count in contents.of_bank:
		for share in _shares(run, bounds, bank, count, rows_per_file):
			is_meant = DUE.bank_name == share.bank
			file = file.when(is_meant & share.until.reaches() if share.until else is_meant, share.file)
	return file.else_(NullValue())


def _shares(run: Document, bounds: Bounds, bank: str, count: int, rows_per_file: int) -> Iterator[Share]:
	size = rows_per_file or bank_layouts.get_bank_layout(bank).rows_per_file
	after: Mark | None = None
	while count:
		file, used = get_open_file(run, bank, size)
		taken = min(count, size - used)
		until = _nth_row(str(run.name), bounds, bank, after, taken) if taken < count else None
		rows = used + taken
		frappe.db.set_value(  # allow: PERF-write-in-loop a file or two a batch
			DOCTYPE, file, "row_count", rows
		)
		yield Share(bank, file, until)
		count, after = count - taken, until


def get_open_file(run: Document, bank: str, size: int) -> tuple[str, int]:
	"""The bank's last file while it has room and is not written, else its next one; and how many rows it has."""
	of_bank = {"payment_run": run.name, "bank_name": bank}
	last = frappe.db.get_value(
		DOCTYPE,
		of_bank,
		["name", "part_no", "row_count", "file_status"],
		order_by="part_no desc",
		as_dict=True,
	)
	if last and last.file_status == PREPARED and last.row_count < size:
		return last.name, last.row_count
	part = last.part_no + 1 if last else 1
	file = frappe.get_doc(
		{
			"doctype": DOCTYPE,
			**of_bank,
			"part_no": part,
			"payment_month": run.payment_month,
			"file_status": PREPARED,
			"file_key": f"{run.name}|{bank}|{part}",
		}
	)
	with allow_transition(DOCTYPE):
		file.insert(ignore_permissions=True)  # allow: PERM-ignore-permissions role checked in start
	return str(file.name), 0


def _nth_row(run: str, bounds: Bounds, bank: str, after: Mark | None, number: int) -> Mark:
	"""The n-th row of a bank behind another, in a batch."""
	query = (
		frappe.qb.from_(DUE).select(DUE.award, DUE.line_name).where(due_table.match_unpaid_rows(run, bounds))
	)
	query = query.where((DUE.bank_name == bank) & DUE.hold_reason.isnull())
	if after:
		query = query.where(after.reaches().negate())
	ordered = query.orderby(DUE.award, DUE.line_name)
	return Mark(*ordered.limit(1).offset(number - 1).run()[0])

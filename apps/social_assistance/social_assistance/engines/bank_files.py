"""Bank files of an executed run: lines are numbered, opened and written file by file, each in one transaction."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.query_builder.functions import Coalesce, Max, Sum
from pypika.analytics import RowNumber
from pypika.queries import Table

from social_assistance.domain.bank_layouts import (
	BankLayout,
	FileFormat,
	cells_of,
	encoding_for,
	table,
	text_content,
	totals_in,
)
from social_assistance.domain.bank_rows import BankRow, ControlTotals
from social_assistance.domain.errors import DomainError
from social_assistance.domain.fingerprint import fingerprint_of_bytes
from social_assistance.domain.money import from_storage, in_chinese_capitals
from social_assistance.engines import bank_sheets, base, locks, private_files, run_ledger
from social_assistance.exceptions import BankFileMismatchError, BankLayoutInvalidError
from social_assistance.jobs import enqueue_for
from social_assistance.permissions.transition_token import allow_transition
from social_assistance.services import bank_layouts, finance_lists, payment_run
from social_assistance.services.bank_layouts import ChosenLayout
from social_assistance.services.data_key import key_ring
from social_assistance.services.refusals import refuse
from social_assistance.services.sealed_fields import KINDS

DOCTYPE = "Bank File"
FILES_INLINE = 20_000
# The comment in front keeps Frappe from taking these for statements that commit.
_DROP_NUMBERED = "/* bank rows */ drop temporary table if exists assist_numbered"
_CREATE_NUMBERED = """/* bank rows */ create temporary table assist_numbered (
	name varchar(140) primary key, number int not null
) engine=Aria transactional=0"""


@dataclass(frozen=True)
class Part:
	"""One file to be written: the lines of a bank after one line name up to and including another."""

	run: str
	month: str
	bank: str
	number: int
	after: str
	until: str
	count: int


def start(run: str, encoding: str = "", *, now: bool = False) -> None:
	"""Write the bank files of an executed run, in an encoding or the layouts' own; large runs in the background."""
	payment_run.require_role("file")
	doc = frappe.get_doc(payment_run.DOCTYPE, run)
	payment_run.require_state(doc, "file")
	finance_lists.require_approved(run)
	if now or doc.line_count <= FILES_INLINE:
		write_files(run, encoding)
	else:
		enqueue_for(
			"social_assistance.engines.bank_files.write_files", payment_run.DOCTYPE, run, encoding=encoding
		)


def write_files(name: str, encoding: str = "", rows_per_file: int = 0) -> None:
	"""Write every file that is still missing, then close the run's filing; may be killed and called again."""
	with locks.exclusive(f"{payment_run.DOCTYPE}|{name}"), base.light_locks():
		run = frappe.get_doc(payment_run.DOCTYPE, name)
		payment_run.require_state(run, "file")
		finance_lists.require_approved(name)
		for bank in _banks_with_due_lines(name):
			chosen = bank_layouts.for_bank(bank)
			for part in _missing_parts(run, bank, rows_per_file or chosen.rows_per_file):
				_write_part(part, chosen, encoding)
				base.checkpoint()
		_close_filing(run)
		base.checkpoint()


def _banks_with_due_lines(run: str) -> list[str]:
	line = frappe.qb.DocType("Payment Line")
	query = frappe.qb.from_(line).select(line.bank_name).distinct().orderby(line.bank_name)
	return [row[0] for row in query.where((line.payment_run == run) & (line.line_status == "Due")).run()]


def _missing_parts(run: Document, bank: str, size: int) -> Iterator[Part]:
	"""Parts in the order of line names; lines of files already written are no longer due and drop out."""
	after = f"{run.name}-"
	number = frappe.db.count(DOCTYPE, {"payment_run": run.name, "bank_name": bank})
	while True:
		until, count = _next_lines(run.name, bank, after, size)
		if not count:
			return
		number += 1
		yield Part(str(run.name), run.payment_month, bank, number, after, until, count)
		after = until


def _next_lines(run: str, bank: str, after: str, size: int) -> tuple[str, int]:
	line = frappe.qb.DocType("Payment Line")
	names = (
		frappe.qb.from_(line)
		.select(line.name)
		.where((line.name > after) & line.name.like(f"{run}-%"))
		.where((line.bank_name == bank) & (line.line_status == "Due"))
		.orderby(line.name)
		.limit(size)
	).as_("names")
	until, count = frappe.qb.from_(names).select(Max(names.name), base.count_all()).run()[0]
	return until or "", int(count)


def _write_part(part: Part, chosen: ChosenLayout, encoding: str) -> None:
	"""Number the lines, write them, prove the written file against the lines, and only then keep it."""
	file = _insert_file(part)
	_number_lines(part, file.name)
	rows = _rows_of(file.name, part)
	layout = chosen.layout
	used = encoding_for((row.payee for row in rows), encoding or layout.encoding)
	totals = _database_totals(file.name)
	content = _content(layout, table(layout, _control_line(file, totals), rows), used)
	_prove(file.name, part, totals_of_file(layout, content, used), totals)
	url = private_files.store(file, "file", content, layout.file_format.suffix)
	with allow_transition(DOCTYPE, file.name):
		file.update(
			{
				"row_count": totals.count,
				"total_amount": totals.amount,
				"amount_in_capitals": in_chinese_capitals(totals.amount),
				"encoding": used,
				"bank_layout": chosen.name,
				"layout_data": json.dumps(layout.as_data(), ensure_ascii=False),
				"file": url,
				"file_digest": fingerprint_of_bytes(content),
			}
		)
		file.save(
			ignore_permissions=True
		)  # allow: PERM-ignore-permissions role checked in start; nobody edits files


def _insert_file(part: Part) -> Document:
	file = frappe.get_doc(
		{
			"doctype": DOCTYPE,
			"payment_run": part.run,
			"bank_name": part.bank,
			"part_no": part.number,
			"payment_month": part.month,
			"file_status": "Written",
			"file_key": f"{part.run}|{part.bank}|{part.number}",
		}
	)
	with allow_transition(DOCTYPE):
		return file.insert(ignore_permissions=True)  # allow: PERM-ignore-permissions role checked in start


def _number_lines(part: Part, file: str) -> None:
	"""Rows of a file stand in the order of villages and payees, as the townships check them."""
	line, numbered = frappe.qb.DocType("Payment Line"), Table("assist_numbered")
	order = RowNumber().orderby(line.division, line.payee_name, line.name)
	frappe.db.sql(_DROP_NUMBERED)
	frappe.db.sql(_CREATE_NUMBERED)
	(
		frappe.qb.into(numbered)
		.columns(numbered.name, numbered.number)
		.from_(line)
		.select(line.name, order)
		.where((line.name > part.after) & (line.name <= part.until))
		.where((line.bank_name == part.bank) & (line.line_status == "Due"))
		.run()
	)
	audit = base.audit_columns()
	(
		frappe.qb.update(line)
		.join(numbered)
		.on(numbered.name == line.name)
		.set(line.bank_file, file)
		.set(line.bank_row, numbered.number)
		.set(line.line_status, "Filed")
		.set(line.modified, audit["modified"])
		.set(line.modified_by, audit["modified_by"])
		.run()
	)


def _rows_of(file: str, part: Part) -> list[BankRow]:
	"""The lines of a file with their accounts opened; clear accounts exist in this list and in the file only."""
	line = frappe.qb.DocType("Payment Line")
	found = (
		frappe.qb.from_(line)
		.select(line.bank_row, line.payee_name, line.bank_account_cipher, line.amount, line.scheme, line.name)
		.where(line.bank_file == file)
		.orderby(line.bank_row)
		.run()
	)
	accounts = key_ring().open_many((row[2] for row in found), KINDS["bank_account"].context)
	purposes = {scheme: _purpose(scheme, part.month) for scheme in {row[4] for row in found}}
	return [
		BankRow(row[0], row[1], account, from_storage(row[3]), purposes[row[4]], row[5])
		for row, account in zip(found, accounts, strict=True)
	]


def _purpose(scheme: str, month: str) -> str:
	"""The bank's remark names the subsidy (财办〔2020〕37号)."""
	name = frappe.get_cached_value("Assistance Scheme", scheme, "scheme_name")
	return _("{0} {1}").format(_(name), month)


def _control_line(file: Document, totals: ControlTotals) -> tuple[str, ...]:
	return (
		_("Batch"),
		f"{file.payment_run}-{file.part_no}",
		_("Month"),
		file.payment_month,
		_("Bank"),
		file.bank_name,
		_("Count"),
		str(totals.count),
		_("Total"),
		str(totals.amount),
	)


def _content(layout: BankLayout, lines: list[list[str]], encoding: str) -> bytes:
	try:
		if layout.file_format is FileFormat.XLSX:
			return bank_sheets.write(lines)
		return text_content(layout, lines, encoding)
	except DomainError as error:
		refuse(error, exception=BankLayoutInvalidError)


def totals_of_file(layout: BankLayout, content: bytes, encoding: str) -> ControlTotals:
	"""Count and sum that stand in a written file, whatever its format."""
	if layout.file_format is FileFormat.XLSX:
		skipped = int(layout.has_control_line) + int(layout.has_headings)
		return totals_in(layout, islice(bank_sheets.read(content), skipped, None))
	return totals_in(layout, cells_of(layout, content, encoding))


def _database_totals(file: str) -> ControlTotals:
	line = frappe.qb.DocType("Payment Line")
	query = frappe.qb.from_(line).select(base.count_all(), Coalesce(Sum(line.amount), 0))
	count, amount = query.where(line.bank_file == file).run()[0]
	return ControlTotals(int(count), from_storage(amount))


def _prove(file: str, part: Part, written: ControlTotals, stored: ControlTotals) -> None:
	if written != stored or written.count != part.count:
		frappe.throw(
			_(
				"Bank file {0} holds {1} rows of {2} yuan, its lines are {3} of {4} yuan. Nothing was written."
			).format(file, written.count, written.amount, stored.count, stored.amount),
			BankFileMismatchError,
		)


def _close_filing(run: Document) -> None:
	file = frappe.qb.DocType(DOCTYPE)
	query = frappe.qb.from_(file).select(base.count_all(), Coalesce(Sum(file.total_amount), 0))
	count, amount = query.where(file.payment_run == run.name).run()[0]
	filed = from_storage(amount)
	if filed != from_storage(run.line_amount):
		frappe.throw(
			_("The bank files of run {0} sum to {1} yuan, its lines to {2} yuan.").format(
				run.name, filed, run.line_amount
			),
			BankFileMismatchError,
		)
	run_ledger.post_filed(run.name)
	payment_run.move(run.name, "file", filed_amount=filed, file_count=int(count))

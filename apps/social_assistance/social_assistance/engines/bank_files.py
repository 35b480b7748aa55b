"""Bank files of an executed run: lines are numbered, opened and written file by file, each in one transaction."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import frappe
from frappe import _
from frappe.core.doctype.file.utils import get_content_hash
from frappe.model.document import Document
from frappe.query_builder.functions import Coalesce, Max, Sum
from pypika.analytics import RowNumber
from pypika.queries import Table

from social_assistance.domain.bank_rows import (
	GBK,
	BankRow,
	ControlTotals,
	csv_content,
	encoding_for,
	read_csv,
)
from social_assistance.domain.fingerprint import fingerprint_of_bytes
from social_assistance.domain.money import from_storage, in_chinese_capitals
from social_assistance.engines import base, locks, run_ledger
from social_assistance.exceptions import BankFileMismatchError
from social_assistance.jobs import enqueue_for
from social_assistance.permissions.transition_token import allow_transition
from social_assistance.services import payment_run
from social_assistance.services.data_key import key_ring
from social_assistance.services.sealed_fields import KINDS

DOCTYPE = "Bank File"
ROWS_PER_FILE = 20_000
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


def start(run: str, encoding: str = GBK, *, now: bool = False) -> None:
	"""Write the bank files of an executed run; large runs in the background."""
	payment_run.require_role("file")
	doc = frappe.get_doc(payment_run.DOCTYPE, run)
	payment_run.require_state(doc, "file")
	if now or doc.line_count <= FILES_INLINE:
		write_files(run, encoding)
	else:
		enqueue_for(
			"social_assistance.engines.bank_files.write_files", payment_run.DOCTYPE, run, encoding=encoding
		)


def write_files(name: str, encoding: str = GBK, rows_per_file: int = ROWS_PER_FILE) -> None:
	"""Write every file that is still missing, then close the run's filing; may be killed and called again."""
	with locks.exclusive(f"{payment_run.DOCTYPE}|{name}"), base.light_locks():
		run = frappe.get_doc(payment_run.DOCTYPE, name)
		payment_run.require_state(run, "file")
		for bank in _banks_with_due_lines(name):
			for part in _missing_parts(run, bank, rows_per_file):
				_write_part(part, encoding)
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


def _write_part(part: Part, encoding: str) -> None:
	"""Number the lines, write them, prove the written file against the lines, and only then keep it."""
	file = _insert_file(part)
	_number_lines(part, file.name)
	rows = _rows_of(file.name, part)
	used = encoding_for((row.payee for row in rows), encoding)
	totals = _database_totals(file.name)
	content = csv_content(_control_line(file, totals), _headings(), rows, used)
	_prove(file.name, part, ControlTotals.of(read_csv(content, used)), totals)
	url = _store(file, content)
	with allow_transition(DOCTYPE, file.name):
		file.update(
			{
				"row_count": totals.count,
				"total_amount": totals.amount,
				"amount_in_capitals": in_chinese_capitals(totals.amount),
				"encoding": used,
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


def _headings() -> tuple[str, ...]:
	return (_("No."), _("Payee's Name"), _("Account"), _("Amount"), _("Bank Remark"), _("Line No."))


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


def _store(file: Document, content: bytes) -> str:
	"""Write beside, flush and rename, so that a full disk or a crash leaves no half file under the final name."""
	file_name = f"{file.name}.csv"
	target = Path(frappe.get_site_path("private", "files", file_name))
	draft = target.with_suffix(".part")
	try:
		with draft.open("wb") as handle:
			handle.write(content)
			handle.flush()
			os.fsync(handle.fileno())
		draft.replace(target)
	finally:
		draft.unlink(missing_ok=True)
	frappe.db.after_rollback.add(lambda: target.unlink(missing_ok=True))
	return _record_file(file, file_name, content)


def _record_file(file: Document, file_name: str, content: bytes) -> str:
	"""The File row for bytes already in place; Frappe's own insert would write them a second time, in place."""
	record = frappe.new_doc("File")
	record.update(
		{
			"name": frappe.generate_hash(length=10),
			"file_name": file_name,
			"file_url": f"/private/files/{file_name}",
			"file_size": len(content),
			"content_hash": get_content_hash(content),
			"folder": "Home/Attachments",
			"is_private": 1,
			"attached_to_doctype": DOCTYPE,
			"attached_to_name": file.name,
			"attached_to_field": "file",
		}
	)
	record.set_user_and_timestamp()
	record.db_insert()
	return str(record.file_url)


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

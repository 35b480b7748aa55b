"""Bank files of an executed run: lines are numbered, opened and written file by file, each in one transaction."""

import json
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import islice

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.query_builder.functions import Coalesce, Sum

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
from social_assistance.engines import bank_file_lines, bank_sheets, base, locks, private_files, run_ledger
from social_assistance.engines.bank_file_lines import Part
from social_assistance.exceptions import BankFileMismatchError, BankLayoutInvalidError
from social_assistance.jobs import enqueue_for
from social_assistance.permissions.transition_token import allow_transition
from social_assistance.services import bank_layouts, finance_lists, payment_run
from social_assistance.services.bank_layouts import ChosenLayout
from social_assistance.services.data_key import key_ring
from social_assistance.services.refusals import refuse

DOCTYPE = "Bank File"
FILES_INLINE = 20_000


@dataclass(frozen=True)
class Written:
	"""A file's bytes, and what they say when they are read back."""

	content: bytes
	encoding: str
	totals: ControlTotals


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
		with ThreadPoolExecutor(max_workers=1) as beside:
			for bank in bank_file_lines.collect(name):
				chosen = bank_layouts.for_bank(bank)
				for part in _missing_parts(run, bank, rows_per_file or chosen.rows_per_file):
					_write_part(part, chosen, encoding, beside)
					base.checkpoint()
		_close_filing(run)
		base.checkpoint()


def _missing_parts(run: Document, bank: str, size: int) -> Iterator[Part]:
	"""Parts in the order of line names; lines of files already written are no longer due and drop out."""
	after = f"{run.name}-"
	number = frappe.db.count(DOCTYPE, {"payment_run": run.name, "bank_name": bank})
	while True:
		until, count = bank_file_lines.next_lines(bank, after, size)
		if not count:
			return
		number += 1
		yield Part(str(run.name), run.payment_month, bank, number, after, until, count)
		after = until


def _write_part(part: Part, chosen: ChosenLayout, encoding: str, beside: Executor) -> None:
	"""Number the lines, write them, prove the written file against the lines, and only then keep it.

	The bytes are made beside the database's own work on the lines.
	"""
	file = _insert_file(part)
	bank_file_lines.number(part)
	packed = bank_file_lines.packed_rows()
	control = _control_line(file, bank_file_lines.totals_of(packed))
	rows = partial(bank_file_lines.opened, packed, key_ring(), _purposes(part.month))
	making = beside.submit(_make, chosen.layout, control, rows, encoding)
	bank_file_lines.mark_filed(file.name)
	totals = bank_file_lines.stored_totals(file.name)
	written = _made(making)
	_prove(file.name, part, written.totals, totals)
	url = private_files.store(file, "file", written.content, chosen.layout.file_format.suffix)
	with allow_transition(DOCTYPE, file.name):
		file.update(
			{
				"row_count": totals.count,
				"total_amount": totals.amount,
				"amount_in_capitals": in_chinese_capitals(totals.amount),
				"encoding": written.encoding,
				"bank_layout": chosen.name,
				"layout_data": json.dumps(chosen.layout.as_data(), ensure_ascii=False),
				"file": url,
				"file_digest": fingerprint_of_bytes(written.content),
			}
		)
		file.save(
			ignore_permissions=True
		)  # allow: PERM-ignore-permissions role checked in start; nobody edits files


def _make(
	layout: BankLayout, control: Sequence[str], rows: Callable[[], list[BankRow]], encoding: str
) -> Written:
	"""The whole file, read back at once; runs in a thread without a site."""
	found = rows()
	used = encoding_for((row.payee for row in found), encoding or layout.encoding)
	lines = table(layout, control, found)
	is_sheet = layout.file_format is FileFormat.XLSX
	content = bank_sheets.write(lines) if is_sheet else text_content(layout, lines, used)
	return Written(content, used, totals_of_file(layout, content, used))


def _made(making: Future[Written]) -> Written:
	try:
		return making.result()
	except DomainError as error:
		refuse(error, exception=BankLayoutInvalidError)


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


def _purposes(month: str) -> dict[str, str]:
	"""The bank's remark names the subsidy (财办〔2020〕37号)."""
	schemes = frappe.get_all("Assistance Scheme", fields=["name", "scheme_name"], limit_page_length=0)
	return {scheme.name: _("{0} {1}").format(_(scheme.scheme_name), month) for scheme in schemes}


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


def totals_of_file(layout: BankLayout, content: bytes, encoding: str) -> ControlTotals:
	"""Count and sum that stand in a written file, whatever its format."""
	if layout.file_format is FileFormat.XLSX:
		skipped = int(layout.has_control_line) + int(layout.has_headings)
		return totals_in(layout, islice(bank_sheets.read(content), skipped, None))
	return totals_in(layout, cells_of(layout, content, encoding))


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

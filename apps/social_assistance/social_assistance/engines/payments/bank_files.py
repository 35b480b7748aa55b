"""Write the bank files of an executed run: decrypt and write file by file, each in one transaction.

The next file's lines are read, and its bytes made, beside the database's work on the file before.
"""

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.query_builder.functions import Coalesce, Sum

from social_assistance.constants import FINANCE_OFFICER
from social_assistance.domain.errors import DomainError
from social_assistance.domain.fingerprint import compute_bytes_fingerprint
from social_assistance.domain.money import format_chinese_capitals, from_storage
from social_assistance.domain.payments.bank_layouts import (
	BankLayout,
	FileFormat,
	build_file_cells,
	choose_encoding,
	encode_text_file,
)
from social_assistance.domain.payments.bank_rows import BankRow, ControlTotals
from social_assistance.engines import base, private_files
from social_assistance.engines.payments import (
	bank_file_backlog,
	bank_file_lines,
	bank_file_reading,
	run_ledger,
)
from social_assistance.engines.payments.bank_file_plan import DOCTYPE
from social_assistance.engines.runs.claims import Claim, work_on
from social_assistance.engines.runs.handing_over import hand_over
from social_assistance.engines.runs.kinds import RunKind
from social_assistance.engines.sheet_writer import write_workbook
from social_assistance.permissions.transition_permits import allow_transition
from social_assistance.services.domain_errors import throw_domain_error
from social_assistance.services.payments import bank_layouts, finance_lists, runs
from social_assistance.services.payments.bank_layouts import ChosenLayout
from social_assistance.services.payments.exceptions import BankFileMismatchError, BankLayoutInvalidError
from social_assistance.services.payments.lines import PREPARED
from social_assistance.services.privacy.data_key import get_key_ring

FILES_INLINE = 20_000
# Seconds after which the thread that makes bytes lets the one that talks to the database go on. With Python's usual five
# milliseconds every small statement, which hands over several times, takes twenty-five.
HANDOVER, USUAL_HANDOVER = 0.0002, sys.getswitchinterval()
_HERE = "social_assistance.engines.payments.bank_files"
FILING = RunKind(
	"payment-files",
	(runs.DOCTYPE,),
	"Writing of the Bank Files",
	worker=f"{_HERE}.write_missing_files",
	start=f"{_HERE}.start_bank_files",
	drop=f"{_HERE}.drop_filing",
	roles=(FINANCE_OFFICER,),
)


@dataclass(frozen=True)
class WrittenFile:
	"""A file's bytes, and what they say when they are read back."""

	content: bytes
	encoding: str
	totals: ControlTotals


@dataclass(frozen=True)
class StartedFile:
	"""A file whose bytes are being made, and what the database adds its lines up to."""

	file: Document
	chosen: ChosenLayout
	totals: ControlTotals
	making: Future[WrittenFile]


def start_bank_files(run: str, encoding: str = "", *, now: bool = False) -> None:
	"""Write the bank files of an executed run, in an encoding or the layouts' own; large runs in the background."""
	runs.require_role("file")
	doc = frappe.get_doc(runs.DOCTYPE, run)
	runs.require_state(doc, "file")
	finance_lists.require_approved_list(run)
	if now or doc.line_count <= FILES_INLINE:
		write_missing_files(run, encoding)
	else:
		hand_over(FILING, run, encoding=encoding)


def write_missing_files(name: str, encoding: str = "") -> None:
	"""Write every file that is still missing, then close the run's filing; may be killed and called again."""
	with work_on(FILING, name, encoding=encoding) as claim, base.read_without_locks():
		run = frappe.get_doc(runs.DOCTYPE, name)
		runs.require_state(run, "file")
		finance_lists.require_approved_list(name)
		bank_file_backlog.assign_bank_files(run)
		if _write_prepared(run, encoding, claim):
			_close_filing(run)
			claim.finish()
		else:
			claim.stop()
		base.commit_batch()


def drop_filing(name: str, **_arguments: str) -> str:
	"""Files are whole or not there: the written ones stay, and the rest is written when somebody asks for it again."""
	left = frappe.db.count(DOCTYPE, {"payment_run": name, "file_status": PREPARED})
	written = frappe.db.count(DOCTYPE, {"payment_run": name}) - left
	return str(_("{0} bank files are written and stay, {1} are not written.").format(written, left))


def _write_prepared(run: Document, encoding: str, claim: Claim) -> bool:
	"""Write files with one file of read-ahead; False when somebody asked to stop after the file at hand."""
	prepared = {"payment_run": run.name, "file_status": PREPARED}
	names = frappe.get_all(
		DOCTYPE, prepared, pluck="name", order_by="bank_name, part_no", limit_page_length=0
	)
	purposes, ahead = _purposes(run.payment_month), None
	with _quick_handover(), ThreadPoolExecutor(max_workers=1) as beside:
		for name in names:
			begun = _begin(name, purposes, encoding, beside)
			if ahead:
				_complete(ahead, claim)
			if claim.is_stop_requested():
				return False
			ahead = begun
		if ahead:
			_complete(ahead, claim)
	return True


@contextmanager
def _quick_handover() -> Iterator[None]:
	"""Ends as the process began, also when files of two runs are written in it at once."""
	sys.setswitchinterval(HANDOVER)
	try:
		yield
	finally:
		sys.setswitchinterval(USUAL_HANDOVER)


def _begin(name: str, purposes: dict[str, str], encoding: str, beside: Executor) -> StartedFile:
	"""Read the lines of a file and have its bytes made."""
	file = frappe.get_doc(DOCTYPE, name)
	chosen = bank_layouts.get_bank_layout(file.bank_name)
	lines = bank_file_lines.read_packed_lines(name)
	control = _control_line(file, lines.totals)
	rows = partial(bank_file_lines.decrypt_lines, lines.rows, get_key_ring(), purposes)
	return StartedFile(
		file, chosen, lines.totals, beside.submit(_make, chosen.layout, control, rows, encoding)
	)


def _complete(begun: StartedFile, claim: Claim) -> None:
	"""Prove the written file against its lines, and only then keep it; that they are filed stands in the file alone."""
	file, chosen, totals = begun.file, begun.chosen, begun.totals
	written = _made(begun.making)
	_prove(file, written.totals, totals)
	url = private_files.store_private_file(file, "file", written.content, chosen.layout.file_format.suffix)
	with allow_transition(DOCTYPE, file.name):
		file.update(
			{
				"file_status": "Written",
				"row_count": totals.count,
				"total_amount": totals.amount,
				"amount_in_capitals": format_chinese_capitals(totals.amount),
				"encoding": written.encoding,
				"bank_layout": chosen.name,
				"layout_data": json.dumps(chosen.layout.as_data(), ensure_ascii=False),
				"file": url,
				"file_digest": compute_bytes_fingerprint(written.content),
			}
		)
		file.save(  # allow: PERM-ignore-permissions role checked in start; nobody edits files
			ignore_permissions=True
		)
	claim.beat()
	base.commit_batch()


def _make(
	layout: BankLayout, control: Sequence[str], rows: Callable[[], list[BankRow]], encoding: str
) -> WrittenFile:
	"""The whole file, read back at once; runs in a thread without a site."""
	found = rows()
	used = choose_encoding((row.payee for row in found), encoding or layout.encoding)
	lines = build_file_cells(layout, control, found)
	is_sheet = layout.file_format is FileFormat.XLSX
	content = write_workbook(lines) if is_sheet else encode_text_file(layout, lines, used)
	return WrittenFile(content, used, bank_file_reading.read_file_totals(layout, content, used))


def _made(making: Future[WrittenFile]) -> WrittenFile:
	try:
		return making.result()
	except DomainError as error:
		throw_domain_error(error, exception=BankLayoutInvalidError)


def _purposes(month: str) -> dict[str, str]:
	"""The bank's remark names the subsidy (财办〔2020〕37号): by scheme, of category payments the cause by its rule."""
	schemes = frappe.get_all("Assistance Scheme", fields=["name", "scheme_name"], limit_page_length=0)
	rules = frappe.get_all("Category Payment Rule", {"docstatus": 1}, ["name", "cause"], limit_page_length=0)
	named = {**{row.name: _(row.scheme_name) for row in schemes}, **{row.name: row.cause for row in rules}}
	return {name: _("{0} {1}").format(title, month) for name, title in named.items()}


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


def _prove(file: Document, written: ControlTotals, stored: ControlTotals) -> None:
	if written != stored or written.count != file.row_count:
		frappe.throw(
			_(
				"Bank file {0} holds {1} rows of {2} yuan, its lines are {3} of {4} yuan. Nothing was written."
			).format(file.name, written.count, written.amount, stored.count, stored.amount),
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
	run_ledger.post_filed_run(run.name)
	runs.move(run.name, "file", filed_amount=filed, file_count=int(count))

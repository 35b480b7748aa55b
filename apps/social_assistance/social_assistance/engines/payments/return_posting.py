"""Return files of banks, read by one person and booked to their lines by another: all rows of a file or none."""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import islice
from pathlib import Path

import frappe
from frappe import _
from frappe.model.document import Document

from social_assistance.constants import DISTRICT_APPROVER, FINANCE_OFFICER
from social_assistance.domain.errors import DomainError
from social_assistance.domain.fingerprint import compute_bytes_fingerprint
from social_assistance.domain.money import from_storage
from social_assistance.domain.payments.bank_layouts import BankLayout, FileFormat
from social_assistance.domain.payments.return_files import (
	ReturnRow,
	has_headings,
	parse_return_rows,
	read_fixed_return,
	read_return,
	sum_return_rows,
)
from social_assistance.engines import base
from social_assistance.engines.payments import return_corrections, run_ledger
from social_assistance.engines.payments.return_corrections import Changes
from social_assistance.engines.sheet_reader import is_workbook, read_workbook
from social_assistance.exceptions import SeparationOfDutiesError, StepNotAllowedError
from social_assistance.permissions.transition_permits import allow_transition
from social_assistance.services import clock
from social_assistance.services.awards import payment_holds
from social_assistance.services.domain_errors import throw_domain_error
from social_assistance.services.payments import bank_layouts, runs
from social_assistance.services.payments.exceptions import BankReturnInvalidError
from social_assistance.services.payments.lines import PREPARED

LINE, FILE, RETURN = "Payment Line", "Bank File", "Bank Return"
# States of a written file of which the bank has not answered every line.
UNANSWERED = ("Written", "Sent")
CHUNK = 1_000


WAITING, BOOKED, TURNED_DOWN = "Waiting for Confirmation", "Booked", "Turned Down"
# Who may be the second person of a return file.
CONFIRMING_ROLES = (DISTRICT_APPROVER, FINANCE_OFFICER)


def check_bank_return(document: Document) -> list[ReturnRow]:
	"""Read the file and compare it with the lines; fills in the totals and refuses the same file a second time."""
	content = _content(document.return_file)
	document.file_digest = compute_bytes_fingerprint(content)
	document.return_key = f"{document.bank_file}|{document.file_digest}"
	if frappe.db.exists(RETURN, {"return_key": document.return_key, "name": ("!=", document.name or "")}):
		frappe.throw(
			_("This return file was imported before; nothing was booked twice."), BankReturnInvalidError
		)
	if frappe.db.get_value(FILE, document.bank_file, "file_status") == PREPARED:
		frappe.throw(
			_("Bank file {0} has not been written yet, so the bank cannot have answered it.").format(
				document.bank_file
			),
			BankReturnInvalidError,
		)
	try:
		rows = list(_rows_in(document.bank_file, content))
	except DomainError as error:
		throw_domain_error(error, exception=BankReturnInvalidError)
	if document.corrects:
		return_corrections.compare_returns(_rows_of(return_corrections.get_corrected_return(document)), rows)
	else:
		_compare_with_lines(document.bank_file, rows)
	paid, failed = sum_return_rows(rows, paid=True), sum_return_rows(rows, paid=False)
	document.payment_run = frappe.db.get_value(FILE, document.bank_file, "payment_run")
	document.update(
		{
			"row_count": len(rows),
			"total_amount": paid.amount + failed.amount,
			"paid_count": paid.count,
			"paid_amount": paid.amount,
			"failed_count": failed.count,
			"failed_amount": failed.amount,
		}
	)
	return rows


def _rows_in(file: str, content: bytes) -> tuple[ReturnRow, ...]:
	bank, data, encoding = frappe.db.get_value(FILE, file, ["bank_name", "layout_data", "encoding"])
	words = bank_layouts.get_return_words(bank or "")
	if is_workbook(content):
		return parse_return_rows((row.cells for row in read_workbook(content)), words)
	layout = BankLayout.from_data(json.loads(data)) if data else bank_layouts.STANDARD_LAYOUT
	if layout.file_format is FileFormat.FIXED and not has_headings(content, words):
		return read_fixed_return(content, layout, encoding, words)
	return read_return(content, words)


def _rows_of(document: Document) -> tuple[ReturnRow, ...]:
	"""The rows of a return as they were booked; refuses a file that is another than then."""
	content = _content(document.return_file)
	if compute_bytes_fingerprint(content) != document.file_digest:
		frappe.throw(
			_("The file of return {0} is not the one that was booked.").format(document.name),
			BankReturnInvalidError,
		)
	return tuple(_rows_in(document.bank_file, content))


def confirm(name: str) -> None:
	"""Book a return as the second person: the file is read anew and must be the one whose digest was shown."""
	document = _answerable(name)
	shown = document.file_digest
	rows = check_bank_return(document)
	if document.file_digest != shown:
		frappe.throw(
			_("The return file is not the one that was read at its import. Nothing was booked."),
			BankReturnInvalidError,
		)
	_answer(document, BOOKED)
	_book(document, rows)


def turn_down(name: str, remark: str) -> None:
	"""Refuse a return file as the second person; a right one can be imported afterwards."""
	document = _answerable(name)
	if not remark.strip():
		frappe.throw(_("Say why the return file is turned down."), BankReturnInvalidError)
	_answer(document, TURNED_DOWN, answer_remark=remark.strip(), return_key=None)


def _answerable(name: str) -> Document:
	document = frappe.get_doc(RETURN, name, for_update=True)
	if document.return_status != WAITING:
		frappe.throw(
			_("Return {0} was answered before: {1}.").format(name, _(document.return_status)),
			BankReturnInvalidError,
		)
	if frappe.session.user == document.owner:
		frappe.throw(
			_("You imported return {0}; it must be confirmed by another person.").format(name),
			SeparationOfDutiesError,
		)
	if not set(CONFIRMING_ROLES) & set(frappe.get_roles()):
		roles = " / ".join(_(role) for role in CONFIRMING_ROLES)
		frappe.throw(_("This action needs one of the roles {0}.").format(roles), StepNotAllowedError)
	return document


def _answer(document: Document, status: str, **values: str | None) -> None:
	document.update(
		{
			**values,
			"return_status": status,
			"confirmed_by": frappe.session.user,
			"confirmed_on": clock.now(),
		}
	)
	with allow_transition(RETURN, document.name):
		document.save()


def _book(document: Document, rows: Sequence[ReturnRow]) -> None:
	"""Mark the lines, keep back what would fail again, and settle file and run when nothing is open any more."""
	changes = _list_changes(document, rows)
	_mark_paid([row.reference for row in changes.paid])
	_mark_returned(changes.failed)
	if document.corrects:
		old = frappe.get_doc(RETURN, document.corrects)
		return_corrections.undo_corrected_return(old, document, changes.paid)
	_hold_awards(changes.failed)
	run_ledger.post_returned_lines(document.name, [row.reference for row in rows if not row.is_paid])
	_settle_file(document.bank_file)
	_settle_run(document)


def _list_changes(document: Document, rows: Sequence[ReturnRow]) -> Changes:
	"""All rows of an answer, or of a corrected one those that differ."""
	if not document.corrects:
		return Changes.of(rows)
	old = return_corrections.get_corrected_return(document)
	return return_corrections.compare_returns(_rows_of(old), rows)


def _compare_with_lines(file: str, rows: Sequence[ReturnRow]) -> None:
	lines = {
		line.name: line
		for line in frappe.get_all(
			LINE, {"bank_file": file}, ["name", "amount", "line_status"], limit_page_length=0
		)
	}
	for row in rows:
		line = lines.get(row.reference)
		if not line:
			_refuse_row(row, _("{0} is not a line of bank file {1}").format(row.reference, file))
		elif from_storage(line.amount) != row.amount:
			_refuse_row(
				row, _("the amount is {0}, the line's {1}").format(row.amount, from_storage(line.amount))
			)
		elif line.line_status != "Due":
			_refuse_row(row, _("the line is already {0}").format(_(line.line_status)))


def _refuse_row(row: ReturnRow, problem: str) -> None:
	frappe.throw(
		_("Row {0} of the return file: {1}. Nothing was booked.").format(row.number, problem),
		BankReturnInvalidError,
	)


def _mark_paid(names: Iterable[str]) -> None:
	for chunk in _chunks(names):
		_update(chunk, line_status="Paid", is_unsettled=0, return_reason=None)


def _mark_returned(rows: Sequence[ReturnRow]) -> None:
	by_reason: dict[str, list[str]] = defaultdict(list)
	for row in rows:
		by_reason[row.reason].append(row.reference)
	for reason, names in by_reason.items():
		for chunk in _chunks(names):
			_update(chunk, line_status="Returned", is_unsettled=1, return_reason=reason)


def _update(names: list[str], **values: str | int | None) -> None:
	line, audit = frappe.qb.DocType(LINE), base.get_audit_columns()
	query = (
		frappe.qb.update(line)
		.set(line.modified, audit["modified"])
		.set(line.modified_by, audit["modified_by"])
	)
	for column, value in values.items():
		query = query.set(line[column], value)
	query.where(line.name.isin(names)).run()


def _hold_awards(rows: Sequence[ReturnRow]) -> None:
	"""Hold awards whose payment came back until their account is corrected."""
	names = [row.reference for row in rows]
	reasons = {row.reference: row.reason for row in rows}
	found = frappe.get_all(LINE, {"name": ("in", names or [""])}, ["name", "award"], limit_page_length=0)
	held = set(
		frappe.get_all(
			payment_holds.DOCTYPE,
			{
				"award": ("in", [line.award for line in found] or [""]),
				"hold_reason": payment_holds.PAYMENT_RETURNED,
				"hold_status": payment_holds.ACTIVE,
			},
			pluck="award",
			limit_page_length=0,
		)
	)
	for award, line in {line.award: line.name for line in found if line.award not in held}.items():
		payment_holds.place_for_return(award, reasons[line] or line)


def _settle_file(file: str) -> None:
	statuses = set(frappe.get_all(LINE, {"bank_file": file}, pluck="line_status", distinct=True))
	status = "Sent" if "Due" in statuses else "Returned" if "Returned" in statuses else "Settled"
	doc = frappe.get_doc(FILE, file)
	doc.file_status = status
	with allow_transition(FILE, doc.name):
		doc.save(  # allow: PERM-ignore-permissions importing is the permission; nobody edits files
			ignore_permissions=True
		)


def _settle_run(document: Document) -> None:
	booked = {"payment_run": document.payment_run, "return_status": BOOKED}
	returned = frappe.get_all(RETURN, booked, pluck="failed_amount")
	frappe.db.set_value(
		runs.DOCTYPE, document.payment_run, "returned_amount", sum(map(from_storage, returned))
	)
	unanswered = {"payment_run": document.payment_run, "file_status": ("in", (PREPARED, *UNANSWERED))}
	if not document.corrects and not frappe.db.exists(FILE, unanswered):
		runs.move(document.payment_run, "reconcile")


def _chunks(names: Iterable[str]) -> Iterable[list[str]]:
	iterator = iter(names)
	while chunk := list(islice(iterator, CHUNK)):
		yield chunk


def _content(url: str) -> bytes:
	path = Path(frappe.get_site_path("private", "files", Path(url or "").name))
	if not url or not path.is_file():
		frappe.throw(_("Attach the bank's return file."), BankReturnInvalidError)
	return path.read_bytes()

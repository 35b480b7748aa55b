"""The site's bank layouts as values of the domain; a bank without its own takes the one for all banks."""

from dataclasses import dataclass

import frappe
from frappe import _
from frappe.model.document import Document

from social_assistance.domain.errors import DomainError
from social_assistance.domain.payments.bank_layouts import BankLayout, Content, FileFormat, LayoutColumn
from social_assistance.domain.payments.bank_rows import GBK
from social_assistance.domain.payments.return_files import DEFAULT_WORDS, ReturnWords
from social_assistance.services import second_person
from social_assistance.services.domain_errors import throw_domain_error
from social_assistance.services.payments.exceptions import BankLayoutInvalidError

DOCTYPE = "Bank Layout"
STANDARD = "通用格式"
ROWS_PER_FILE = 20_000
STANDARD_COLUMNS = (
	(Content.NUMBER, "序号"),
	(Content.PAYEE, "收款人"),
	(Content.ACCOUNT, "账号"),
	(Content.AMOUNT, "金额"),
	(Content.PURPOSE, "附言"),
	(Content.REFERENCE, "业务编号"),
)
# What files were written with before layouts were records, and what a site without any record uses.
STANDARD_LAYOUT = BankLayout(
	FileFormat.CSV, GBK, tuple(LayoutColumn(content, heading) for content, heading in STANDARD_COLUMNS)
)


@dataclass(frozen=True)
class ChosenLayout:
	"""A layout with the record it comes from, if any."""

	name: str | None
	layout: BankLayout
	rows_per_file: int = ROWS_PER_FILE


def check_bank_layout(doc: Document) -> None:
	"""Columns and widths, one enabled layout per bank; called by the controller."""
	try:
		build_bank_layout(doc).check()
	except DomainError as error:
		throw_domain_error(error, exception=BankLayoutInvalidError)
	if int(doc.rows_per_file or 0) <= 0:
		frappe.throw(_("Rows per File must be more than zero."), BankLayoutInvalidError)
	same = {"bank_name": doc.bank_name or "", "is_enabled": 1, "name": ("!=", doc.name or "")}
	doc.bank_name = (doc.bank_name or "").strip()
	other = frappe.db.get_value(DOCTYPE, same) if doc.is_enabled else None
	if other:
		frappe.throw(
			_("Layout {0} is in use for this bank. Disable it first.").format(other), BankLayoutInvalidError
		)


def get_bank_layout(bank: str) -> ChosenLayout:
	"""The enabled layout of a bank, else the one for all banks, else the standard."""
	doc = _record_for(bank)
	if not doc:
		return ChosenLayout(None, STANDARD_LAYOUT)
	return ChosenLayout(str(doc.name), build_bank_layout(doc), int(doc.rows_per_file))


def _record_for(bank: str) -> Document | None:
	"""As a second person put it into force; proposed changes count for nothing yet."""
	rows = frappe.get_all(DOCTYPE, fields=["name", "in_force"], order_by="name")
	held = [second_person.in_force_copy(DOCTYPE, row.name, row.in_force) for row in rows]
	enabled = {doc.bank_name or "": doc for doc in held if doc and doc.is_enabled}
	return enabled.get(bank) or enabled.get("")


def get_return_words(bank: str) -> ReturnWords:
	"""What the bank calls the columns and results of its return file, beside what all banks may."""
	doc = _record_for(bank)
	if not doc:
		return DEFAULT_WORDS
	return ReturnWords(
		reference=_words(doc.return_reference, DEFAULT_WORDS.reference),
		amount=_words(doc.return_amount, DEFAULT_WORDS.amount),
		result=_words(doc.return_result, DEFAULT_WORDS.result),
		reason=_words(doc.return_reason, DEFAULT_WORDS.reason),
		paid=_words(doc.paid_words, DEFAULT_WORDS.paid),
		failed=_words(doc.failed_words, DEFAULT_WORDS.failed),
	)


def build_bank_layout(doc: Document) -> BankLayout:
	"""A record as the domain reads it."""
	columns = tuple(
		LayoutColumn(Content(row.content), row.heading or "", int(row.width or 0), bool(row.is_right))
		for row in doc.columns
	)
	return BankLayout(
		FileFormat(doc.file_format),
		doc.encoding,
		columns,
		has_control_line=bool(doc.has_control_line),
		has_headings=bool(doc.has_headings),
		in_fen=bool(doc.in_fen),
	)


def _words(text: str | None, usual: tuple[str, ...]) -> tuple[str, ...]:
	own = [word.strip() for word in (text or "").replace("，", ",").split(",")]
	return tuple(dict.fromkeys([*filter(None, own), *usual]))

"""The lines of a run on their way into bank files: who still waits for a file, numbered within one, read to be written."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import frappe
from frappe.query_builder.functions import Coalesce, Concat, Count, IfNull, Max, Sum
from pypika.analytics import RowNumber
from pypika.functions import Cast
from pypika.queries import Table
from pypika.terms import Term

from social_assistance.domain.bank_rows import BankRow, ControlTotals
from social_assistance.domain.money import from_storage
from social_assistance.domain.sealing import KeyRing
from social_assistance.engines import base
from social_assistance.services.sealed_fields import KINDS

WAITING, NUMBERED = Table("assist_waiting"), Table("assist_numbered")
# The comment in front keeps Frappe from taking these for statements that commit. InnoDB: a key on names in a table of
# Aria takes eight times as long to fill.
_DROP_WAITING = "/* bank rows */ drop temporary table if exists assist_waiting"
_CREATE_WAITING = """/* bank rows */ create temporary table assist_waiting (
	bank_name varchar(140) not null, name varchar(140) not null, primary key (bank_name, name)
) engine=InnoDB"""
_DROP_NUMBERED = "/* bank rows */ drop temporary table if exists assist_numbered"
_CREATE_NUMBERED = """/* bank rows */ create temporary table assist_numbered (
	name varchar(140) not null primary key, number int not null
) engine=InnoDB"""
# A character that no text field may hold.
_BETWEEN = "\x1f"


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


def collect(run: str) -> list[str]:
	"""Note the lines of a run that wait for a file, bank by bank, once for all files; returns the banks."""
	line = frappe.qb.DocType("Payment Line")
	frappe.db.sql(_DROP_WAITING)
	frappe.db.sql(_CREATE_WAITING)
	(
		frappe.qb.into(WAITING)
		.columns(WAITING.bank_name, WAITING.name)
		.from_(line)
		.select(line.bank_name, line.name)
		.where((line.payment_run == run) & (line.line_status == "Due"))
		.run()
	)
	base.checkpoint()
	banks = frappe.qb.from_(WAITING).select(WAITING.bank_name).distinct().orderby(WAITING.bank_name)
	return [row[0] for row in banks.run()]


def next_lines(bank: str, after: str, size: int) -> tuple[str, int]:
	"""Name of the last of the next `size` lines of a bank, and how many they are."""
	names = (
		frappe.qb.from_(WAITING)
		.select(WAITING.name)
		.where((WAITING.bank_name == bank) & (WAITING.name > after))
		.orderby(WAITING.name)
		.limit(size)
	).as_("names")
	until, count = frappe.qb.from_(names).select(Max(names.name), Count("*")).run()[0]
	return until or "", int(count)


def number(part: Part) -> None:
	"""Rows of a file stand in the order of villages and payees, as the townships check them."""
	line = frappe.qb.DocType("Payment Line")
	frappe.db.sql(_DROP_NUMBERED)
	frappe.db.sql(_CREATE_NUMBERED)
	(
		frappe.qb.into(NUMBERED)
		.columns(NUMBERED.name, NUMBERED.number)
		.from_(WAITING)
		.join(line)
		.on(line.name == WAITING.name)
		.select(line.name, RowNumber().orderby(line.division, line.payee_name, line.name))
		.where((WAITING.bank_name == part.bank) & (line.line_status == "Due"))
		.where((WAITING.name > part.after) & (WAITING.name <= part.until))
		.run()
	)


def mark_filed(file: str) -> None:
	"""The numbered lines name their file and their row in it."""
	line, audit = frappe.qb.DocType("Payment Line"), base.audit_columns()
	(
		frappe.qb.update(line)
		.join(NUMBERED)
		.on(NUMBERED.name == line.name)
		.set(line.bank_file, file)
		.set(line.bank_row, NUMBERED.number)
		.set(line.line_status, "Filed")
		.set(line.modified, audit["modified"])
		.set(line.modified_by, audit["modified_by"])
		.run()
	)


def stored_totals(file: str) -> ControlTotals:
	"""Count and sum of the lines that name a file."""
	line = frappe.qb.DocType("Payment Line")
	query = frappe.qb.from_(line).select(Count("*"), Coalesce(Sum(line.amount), 0))
	count, amount = query.where(line.bank_file == file).run()[0]
	return ControlTotals(int(count), from_storage(amount))


def packed_rows() -> list[str]:
	"""The numbered lines, one text each, because the driver takes longer for a column than for a whole text."""
	line = frappe.qb.DocType("Payment Line")
	fen: Term = Cast(line.amount * 100, "SIGNED")
	values = (NUMBERED.number, line.payee_name, line.bank_account_cipher, fen, line.scheme, line.name)
	texts = [text for value in values for text in (_BETWEEN, IfNull(value, ""))]
	query = frappe.qb.from_(NUMBERED).join(line).on(line.name == NUMBERED.name)
	return [row[0] for row in query.select(Concat(*texts[1:])).run()]


def totals_of(packed: Sequence[str]) -> ControlTotals:
	"""Count and sum of lines that were read."""
	return ControlTotals(len(packed), _yuan(sum(int(text.split(_BETWEEN, 4)[3]) for text in packed)))


def opened(packed: Sequence[str], ring: KeyRing, purposes: dict[str, str]) -> list[BankRow]:
	"""The rows of a file in their order with their accounts open; needs neither database nor site.

	Clear accounts exist in this list and in the file only.
	"""
	rows = sorted((text.split(_BETWEEN) for text in packed), key=lambda row: int(row[0]))
	accounts = ring.open_many((row[2] for row in rows), KINDS["bank_account"].context)
	return [
		BankRow(int(number), payee, account, _yuan(fen), purposes[scheme], name)
		for (number, payee, _cipher, fen, scheme, name), account in zip(rows, accounts, strict=True)
	]


def _yuan(fen: int | str) -> Decimal:
	return Decimal(fen).scaleb(-2)

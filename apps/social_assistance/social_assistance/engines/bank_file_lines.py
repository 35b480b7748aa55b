"""The lines of a bank file: numbered within it, read to be written, marked when it is."""

from collections.abc import Sequence
from decimal import Decimal

import frappe
from frappe.query_builder.functions import Coalesce, Concat, Count, IfNull, Sum
from pypika.analytics import RowNumber
from pypika.functions import Cast
from pypika.queries import Table
from pypika.terms import Term

from social_assistance.domain.bank_rows import BankRow, ControlTotals
from social_assistance.domain.money import from_storage
from social_assistance.domain.sealing import KeyRing
from social_assistance.services.sealed_fields import KINDS

# Two, so that one file's lines are read while the file before is still being made.
NUMBERED = (Table("assist_numbered_0"), Table("assist_numbered_1"))
# The comment in front keeps Frappe from taking these for statements that commit. InnoDB: a key on names in a table of
# Aria takes eight times as long to fill.
_DROP = {
	table: f"/* bank rows */ drop temporary table if exists {table.get_table_name()}" for table in NUMBERED
}
_CREATE = {
	table: f"""/* bank rows */ create temporary table {table.get_table_name()} (
		name varchar(140) not null primary key, number int not null
	) engine=InnoDB"""
	for table in NUMBERED
}
# The lines first: the other way round the server notes all rows before it changes the first.
_MARK = {
	table: f"""update `tabPayment Line` line force index (bank_file)
		straight_join {table.get_table_name()} numbered on numbered.name = line.name
		set line.bank_row = numbered.number, line.line_status = 'Filed' where line.bank_file = %s"""  # noqa: S608 names of our own tables
	for table in NUMBERED
}
# A character that no text field may hold.
_BETWEEN = "\x1f"


def number(file: str, numbered: Table) -> None:
	"""Rows of a file stand in the order of villages and payees, as the townships check them."""
	line = frappe.qb.DocType("Payment Line")
	frappe.db.sql(_DROP[numbered])
	frappe.db.sql(_CREATE[numbered])
	(
		frappe.qb.into(numbered)
		.columns(numbered.name, numbered.number)
		.from_(line)
		.select(line.name, RowNumber().orderby(line.division, line.payee_name, line.name))
		.where((line.bank_file == file) & (line.line_status == "Due"))
		.run()
	)


def mark_filed(file: str, numbered: Table) -> None:
	"""The numbered lines know their row in the file, and that it was written.

	Who wrote it and when stands in the file's own record; a stamp on every line would cost as much as the rest of this.
	"""
	frappe.db.sql(_MARK[numbered], file)


def stored_totals(file: str) -> ControlTotals:
	"""Count and sum of the lines that were written into a file."""
	line = frappe.qb.DocType("Payment Line")
	query = frappe.qb.from_(line).select(Count("*"), Coalesce(Sum(line.amount), 0))
	count, amount = query.where((line.bank_file == file) & (line.line_status == "Filed")).run()[0]
	return ControlTotals(int(count), from_storage(amount))


def packed_rows(numbered: Table) -> list[str]:
	"""The numbered lines, one text each, because the driver takes longer for a column than for a whole text."""
	line = frappe.qb.DocType("Payment Line")
	fen: Term = Cast(line.amount * 100, "SIGNED")
	values = (numbered.number, line.payee_name, line.bank_account_cipher, fen, line.scheme, line.name)
	texts = [text for value in values for text in (_BETWEEN, IfNull(value, ""))]
	query = frappe.qb.from_(numbered).join(line).on(line.name == numbered.name)
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

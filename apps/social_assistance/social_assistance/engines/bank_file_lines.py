"""The lines of a bank file: read to be written, numbered within it and marked when it is."""

from binascii import crc32
from collections.abc import Sequence
from decimal import Decimal

import frappe
from frappe.query_builder.functions import Coalesce, Concat, Count, IfNull, Sum
from pypika.functions import Cast
from pypika.queries import QueryBuilder
from pypika.terms import Term

from social_assistance.domain.bank_rows import BankRow, ControlTotals
from social_assistance.domain.money import from_storage
from social_assistance.domain.sealing import KeyRing
from social_assistance.engines.base import Crc32
from social_assistance.services.sealed_fields import KINDS

# Numbered by the statement that marks them: one pass, without a table of numbers to be filled and joined.
_MARK = """update `tabPayment Line` force index (bank_file)
	set bank_row = (@bank_row := @bank_row + 1), line_status = 'Filed'
	where bank_file = %s and line_status = 'Due' order by division, payee_name, name"""
# A character that no text field may hold.
_BETWEEN = "\x1f"


def packed_rows(file: str) -> list[str]:
	"""The lines of a file, one text each, because the driver takes longer for a column than for a whole text.

	In the order of villages and payees, as the townships check them.
	"""
	line = frappe.qb.DocType("Payment Line")
	fen: Term = Cast(line.amount * 100, "SIGNED")
	values = (line.payee_name, line.bank_account_cipher, fen, line.scheme, line.name)
	texts = [text for value in values for text in (_BETWEEN, IfNull(value, ""))]
	query = _lines(file, "Due").select(Concat(*texts[1:]))
	return [row[0] for row in query.orderby(line.division, line.payee_name, line.name).run()]


def mark_filed(file: str) -> None:
	"""The lines know their row in the file, and that it was written; `stored` proves the rows.

	Who wrote it and when stands in the file's own record; a stamp on every line would cost as much as the rest of this.
	"""
	frappe.db.sql("set @bank_row := 0")
	frappe.db.sql(_MARK, file)


def stored(file: str) -> tuple[ControlTotals, int]:
	"""Count and sum of the lines that were written into a file, and the digest of their rows."""
	line = frappe.qb.DocType("Payment Line")
	digest = Coalesce(Sum(line.bank_row * Crc32(line.name)), 0)
	# Every digit: the driver turns decimals into floating numbers.
	query = _lines(file, "Filed").select(Count("*"), Coalesce(Sum(line.amount), 0), Cast(digest, "CHAR"))
	count, amount, rows = query.run()[0]
	return ControlTotals(int(count), from_storage(amount)), int(rows)


def digest_of(rows: Sequence[BankRow]) -> int:
	"""A number that stands for which payment is in which row.

	Weighted: checksums of row and name together, added up bit by bit, are the same when two names change places.
	"""
	return sum(row.number * crc32(row.reference.encode()) for row in rows)


def totals_of(packed: Sequence[str]) -> ControlTotals:
	"""Count and sum of lines that were read."""
	return ControlTotals(len(packed), _yuan(sum(int(text.split(_BETWEEN, 3)[2]) for text in packed)))


def opened(packed: Sequence[str], ring: KeyRing, purposes: dict[str, str]) -> list[BankRow]:
	"""The rows of a file with their accounts open; needs neither database nor site.

	Clear accounts exist in this list and in the file only.
	"""
	rows = [text.split(_BETWEEN) for text in packed]
	accounts = ring.open_many((row[1] for row in rows), KINDS["bank_account"].context)
	return [
		BankRow(number, payee, account, _yuan(fen), purposes[scheme], name)
		for number, ((payee, _cipher, fen, scheme, name), account) in enumerate(
			zip(rows, accounts, strict=True), 1
		)
	]


def _lines(file: str, status: str) -> QueryBuilder:
	line = frappe.qb.DocType("Payment Line")
	query = frappe.qb.from_(line).force_index("bank_file")
	return query.where((line.bank_file == file) & (line.line_status == status))


def _yuan(fen: int | str) -> Decimal:
	return Decimal(fen).scaleb(-2)

"""The lines of a bank file, read to be written and added up to prove it."""

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
from social_assistance.services.sealed_fields import KINDS

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
	query = _lines(file).select(Concat(*texts[1:]))
	return [row[0] for row in query.orderby(line.division, line.payee_name, line.name).run()]


def stored_totals(file: str) -> ControlTotals:
	"""Count and sum of the lines of a file as the database adds them up."""
	line = frappe.qb.DocType("Payment Line")
	query = _lines(file).select(Count("*"), Coalesce(Sum(line.amount), 0))
	count, amount = query.run()[0]
	return ControlTotals(int(count), from_storage(amount))


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


def _lines(file: str) -> QueryBuilder:
	line = frappe.qb.DocType("Payment Line")
	return frappe.qb.from_(line).force_index("bank_file").where(line.bank_file == file)


def _yuan(fen: int | str) -> Decimal:
	return Decimal(fen).scaleb(-2)

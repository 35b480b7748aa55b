"""Read the lines of a bank file, and their sum for its proof."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, NamedTuple

import frappe
from frappe.query_builder.functions import Concat, Count, GroupConcat, IfNull, Max, Sum
from pypika.functions import Cast
from pypika.queries import QueryBuilder
from pypika.terms import Term

from social_assistance.domain.money import ZERO, from_storage
from social_assistance.domain.payments.bank_rows import BankRow, ControlTotals
from social_assistance.domain.privacy.encryption import KeyRing
from social_assistance.services.privacy.encrypted_fields import KINDS

# Characters that no text field may hold.
_BETWEEN, _END = "\x1f", "\x1e"
LINES_AT_ONCE = 2_000
# Bytes of one answer; the server cuts longer ones off and says so in a warning only. A line has some 250 and at most 2,500.
ANSWER_LIMIT = 12_000_000


class PackedLines(NamedTuple):
	"""The lines of a file, one text each, and what the database adds them up to."""

	rows: list[str]
	totals: ControlTotals


def read_packed_lines(file: str) -> PackedLines:
	"""The lines of a file in the order of villages, payees and lines, as the townships check them.

	Many come in one answer, because the driver takes longer for a row of an answer than the server for a line; sorted here,
	for the server's collation takes longer for it than for reading them.
	"""
	frappe.db.sql("set session group_concat_max_len = %s", ANSWER_LIMIT)
	rows: list[str] = []
	count, amount, after = 0, ZERO, ""
	while until := _page_end(file, after):
		answer, number, total = _page(file, after, until)
		rows += answer.removesuffix(_END).split(f"{_END},")
		count, amount, after = count + number, amount + from_storage(total), until
	return PackedLines(sorted(rows), ControlTotals(count, amount))


def _page(file: str, after: str, until: str) -> tuple[str, int, Any]:
	"""The lines of a file with names after one up to another in one text, their number and their sum."""
	line = frappe.qb.DocType("Payment Line")
	fen: Term = Cast(line.amount * 100, "SIGNED")
	purpose = IfNull(line.category_rule, line.scheme)
	values = (line.division, line.payee_name, line.name, line.bank_account_cipher, fen, purpose)
	texts = [text for value in values for text in (_BETWEEN, IfNull(value, ""))]
	query = _lines(file).where((line.name > after) & (line.name <= until))
	return query.select(GroupConcat(Concat(*texts[1:], _END)), Count("*"), Sum(line.amount)).run()[0]


def _page_end(file: str, after: str) -> str | None:
	"""The last name of the next lines, none when there are none; answered from the index of files."""
	line = frappe.qb.DocType("Payment Line")
	names = _lines(file).select(line.name).where(line.name > after).orderby(line.name).limit(LINES_AT_ONCE)
	page = names.as_("page")
	return frappe.qb.from_(page).select(Max(page.name)).run()[0][0]


def _lines(file: str) -> QueryBuilder:
	line = frappe.qb.DocType("Payment Line")
	return frappe.qb.from_(line).force_index("bank_file").where(line.bank_file == file)


def decrypt_lines(lines: Sequence[str], ring: KeyRing, purposes: dict[str, str]) -> list[BankRow]:
	"""Decrypt the accounts of a file's rows; needs neither database nor site.

	Clear accounts exist in this list and in the file only.
	"""
	rows = [text.split(_BETWEEN) for text in lines]
	accounts = ring.open_many((row[3] for row in rows), KINDS["bank_account"].context)
	return [
		BankRow(number, payee, account, _yuan(fen), purposes[purpose], name)
		for number, ((_place, payee, name, _cipher, fen, purpose), account) in enumerate(
			zip(rows, accounts, strict=True), 1
		)
	]


def _yuan(fen: int | str) -> Decimal:
	return Decimal(fen).scaleb(-2)

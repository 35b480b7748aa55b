"""Rows of a bank file as text: one line of control totals, one of headings, then one line per payment."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from social_assistance.domain.money import ZERO

GBK, GB18030, UTF_8 = "GBK", "GB18030", "UTF-8"
# Spreadsheet programs recognise UTF-8 by this mark.
_MARKS = {UTF_8: b"\xef\xbb\xbf"}


@dataclass(frozen=True)
class BankRow:
	"""One payment as the bank needs it; `reference` comes back in the return file."""

	number: int
	payee: str
	account: str
	amount: Decimal
	purpose: str
	reference: str


@dataclass(frozen=True)
class ControlTotals:
	"""Count and sum that the bank compares with the rows."""

	count: int
	amount: Decimal

	@classmethod
	def of(cls, rows: Iterable[BankRow]) -> "ControlTotals":
		"""Totals of rows."""
		count, amount = 0, ZERO
		for row in rows:
			count, amount = count + 1, amount + row.amount
		return cls(count, amount)


def encoding_for(texts: Iterable[str], wanted: str) -> str:
	"""The wanted encoding, or GB18030 when a rare character of a name does not exist in GBK."""
	if wanted != GBK:
		return wanted
	try:
		for text in texts:
			text.encode(GBK)
	except UnicodeEncodeError:
		return GB18030
	return GBK


def csv_content(
	control: Sequence[str], headings: Sequence[str], rows: Iterable[BankRow], encoding: str
) -> bytes:
	"""The whole file; line ends are those of Windows, which the banks' programs expect."""
	lines = [_csv_line(control), _csv_line(headings)]
	lines += [
		_csv_line((row.number, row.payee, row.account, row.amount, row.purpose, row.reference))
		for row in rows
	]
	return _MARKS.get(encoding, b"") + "".join(lines).encode(encoding)


def read_csv(content: bytes, encoding: str) -> Iterator[BankRow]:
	"""The rows of a file that `csv_content` wrote, to prove what was written."""
	text = content.removeprefix(_MARKS.get(encoding, b"")).decode(encoding)
	for number, payee, account, amount, purpose, reference in list(csv.reader(io.StringIO(text)))[2:]:
		yield BankRow(int(number), payee, account, Decimal(amount), purpose, reference)


def _csv_line(values: Sequence[object]) -> str:
	buffer = io.StringIO()
	csv.writer(buffer, lineterminator="\r\n").writerow(values)
	return buffer.getvalue()

"""Return files of banks: which rows were paid, which came back and why; refused as a whole when anything is wrong."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from social_assistance.domain.errors import BankReturnError
from social_assistance.domain.money import ZERO, parse_amount
from social_assistance.domain.payments.bank_layouts import BankLayout, Content, split_fixed_width
from social_assistance.domain.payments.bank_rows import ControlTotals

COUNT = ("笔数", "Count")
TOTAL = ("合计", "Total")


@dataclass(frozen=True)
class ReturnWords:
	"""What a bank calls the columns and results; the first name is the one that our own files use."""

	reference: tuple[str, ...] = ("业务编号", "Line No.")
	amount: tuple[str, ...] = ("金额", "Amount")
	result: tuple[str, ...] = ("结果", "Result")
	reason: tuple[str, ...] = ("原因", "Reason")
	paid: tuple[str, ...] = ("成功", "Paid", "S")
	failed: tuple[str, ...] = ("失败", "退票", "Failed", "F")


DEFAULT_WORDS = ReturnWords()


@dataclass(frozen=True)
class ReturnRow:
	"""The fate of one payment; `number` is the row of the file, for messages."""

	number: int
	reference: str
	amount: Decimal
	is_paid: bool
	reason: str


def decode_return(content: bytes) -> str:
	"""UTF-8 with or without mark, else the national encoding."""
	try:
		return content.decode("utf-8-sig")
	except UnicodeDecodeError:
		pass
	try:
		return content.decode("gb18030")
	except UnicodeDecodeError:
		raise BankReturnError("return_encoding") from None


def read_return(content: bytes, words: ReturnWords = DEFAULT_WORDS) -> tuple[ReturnRow, ...]:
	"""All rows of a return file in csv."""
	return parse_return_rows(csv.reader(io.StringIO(decode_return(content))), words)


def parse_return_rows(
	cells: Iterable[Sequence[str]], words: ReturnWords = DEFAULT_WORDS
) -> tuple[ReturnRow, ...]:
	"""All rows of a return file, checked against its control totals when it states any."""
	lines = [line for line in cells if any(cell.strip() for cell in line)]
	start = next((i for i, line in enumerate(lines) if _column(line, words.reference) is not None), None)
	if start is None:
		raise BankReturnError("return_headings", params={"headings": " / ".join(words.reference)})
	heads = lines[start]
	rows = tuple(
		_row(heads, line, start + offset, words) for offset, line in enumerate(lines[start + 1 :], start=2)
	)
	_check_repeated(rows)
	for line in lines[:start]:
		_check_control(line, rows)
	return rows


def has_headings(content: bytes, words: ReturnWords = DEFAULT_WORDS) -> bool:
	"""Whether a text file names its columns, as csv does."""
	lines = csv.reader(io.StringIO(decode_return(content)))
	return any(_column(line, words.reference) is not None for line in lines)


def read_fixed_return(
	content: bytes, layout: BankLayout, encoding: str, words: ReturnWords = DEFAULT_WORDS
) -> tuple[ReturnRow, ...]:
	"""A return in fixed width: our own lines as they were sent, each with result and reason after its last column."""
	heads = (words.reference[0], words.amount[0], words.result[0], words.reason[0])
	skipped = int(layout.has_control_line) + int(layout.has_headings)
	lines = [line.rstrip(b"\r") for line in content.split(b"\n")]
	try:
		rows = tuple(
			_row(heads, _fixed_cells(layout, line, encoding, number), number, words)
			for number, line in enumerate(lines, start=1)
			if number > skipped and line.strip()
		)
		control = lines[0].decode(encoding).split() if layout.has_control_line else []
	except UnicodeDecodeError:
		raise BankReturnError("return_encoding") from None
	_check_repeated(rows)
	_check_control(control, rows)
	return rows


def _fixed_cells(layout: BankLayout, line: bytes, encoding: str, number: int) -> list[str]:
	"""Line number, amount in yuan, result and reason."""
	sent = {
		column.content: cell
		for column, cell in zip(layout.columns, split_fixed_width(layout, line, encoding), strict=True)
	}
	result, _, reason = (
		line[sum(column.width for column in layout.columns) :].decode(encoding).strip().partition(" ")
	)
	amount = sent[Content.AMOUNT]
	if layout.in_fen:
		amount = str(parse_amount(amount, f"row {number}", places=0) / 100)
	return [sent[Content.REFERENCE], amount, result, reason.strip()]


def sum_return_rows(rows: Sequence[ReturnRow], *, paid: bool) -> ControlTotals:
	"""Count and sum of the rows paid, or of those that came back."""
	chosen = [row.amount for row in rows if row.is_paid is paid]
	return ControlTotals(len(chosen), sum(chosen, ZERO))


def _row(heads: Sequence[str], line: Sequence[str], number: int, words: ReturnWords) -> ReturnRow:
	amount = parse_amount(_cell(heads, line, words.amount, number), f"row {number}", allow_zero=False)
	result = _cell(heads, line, words.result, number)
	if result not in (*words.paid, *words.failed):
		raise BankReturnError("return_result", params={"row": number, "result": result})
	reason = _cell(heads, line, words.reason, number) if _column(heads, words.reason) is not None else ""
	return ReturnRow(
		number, _cell(heads, line, words.reference, number), amount, result in words.paid, reason
	)


def _cell(heads: Sequence[str], line: Sequence[str], names: tuple[str, ...], number: int) -> str:
	column = _column(heads, names)
	if column is None:
		raise BankReturnError("return_headings", params={"headings": " / ".join(names)})
	if column >= len(line):
		raise BankReturnError("return_short_row", params={"row": number})
	return line[column].strip()


def _column(heads: Sequence[str], names: tuple[str, ...]) -> int | None:
	return next((i for i, head in enumerate(heads) if head.strip() in names), None)


def _check_repeated(rows: Sequence[ReturnRow]) -> None:
	seen: set[str] = set()
	for row in rows:
		if row.reference in seen:
			raise BankReturnError("return_repeated", params={"row": row.number, "reference": row.reference})
		seen.add(row.reference)


def _check_control(line: Sequence[str], rows: Sequence[ReturnRow]) -> None:
	"""A control line is a row of names and values: 笔数,222,合计,111393.00."""
	for name, value in pairwise(line):
		if name.strip() in COUNT and value.strip() != str(len(rows)):
			raise BankReturnError("return_count", params={"stated": value, "found": len(rows)})
		found = sum((row.amount for row in rows), ZERO)
		if name.strip() in TOTAL and parse_amount(value, "control total") != found:
			raise BankReturnError("return_total", params={"stated": value, "found": found})

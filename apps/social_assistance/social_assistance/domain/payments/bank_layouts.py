"""How a bank wants its files: format, columns and encoding as data; writing rows and reading them back to prove them."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from enum import Enum
from operator import attrgetter
from typing import Any

from social_assistance.domain.errors import BankLayoutError
from social_assistance.domain.money import ZERO, format_chinese_capitals
from social_assistance.domain.payments.bank_rows import GB18030, GBK, UTF_8, BankRow, ControlTotals

# Spreadsheet programs recognise UTF-8 by this mark.
_MARKS = {UTF_8: b"\xef\xbb\xbf"}
_LINE_END = "\r\n"
Cells = list[str]


class FileFormat(Enum):
	"""What the bank's program reads."""

	CSV = "CSV"
	FIXED = "Fixed Width"
	XLSX = "XLSX"

	@property
	def suffix(self) -> str:
		"""Ending of the file's name."""
		return {"CSV": "csv", "Fixed Width": "txt", "XLSX": "xlsx"}[self.value]


class Content(Enum):
	"""What a column holds."""

	NUMBER = "Row Number"
	PAYEE = "Payee's Name"
	ACCOUNT = "Account"
	AMOUNT = "Amount"
	CAPITALS = "Amount in Words"
	PURPOSE = "Bank Remark"
	REFERENCE = "Line Number"


_TEXTS: dict[Content, Callable[[BankRow], str]] = {
	Content.NUMBER: lambda row: str(row.number),
	Content.PAYEE: attrgetter("payee"),
	Content.ACCOUNT: attrgetter("account"),
	Content.AMOUNT: lambda row: f"{row.amount:.2f}",
	Content.CAPITALS: lambda row: format_chinese_capitals(row.amount),
	Content.PURPOSE: attrgetter("purpose"),
	Content.REFERENCE: attrgetter("reference"),
}
REQUIRED = (Content.PAYEE, Content.ACCOUNT, Content.AMOUNT, Content.REFERENCE)


@dataclass(frozen=True)
class LayoutColumn:
	"""One column; `width` counts bytes of the file's encoding and matters to fixed width only."""

	content: Content
	heading: str
	width: int = 0
	is_right: bool = False


@dataclass(frozen=True)
class BankLayout:
	"""A bank's wishes; amounts are yuan with two places, or whole fen."""

	file_format: FileFormat
	encoding: str
	columns: tuple[LayoutColumn, ...]
	has_control_line: bool = True
	has_headings: bool = True
	in_fen: bool = False

	def check(self) -> None:
		"""Refuse a layout from which a payment or its return could not be told."""
		for content in REQUIRED:
			if sum(column.content is content for column in self.columns) != 1:
				raise BankLayoutError("layout_column", params={"column": content.value})
		if self.file_format is FileFormat.FIXED and any(column.width <= 0 for column in self.columns):
			raise BankLayoutError("layout_width")

	def as_data(self) -> dict[str, Any]:
		"""For keeping beside a written file, so that later changes of the layout do not change how it is read."""
		data = asdict(self) | {"file_format": self.file_format.value}
		return data | {
			"columns": [asdict(column) | {"content": column.content.value} for column in self.columns]
		}

	@classmethod
	def from_data(cls, data: dict[str, Any]) -> "BankLayout":
		"""The layout that `as_data` gave."""
		columns = [
			LayoutColumn(**{**column, "content": Content(column["content"])}) for column in data["columns"]
		]
		return cls(**{**data, "file_format": FileFormat(data["file_format"]), "columns": tuple(columns)})


def choose_encoding(texts: Iterable[str], wanted: str) -> str:
	"""The wanted encoding, or GB18030 when a rare character of a name does not exist in GBK."""
	if wanted != GBK:
		return wanted
	try:
		"".join(texts).encode(GBK)
	except UnicodeEncodeError:
		return GB18030
	return GBK


def build_file_cells(layout: BankLayout, control: Sequence[str], rows: Sequence[BankRow]) -> list[Cells]:
	"""Control line, headings and rows as cells, as far as the layout has them."""
	lines = [list(control)] if layout.has_control_line else []
	lines += [[column.heading for column in layout.columns]] if layout.has_headings else []
	columns = (_column(layout, column.content, rows) for column in layout.columns)
	return lines + [list(cells) for cells in zip(*columns, strict=True)]


def encode_text_file(layout: BankLayout, lines: Sequence[Cells], encoding: str) -> bytes:
	"""The whole file in CSV or fixed width; line ends are those of Windows, which the banks' programs expect."""
	if layout.file_format is FileFormat.CSV:
		buffer = io.StringIO()
		csv.writer(buffer, lineterminator=_LINE_END).writerows(lines)
		return _MARKS.get(encoding, b"") + buffer.getvalue().encode(encoding)
	first = 1 if layout.has_control_line else 0
	control = [_LINE_END.join(" ".join(line) for line in lines[:first]).encode(encoding)] if first else []
	body = [_fixed_line(layout, line, encoding) for line in lines[first:]]
	end = _LINE_END.encode(encoding)
	return end.join([*control, *body]) + end


def read_text_cells(layout: BankLayout, content: bytes, encoding: str) -> Iterator[Cells]:
	"""The rows of a text file that was written with the layout, without control line and headings."""
	skipped = int(layout.has_control_line) + int(layout.has_headings)
	if layout.file_format is FileFormat.CSV:
		text = content.removeprefix(_MARKS.get(encoding, b"")).decode(encoding)
		yield from list(csv.reader(io.StringIO(text)))[skipped:]
		return
	for line in content.split(_LINE_END.encode(encoding))[skipped:]:
		if line:
			yield split_fixed_width(layout, line, encoding)


def sum_read_rows(layout: BankLayout, rows: Iterable[Cells]) -> ControlTotals:
	"""Count and sum of rows read back."""
	place = next(i for i, column in enumerate(layout.columns) if column.content is Content.AMOUNT)
	count, amount = 0, ZERO
	for row in rows:
		count, amount = count + 1, amount + _amount_of(layout, row[place])
	return ControlTotals(count, amount)


def _column(layout: BankLayout, content: Content, rows: Sequence[BankRow]) -> Cells:
	if content is Content.AMOUNT and layout.in_fen:
		return [str(int(row.amount * 100)) for row in rows]
	return list(map(_TEXTS[content], rows))


def _amount_of(layout: BankLayout, text: str) -> Decimal:
	return Decimal(text) / 100 if layout.in_fen else Decimal(text)


def _fixed_line(layout: BankLayout, cells: Cells, encoding: str) -> bytes:
	"""Cells padded to their widths; a value that does not fit is refused, never cut."""
	parts = []
	for column, cell in zip(layout.columns, cells, strict=True):
		value = cell.encode(encoding)
		if len(value) > column.width:
			params = {"column": column.heading or column.content.value, "width": column.width, "value": cell}
			raise BankLayoutError("layout_overflow", params=params)
		parts.append(value.rjust(column.width) if column.is_right else value.ljust(column.width))
	return b"".join(parts)


def split_fixed_width(layout: BankLayout, line: bytes, encoding: str) -> Cells:
	"""The cells of a line of fixed width, without their padding."""
	cells, start = [], 0
	for column in layout.columns:
		cells.append(line[start : start + column.width].decode(encoding).strip())
		start += column.width
	return cells

"""The one reader of sheets from outside (xlsx, csv): rows of text cells, each with its place in the file."""

import csv
from collections.abc import Iterator
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

import frappe
from python_calamine import CalamineError, CalamineWorkbook

from social_assistance.domain.errors import SheetError
from social_assistance.exceptions import UnreadableSheetError
from social_assistance.services.domain_errors import throw_domain_error

# GB18030 contains GBK and GB2312. UTF-8 first: its form is so strict that other text hardly ever passes for it.
ENCODINGS = ("utf-8-sig", "gb18030")
_BLOCK = 1 << 20
_SEPARATORS = ",\t;"
# Every xlsx is a ZIP archive.
_WORKBOOK = b"PK\x03\x04"
_LETTERS = 26


class SheetRow(NamedTuple):
	"""One row as the file holds it: `sheet` is empty in text files, `number` counts from 1 as a spreadsheet shows it."""

	sheet: str
	number: int
	cells: list[str]

	def address(self, column: int) -> str:
		"""The cell in the words of a spreadsheet, columns counted from 0: `C7`."""
		letters, rest = "", column + 1
		while rest:
			rest, letter = divmod(rest - 1, _LETTERS)
			letters = chr(ord("A") + letter) + letters
		return f"{letters}{self.number}"


NO_ROW = SheetRow("", 0, [])


class SourceFile:
	"""A File on the site; `rows` may be called repeatedly. UnreadableSheetError if it is neither workbook nor text."""

	def __init__(self, file_url: str) -> None:
		file = frappe.get_doc("File", {"file_url": file_url})
		self.path = Path(file.get_full_path())
		with self.path.open("rb") as stream:
			self.is_workbook = is_workbook(stream.read(len(_WORKBOOK)))
		try:
			self.encoding = "" if self.is_workbook else text_encoding(self.path)
		except SheetError as error:
			throw_domain_error(error, exception=UnreadableSheetError)

	def rows(self) -> Iterator[SheetRow]:
		"""Every row, headings first; empty rows stay so that row numbers are those of the file."""
		if not self.is_workbook:
			return read_text(self.path, self.encoding)
		try:
			return read_workbook(self.path)
		except SheetError as error:
			throw_domain_error(error, exception=UnreadableSheetError)


def is_workbook(content: bytes) -> bool:
	"""Whether the first bytes are those of a workbook."""
	return content.startswith(_WORKBOOK)


def read_workbook(source: Path | bytes) -> Iterator[SheetRow]:
	"""Rows of the first sheet of a workbook, given as file or content. SheetError if it cannot be read."""
	book = BytesIO(source) if isinstance(source, bytes) else source
	try:
		sheet = CalamineWorkbook.from_object(book).get_sheet_by_index(0)
	except CalamineError:
		raise SheetError("sheet_workbook") from None
	return (
		SheetRow(sheet.name, number, [_as_text(cell) for cell in row])
		for number, row in enumerate(sheet.iter_rows(), 1)
	)


def read_text(path: Path, encoding: str) -> Iterator[SheetRow]:
	"""Rows of a text file; the separator is the one that its first line uses most."""
	with path.open(encoding=encoding, newline="") as stream:
		first = stream.readline()
		stream.seek(0)
		rows = csv.reader(stream, delimiter=max(_SEPARATORS, key=first.count))
		yield from (SheetRow("", number, cells) for number, cells in enumerate(rows, 1))


def text_encoding(path: Path) -> str:
	"""The first encoding that reads the whole file without an error. SheetError if none does."""
	found = next((encoding for encoding in ENCODINGS if _reads(path, encoding)), "")
	if not found:
		raise SheetError("sheet_encoding")
	return found


def _reads(path: Path, encoding: str) -> bool:
	try:
		with path.open(encoding=encoding) as stream:
			while stream.read(_BLOCK):
				pass
	except UnicodeDecodeError:
		return False
	return True


def _as_text(cell: Any) -> str:
	"""Numbers without a false decimal point; an ID number that the sheet holds as a number lost digits and will be refused."""
	if isinstance(cell, float) and cell.is_integer():
		return str(int(cell))
	if isinstance(cell, datetime | date):
		return cell.isoformat()
	return str(cell) if cell is not None else ""

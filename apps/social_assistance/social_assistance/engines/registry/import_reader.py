"""Rows of an uploaded csv or xlsx file, one after the other, as text."""

import csv
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import frappe
from frappe import _
from python_calamine import CalamineError, CalamineWorkbook

from social_assistance.services.registry.exceptions import RegistryImportError

# GB18030 contains GBK and GB2312. UTF-8 first: its form is so strict that other text hardly ever passes for it.
ENCODINGS = ("utf-8-sig", "gb18030")
_BLOCK = 1 << 20
_SEPARATORS = ",\t;"


class SourceFile:
	"""One file; `rows` may be asked for again and again."""

	def __init__(self, file_url: str) -> None:
		file = frappe.get_doc("File", {"file_url": file_url})
		self.path = Path(file.get_full_path())
		self.is_workbook = self.path.suffix.lower() == ".xlsx"
		self.encoding = "" if self.is_workbook else _encoding_of(self.path)

	def rows(self) -> Iterator[list[str]]:
		"""Every row, headings first; empty rows stay so that row numbers are those of the file."""
		return self._workbook_rows() if self.is_workbook else self._text_rows()

	def _text_rows(self) -> Iterator[list[str]]:
		with self.path.open(encoding=self.encoding, newline="") as stream:
			first = stream.readline()
			stream.seek(0)
			separator = max(_SEPARATORS, key=first.count)
			yield from csv.reader(stream, delimiter=separator)

	def _workbook_rows(self) -> Iterator[list[str]]:
		try:
			sheet = CalamineWorkbook.from_path(str(self.path)).get_sheet_by_index(0)
		except CalamineError:
			frappe.throw(_("The xlsx file cannot be read. Save it anew as xlsx or csv."), RegistryImportError)
		for row in sheet.iter_rows():
			yield [_as_text(cell) for cell in row]


def _encoding_of(path: Path) -> str:
	"""The first encoding that reads the whole file without an error."""
	found = next((encoding for encoding in ENCODINGS if _reads(path, encoding)), "")
	if not found:
		frappe.throw(
			_("The file is neither UTF-8 nor GBK or GB18030. Save it anew in one of these."),
			RegistryImportError,
		)
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

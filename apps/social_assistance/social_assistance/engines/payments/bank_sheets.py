"""Spreadsheets of banks: rows of cells into XLSX and back; everything is text, so that no account loses digits."""

import io
from collections.abc import Iterator, Sequence
from zipfile import BadZipFile

from openpyxl import Workbook, load_workbook  # type: ignore[import-untyped]

from social_assistance.domain.errors import BankReturnError

# Every XLSX is a ZIP archive.
MAGIC = b"PK\x03\x04"


def write_bank_sheet(lines: Sequence[Sequence[str]]) -> bytes:
	"""One sheet with the lines as text cells."""
	book = Workbook(write_only=True)
	sheet = book.create_sheet("1")
	for line in lines:
		sheet.append([str(cell) for cell in line])
	buffer = io.BytesIO()
	book.save(buffer)
	return buffer.getvalue()


def read_bank_sheet(content: bytes) -> Iterator[list[str]]:
	"""The lines of the first sheet as text; empty cells are empty texts."""
	try:
		book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
	except (BadZipFile, KeyError, ValueError):
		raise BankReturnError("return_encoding") from None
	for row in book.worksheets[0].iter_rows(values_only=True):
		yield ["" if cell is None else str(cell) for cell in row]

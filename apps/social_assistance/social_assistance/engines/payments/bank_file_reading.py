"""Bank files that were written, read back: their rows, what they add up to, and where a payment stands."""

import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import frappe

from social_assistance.domain.payments.bank_layouts import BankLayout, FileFormat, cells_of, totals_in
from social_assistance.domain.payments.bank_rows import ControlTotals
from social_assistance.engines.sheet_reader import read_workbook
from social_assistance.services.payments.bank_layouts import STANDARD_LAYOUT

DOCTYPE = "Bank File"


def rows_in(layout: BankLayout, content: bytes, encoding: str) -> Iterator[list[str]]:
	"""The payments of a written file, whatever its format, without control line and headings."""
	if layout.file_format is FileFormat.XLSX:
		skipped = int(layout.has_control_line) + int(layout.has_headings)
		return (row.cells for row in islice(read_workbook(content), skipped, None))
	return cells_of(layout, content, encoding)


def totals_of(layout: BankLayout, content: bytes, encoding: str) -> ControlTotals:
	"""Count and sum that stand in a written file."""
	return totals_in(layout, rows_in(layout, content, encoding))


def layout_of(file: Any) -> BankLayout:
	"""The layout that a file, given as document or row, was written with."""
	return BankLayout.from_data(json.loads(file.layout_data)) if file.layout_data else STANDARD_LAYOUT


def content_of(url: str | None) -> bytes | None:
	"""The bytes of a file, none when it is not on disk."""
	path = Path(frappe.get_site_path(*(url or "").split("/")))
	return path.read_bytes() if url and path.is_file() else None


def row_of(name: str | None, line: str) -> int:
	"""The number of the row in which a payment stands in its bank file; 0 as long as the file is not written."""
	file = name and frappe.db.get_value(DOCTYPE, name, ["file", "layout_data", "encoding"], as_dict=True)
	content = content_of(file.file) if file else None
	if not file or not content:
		return 0
	rows = rows_in(layout_of(file), content, file.encoding)
	return next((number for number, cells in enumerate(rows, 1) if line in cells), 0)

"""Read written bank files back: rows, totals, and the row of a payment."""

import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import frappe

from social_assistance.domain.payments.bank_layouts import (
	BankLayout,
	FileFormat,
	read_text_cells,
	sum_read_rows,
)
from social_assistance.domain.payments.bank_rows import ControlTotals
from social_assistance.engines.sheet_reader import read_workbook
from social_assistance.services.payments.bank_layouts import STANDARD_LAYOUT

DOCTYPE = "Bank File"


def iter_payment_rows(layout: BankLayout, content: bytes, encoding: str) -> Iterator[list[str]]:
	"""The payments of a written file, whatever its format, without control line and headings."""
	if layout.file_format is FileFormat.XLSX:
		skipped = int(layout.has_control_line) + int(layout.has_headings)
		return (row.cells for row in islice(read_workbook(content), skipped, None))
	return read_text_cells(layout, content, encoding)


def read_file_totals(layout: BankLayout, content: bytes, encoding: str) -> ControlTotals:
	"""Count and sum that stand in a written file."""
	return sum_read_rows(layout, iter_payment_rows(layout, content, encoding))


def get_file_layout(file: Any) -> BankLayout:
	"""The layout that a file, given as document or row, was written with."""
	return BankLayout.from_data(json.loads(file.layout_data)) if file.layout_data else STANDARD_LAYOUT


def read_file_content(url: str | None) -> bytes | None:
	"""The bytes of a file, none when it is not on disk."""
	path = Path(frappe.get_site_path(*(url or "").split("/")))
	return path.read_bytes() if url and path.is_file() else None


def find_line_row(name: str | None, line: str) -> int:
	"""The number of the row in which a payment stands in its bank file; 0 as long as the file is not written."""
	file = name and frappe.db.get_value(DOCTYPE, name, ["file", "layout_data", "encoding"], as_dict=True)
	content = read_file_content(file.file) if file else None
	if not file or not content:
		return 0
	rows = iter_payment_rows(get_file_layout(file), content, file.encoding)
	return next((number for number, cells in enumerate(rows, 1) if line in cells), 0)

"""Result file of a staged run: the bad rows as imported, bad cells coloured, with a message for each."""

import json
from collections.abc import Iterator
from itertools import islice

import frappe
from frappe import _

from social_assistance.engines.sheet_reader import NO_ROW, SheetRow, SourceFile
from social_assistance.engines.sheet_writer import MarkedText, write_workbook
from social_assistance.services.registry.import_runs import ROW, RUN

MOST_ROWS = 100_000


def write_result_file(run: str) -> str:
	"""Write the file, attach it privately to the run and return its address."""
	source = SourceFile(frappe.db.get_value(RUN, run, "source_file"))
	errors = {
		row.row_no: json.loads(row.errors)
		for row in frappe.get_all(
			ROW,
			filters={"import_run": run, "row_status": "Error"},
			fields=["row_no", "errors"],
			order_by="row_no",
			limit=MOST_ROWS,
		)
	}
	file = frappe.get_doc(  # allow: PERM-ignore-permissions attached to the run, read with its permission
		{
			"doctype": "File",
			"file_name": f"{run}-errors.xlsx",
			"attached_to_doctype": RUN,
			"attached_to_name": run,
			"is_private": 1,
			"content": _workbook(source.rows(), errors),
		}
	).insert(ignore_permissions=True)
	return str(file.file_url)


def _workbook(rows: Iterator[SheetRow], errors: dict[int, list[list]]) -> bytes:
	headings = next(rows, NO_ROW).cells
	bad = islice((row for row in rows if row.number in errors), MOST_ROWS)
	lines = (_line(row, headings, errors[row.number]) for row in bad)
	return write_workbook(lines, headings=[_("Row"), *headings, _("Errors")])


def _line(row: SheetRow, headings: list[str], errors: list[list]) -> list[str | int]:
	"""The row's number, its cells with the bad ones marked, filled up to the headings, and words for each error."""
	marked = {column for column, _text in errors}
	cells = [MarkedText(cell) if column in marked else cell for column, cell in enumerate(row.cells)]
	missing = [""] * (len(headings) - len(cells))
	words = "; ".join(_worded(row, headings, column, text) for column, text in errors)
	return [row.number, *cells[: len(headings)], *missing, words]


def _worded(row: SheetRow, headings: list[str], column: int, text: str) -> str:
	return f"{headings[column]} ({row.address(column)}): {text}" if 0 <= column < len(headings) else text

"""The result file of a staged run: the bad rows of the file as they came, bad cells coloured, and words for each."""

import json
from collections.abc import Iterator
from io import BytesIO
from itertools import islice

import frappe
import xlsxwriter
from frappe import _

from social_assistance.engines.registry.import_reader import SourceFile
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


def _workbook(rows: Iterator[list[str]], errors: dict[int, list[list]]) -> bytes:
	stream = BytesIO()
	book = xlsxwriter.Workbook(
		stream, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
	)
	sheet = book.add_worksheet()
	heading, bad = book.add_format({"bold": True}), book.add_format({"bg_color": "#FFC7CE"})
	headings = next(rows, [])
	for column, text in enumerate([_("Row"), *headings, _("Errors")]):
		sheet.write_string(0, column, str(text), heading)
	found = ((number, cells) for number, cells in enumerate(rows, 2) if number in errors)
	for line, (number, cells) in enumerate(islice(found, MOST_ROWS), 1):
		marked = {column for column, _text in errors[number]}
		sheet.write_number(line, 0, number)
		for column, text in enumerate(cells[: len(headings)]):
			sheet.write_string(line, column + 1, text, bad if column in marked else None)
		words = "; ".join(_worded(headings, column, text) for column, text in errors[number])
		sheet.write_string(line, len(headings) + 1, words)
	book.close()
	return stream.getvalue()


def _worded(headings: list[str], column: int, text: str) -> str:
	return f"{headings[column]}: {text}" if 0 <= column < len(headings) else text

"""The one writer of xlsx sheets: rows of cells, kept as text so that no account and no ID number loses digits."""

from collections.abc import Iterable, Sequence
from io import BytesIO

import xlsxwriter

MOST_ROWS = 1_048_576
_OPTIONS = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}


class MarkedText(str):
	"""Text of a cell that somebody has to look at: its background is coloured."""

	__slots__ = ()


def write_workbook(rows: Iterable[Sequence[str | int]], *, headings: Sequence[str] = ()) -> bytes:
	"""One sheet: bold headings, text as text cells, whole numbers as numbers. ValueError past the rows of a sheet."""
	stream = BytesIO()
	book = xlsxwriter.Workbook(stream, _OPTIONS)
	sheet = book.add_worksheet()
	bold, marked = book.add_format({"bold": True}), book.add_format({"bg_color": "#FFC7CE"})
	for column, text in enumerate(headings):
		sheet.write_string(0, column, text, bold)
	for number, cells in enumerate(rows, 1 if headings else 0):
		if number >= MOST_ROWS:
			raise ValueError(f"a sheet holds {MOST_ROWS} rows")
		for column, cell in enumerate(cells):
			if isinstance(cell, int):
				sheet.write_number(number, column, cell)
			else:
				sheet.write_string(number, column, cell, marked if isinstance(cell, MarkedText) else None)
	book.close()
	return stream.getvalue()

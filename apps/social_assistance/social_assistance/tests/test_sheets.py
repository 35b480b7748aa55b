import re
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest import TestCase
from unittest.mock import patch
from zipfile import ZipFile

from social_assistance.domain.errors import SheetError
from social_assistance.engines import sheet_writer
from social_assistance.engines.sheet_reader import (
	SheetRow,
	is_workbook,
	read_text,
	read_workbook,
	text_encoding,
)
from social_assistance.engines.sheet_writer import MarkedText, write_workbook


def marked_cells(content: bytes) -> list[str]:
	"""Addresses of the coloured cells of the only sheet of a workbook."""
	with ZipFile(BytesIO(content)) as book:
		xml = book.read("xl/worksheets/sheet1.xml").decode()
	return re.findall(r'<c r="([A-Z]+\d+)" s="2"', xml)


class TestSheets(TestCase):
	def test_text_stays_text_and_rows_keep_their_numbers(self):
		content = write_workbook(
			[["0012", "=1+1", ""], [], ["371302199001010011", 7]], headings=["账号", "公式"]
		)
		rows = list(read_workbook(content))
		self.assertTrue(is_workbook(content))
		self.assertEqual([row.number for row in rows], [1, 2, 3, 4])
		self.assertEqual(rows[1].cells, ["0012", "=1+1", ""])
		self.assertEqual(rows[2].cells, ["", "", ""])
		self.assertEqual(rows[3], SheetRow("Sheet1", 4, ["371302199001010011", "7", ""]))

	def test_marked_text_is_coloured(self):
		content = write_workbook([["a", MarkedText("b")], [MarkedText("c")]], headings=["x", "y"])
		self.assertEqual(marked_cells(content), ["B2", "A3"])

	def test_addresses_are_those_of_a_spreadsheet(self):
		row = SheetRow("", 7, [])
		found = [row.address(column) for column in (0, 2, 25, 26, 701, 702)]
		self.assertEqual(found, ["A7", "C7", "Z7", "AA7", "ZZ7", "AAA7"])

	def test_a_workbook_that_cannot_be_read_is_named(self):
		with self.assertRaisesRegex(SheetError, "xlsx file cannot be read"):
			read_workbook(b"PK\x03\x04 and nothing more")

	def test_text_in_every_known_encoding_and_with_every_separator(self):
		with TemporaryDirectory() as folder:
			path = Path(folder, "rows.txt")
			for encoding, separator in (("utf-8", ","), ("utf-8-sig", "\t"), ("gb18030", ";")):
				path.write_text(f"名称{separator}代码\n𠮷{separator}01", encoding=encoding)
				rows = list(read_text(path, text_encoding(path)))
				self.assertEqual(rows, [SheetRow("", 1, ["名称", "代码"]), SheetRow("", 2, ["𠮷", "01"])])
			path.write_bytes(b"\xff\xff\x81")
			with self.assertRaisesRegex(SheetError, "neither UTF-8"):
				text_encoding(path)

	def test_more_rows_than_a_sheet_holds_are_refused(self):
		with patch.object(sheet_writer, "MOST_ROWS", 2), self.assertRaisesRegex(ValueError, "holds 2 rows"):
			write_workbook([["a"], ["b"], ["c"]])

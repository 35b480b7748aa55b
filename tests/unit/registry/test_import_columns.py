"""Headings and cells of a registry file, as offices really write them."""

from datetime import date

import pytest

from social_assistance.domain.errors import InvalidIdentifier
from social_assistance.domain.registry.import_columns import COLUMNS, Layout

TODAY = date(2026, 3, 2)
HEADINGS = [
	"户编号",
	"姓名",
	"身份证号",
	"与户主关系",
	"村居代码",
	"联系电话",
	"婚姻状况",
	"银行卡号",
	"残疾证号",
]
GOOD = ["H1", "张 三", "11010519491231002x", "户主", "410298001001", "138 0013 8000", "已婚", "", ""]


def parse(cells: list[str], headings: list[str] | None = None):
	return Layout(headings or HEADINGS).parse(cells, TODAY)


def test_a_row_is_read_in_stored_terms():
	row = parse(GOOD)
	assert row.errors == []
	assert row.values == {
		"household_key": "H1",
		"person_name": "张三",
		"id_number": "11010519491231002X",
		"relation": "Head",
		"division": "410298001001",
		"phone": "13800138000",
		"marital_status": "Married",
	}
	assert (row.birth_date, row.sex) == (date(1949, 12, 31), "Female")


@pytest.mark.parametrize(
	("index", "text", "code"),
	[
		(0, "", "import_cell_missing"),
		(1, "张3", "import_name"),
		(2, "110105194912310021", "citizen_id_check_digit"),
		(2, "11010519491331002X", "citizen_id_birth_date"),
		(3, "邻居", "import_code"),
		(4, "410298001000", "import_village"),
		(4, "41029800100", "division_length"),
		(5, "12", "phone_format"),
		(6, "再说", "import_code"),
		(7, "6217001234567890123", "account_check_digit"),
		(8, "123", "disability_card_length"),
	],
)
def test_a_bad_cell_is_named_with_its_column(index, text, code):
	cells = [*GOOD]
	cells[index] = text
	assert [(error.column, error.error.code) for error in parse(cells).errors] == [(index, code)]


def test_every_bad_cell_of_a_row_is_found():
	assert [error.column for error in parse(["", "1", "x", "y", "z"]).errors] == [0, 1, 2, 3, 4]


def test_short_rows_and_extra_columns():
	row = Layout(["备注", *HEADINGS]).parse(["x", *GOOD[:5]], TODAY)
	assert row.errors == []
	assert "phone" not in row.values


@pytest.mark.parametrize("heading", ["* 姓名", "姓 名（必填）", "\ufeff姓名"])
def test_headings_with_marks(heading):
	headings = [*HEADINGS]
	headings[1] = heading.replace("姓 名", "姓名")
	assert parse(GOOD, headings).values["person_name"] == "张三"


def test_missing_and_repeated_columns_are_refused_by_name():
	with pytest.raises(InvalidIdentifier, match="姓名"):
		Layout([heading for heading in HEADINGS if heading != "姓名"])
	with pytest.raises(InvalidIdentifier, match="person_name"):
		Layout([*HEADINGS, "成员姓名"])


def test_a_person_born_after_the_import_is_refused():
	assert [error.error.code for error in Layout(HEADINGS).parse(GOOD, date(1940, 1, 1)).errors] == [
		"citizen_id_birth_in_future"
	]


def test_no_heading_means_two_fields():
	headings = [heading for column in COLUMNS for heading in column.headings]
	assert len(headings) == len(set(headings))

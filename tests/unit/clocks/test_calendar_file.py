"""Sheets of holidays: every way of writing a day is read, every fault is named by its row."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from social_assistance.domain.clocks.calendar_file import read_calendar_sheet
from social_assistance.domain.clocks.work_calendar import DayKind
from social_assistance.domain.errors import CalendarError

HEADING = ["日期", "名称", "类型"]
NEW_YEAR = date(2031, 1, 1)


@pytest.mark.parametrize(
	"text",
	["2031-01-01", "2031/1/1", "２０３１年１月１日", "20310101", "2031-01-01 00:00:00", "47849", "2031.1.1"],
)
def test_days_as_they_are_written(text):
	sheet = read_calendar_sheet([HEADING, [text, "元旦", "休"]], 2031)
	assert [row.day for row in sheet.rows] == [NEW_YEAR]


@pytest.mark.parametrize(
	"text", ["", "2031-02-30", "元旦", "2月30日", "31-1-1", "12", "1月1日至", "2月5日至1日", "1月1日至6月1日"]
)
def test_what_is_no_day_is_refused(text):
	sheet = read_calendar_sheet([HEADING, [text, "元旦", "休"]], 2031)
	assert [(error.code, error.params["row"]) for error in sheet.errors] == [("calendar_row_date", 2)]


@pytest.mark.parametrize(
	"text",
	[
		"2月5日至11日",
		"2027-02-05至2027-02-11",
		"2027年2月5日—2月11日",
		"2/5～2/11",
		"2月5日-2月11日",
		"2月5日（星期五）至11日（星期四）",
	],
)
def test_a_range_is_every_day_of_it(text):
	sheet = read_calendar_sheet([HEADING, [text, "春节", "法定节假日"]], 2027)
	assert not sheet.errors
	assert [row.day for row in sheet.rows] == [date(2027, 2, day) for day in range(5, 12)]
	assert {row.kind for row in sheet.rows} == {DayKind.HOLIDAY}


def test_an_exchanged_weekday_is_off_and_an_exchanged_weekend_is_worked():
	sheet = read_calendar_sheet([HEADING, ["2月8日", "春节", "调休"], ["2月14日", "春节", "调休"]], 2027)
	assert [row.kind for row in sheet.rows] == [DayKind.HOLIDAY, DayKind.WORKDAY]


def test_columns_may_stand_in_any_order_and_empty_rows_count():
	lines = [["Kind", "备注", "Date", "Name"], [], ["Make-up Working Day", "", "2031-01-04", "元旦"], ["x"]]
	sheet = read_calendar_sheet(lines, 2031)
	assert [(row.day, row.kind) for row in sheet.rows] == [(date(2031, 1, 4), DayKind.WORKDAY)]
	assert [error.params["row"] for error in sheet.errors] == [4]


def test_an_empty_file_has_no_columns():
	with pytest.raises(CalendarError, match="The first row of the file has no column") as caught:
		read_calendar_sheet([], 2031)
	assert caught.value.code == "calendar_column"


@given(st.lists(st.integers(0, 364), min_size=1, max_size=20))
def test_every_line_is_either_a_row_or_a_refusal(offsets):
	lines = [[(NEW_YEAR + timedelta(days=n)).isoformat(), "节", "班" if n % 2 else "休"] for n in offsets]
	sheet = read_calendar_sheet([HEADING, *lines], 2031)
	assert len(sheet.rows) + len(sheet.errors) == len(offsets)
	assert len({row.day for row in sheet.rows}) == len(sheet.rows)
	assert all(row.kind is DayKind.HOLIDAY or row.day.isoweekday() >= 6 for row in sheet.rows)

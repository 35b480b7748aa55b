"""Days of a holiday notice as rows of a sheet (date, name, kind), read with every fault named by row and column."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from social_assistance.domain.clocks.work_calendar import CalendarRow, DayKind
from social_assistance.domain.errors import CalendarError

_HEADINGS = {
	"day": ("日期", "date", "day"),
	"name": ("名称", "节日", "节日名称", "name", "holiday"),
	"kind": ("类型", "性质", "kind", "type"),
}
_KINDS = {
	DayKind.HOLIDAY: (
		"holiday",
		"法定节假日",
		"法定假日",
		"节假日",
		"假日",
		"假期",
		"放假",
		"调休放假",
		"调休休息",
		"休",
		"休息",
	),
	DayKind.WORKDAY: ("workday", "make-up working day", "工作日", "调休上班", "上班", "补班", "班"),
}
# A weekday that is exchanged is off, a weekend day that is exchanged is worked.
_EXCHANGED = ("调休",)
_DATE = re.compile(r"(\d{4})\D?(\d{1,2})\D?(\d{1,2})\D*(?:0?0:00:00)?$")
_SHORT_DATE = re.compile(r"(?:(\d{1,2})\s*[月/.-]\s*)?(\d{1,2})\s*日?$")
_RANGE = re.compile(r"\s*(?:至|到|~|—+|–|-{2,}|\s-\s|(?<=日)-)\s*")
_REMARK = re.compile(r"[(（][^)）]*[)）]")
# No holiday of the notices is longer; a mistyped end must not fill half a year.
_LONGEST = 15
_FIRST_SERIAL_DAY = date(1899, 12, 30)
_SERIAL = re.compile(r"[34567]\d{4}$")


@dataclass(frozen=True)
class CalendarSheet:
	"""Rows that can be used, and the refusals of those that cannot, in the order of the sheet."""

	rows: tuple[CalendarRow, ...]
	errors: tuple[CalendarError, ...]


def read_calendar_sheet(lines: Iterable[Sequence[str]], year: int) -> CalendarSheet:
	"""Read a sheet whose first row names the columns; row numbers are those of the sheet.

	Refuses a sheet without the columns; every other fault is listed in `errors`.
	"""
	numbered = iter(enumerate(lines, start=1))
	columns = _columns(next(numbered, (1, ()))[1])
	rows: list[CalendarRow] = []
	errors: list[CalendarError] = []
	first_seen: dict[date, int] = {}
	for number, line in numbered:
		cells = {key: _plain(line[index]) if index < len(line) else "" for key, index in columns.items()}
		if not any(cells.values()):
			continue
		try:
			for row in _rows(number, cells, year):
				if first_seen.setdefault(row.day, number) != number:
					details = {"row": number, "day": row.day, "first": first_seen[row.day]}
					raise CalendarError("calendar_row_twice", "day", details)
				rows.append(row)
		except CalendarError as error:
			errors.append(error)
	return CalendarSheet(tuple(rows), tuple(errors))


def require_usable_row(row: CalendarRow, number: int, year: int) -> CalendarRow:
	"""The row itself; refuses a day of another year, and a make-up working day that is no weekend day."""
	if row.day.year != year:
		raise CalendarError("calendar_row_year", "day", {"row": number, "day": row.day, "year": year})
	if row.kind is DayKind.WORKDAY and row.day.isoweekday() < 6:
		raise CalendarError("calendar_row_weekday", "kind", {"row": number, "day": row.day})
	return row


def _columns(heading: Sequence[str]) -> dict[str, int]:
	names = [_plain(cell).lower() for cell in heading]
	found: dict[str, int] = {}
	for key, known in _HEADINGS.items():
		position = next((index for index, name in enumerate(names) if name in known), None)
		if position is None:
			raise CalendarError("calendar_column", key, {"column": known[0]})
		found[key] = position
	return found


def _rows(number: int, cells: dict[str, str], year: int) -> list[CalendarRow]:
	"""One row of the calendar for each day of a line: a day, or a range such as 2月5日至11日."""
	days = _days(cells["day"], year)
	if not days:
		raise CalendarError("calendar_row_date", "day", {"row": number, "value": cells["day"] or "-"})
	if not cells["name"]:
		raise CalendarError("calendar_row_name", "name", {"row": number})
	found = []
	for day in days:
		kind = _kind(cells["kind"], day)
		if kind is None:
			raise CalendarError("calendar_row_kind", "kind", {"row": number, "value": cells["kind"] or "-"})
		found.append(require_usable_row(CalendarRow(day, kind, cells["name"]), number, year))
	return found


def _days(text: str, year: int) -> list[date]:
	"""The day, or every day of the range, that a cell names; empty when it names none."""
	text = _REMARK.sub("", text)
	single = _day(text) or _short_day(text, year, None)
	if single:
		return [single]
	first_text, *rest = _RANGE.split(text, maxsplit=1)
	first = _day(first_text) or _short_day(first_text, year, None)
	if not first or not rest:
		return []
	last = _day(rest[0]) or _short_day(rest[0], year, first.month)
	if not last or not 0 <= (last - first).days < _LONGEST:
		return []
	return [first + timedelta(days=offset) for offset in range((last - first).days + 1)]


def _short_day(text: str, year: int, month: int | None) -> date | None:
	"""A day of the calendar's year; the month may be left out at the end of a range."""
	match = _SHORT_DATE.match(text)
	if not match or not (match[1] or month):
		return None
	try:
		return date(year, int(match[1] or month or 0), int(match[2]))
	except ValueError:
		return None


def _day(text: str) -> date | None:
	if _SERIAL.match(text):
		return _FIRST_SERIAL_DAY + timedelta(days=int(text))
	match = _DATE.match(text)
	if not match:
		return None
	try:
		return date(*map(int, match.groups()))
	except ValueError:
		return None


def _kind(text: str, day: date) -> DayKind | None:
	if text in _EXCHANGED:
		return DayKind.WORKDAY if day.isoweekday() > 5 else DayKind.HOLIDAY
	return next((kind for kind, words in _KINDS.items() if text.lower() in words), None)


def _plain(cell: str) -> str:
	"""Full-width digits and letters as ordinary ones, no spaces around."""
	return unicodedata.normalize("NFKC", str(cell or "")).strip()

"""Many rows into one table, as fast as one connection goes: used by the demo district and by imports.

The driver's own parameter substitution costs more than the server's work on wide rows (51 against 8 microseconds per
row of 34 columns), so this module writes the VALUES list itself: every value becomes a quoted string with quotes and
backslashes doubled by escapes, which no value can leave. Rows carry no `docstatus`, `owner` or time: those are added here.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from typing import Any

import frappe

from social_assistance.engines.base import get_audit_columns

Value = str | int | Decimal | date | datetime | None
BATCH = 500
# Control characters that no text field may hold; they stand for boundaries until the whole batch is quoted at once.
_BETWEEN_VALUES, _BETWEEN_ROWS, _NULL = "\x1f", "\x1e", "\x1d"


class BulkInsert:
	"""Collects rows of one DocType and sends them in batches; a row that exists already (any unique key) is skipped."""

	def __init__(self, doctype: str, columns: Sequence[str]) -> None:
		audit = {
			"owner": "",
			"creation": "",
			"modified": "",
			"modified_by": "",
			"docstatus": 0,
			**get_audit_columns(),
		}
		audit = {name: value for name, value in audit.items() if name not in columns}
		names = ", ".join(_identifier(name) for name in (*columns, *audit))
		self._start = f"INSERT IGNORE INTO {_identifier('tab' + doctype)} ({names}) VALUES "  # noqa: S608 names of our own columns
		self._tail = [_text(value) for value in audit.values()]
		self._width = len(columns)
		self._rows: list[str] = []
		frappe.db.sql("select 1")  # opens the connection where it is still closed

	def add(self, row: Sequence[Value]) -> None:
		"""One row in the order of the columns; sends a batch when it is full."""
		if len(row) != self._width:
			raise ValueError(f"{len(row)} values for {self._width} columns")
		self._rows.append(_BETWEEN_VALUES.join([*map(_text, row), *self._tail]))
		if len(self._rows) >= BATCH:
			self.flush()

	def flush(self) -> None:
		"""Send what was collected."""
		if self._rows:
			values = quote_rows(self._rows, self._width + len(self._tail))
			# Past frappe.db.sql, which would rewrite "ifnull(" inside values and search megabytes for it.
			frappe.db._cursor.execute(self._start + values)
			self._rows.clear()


def insert_rows(doctype: str, columns: Sequence[str], rows: Iterable[Sequence[Value]]) -> None:
	"""Insert rows of one DocType in batches."""
	target = BulkInsert(doctype, columns)
	for row in rows:
		target.add(row)
	target.flush()


def split_into_batches(rows: Iterable[Any], size: int) -> Iterator[list[Any]]:
	"""Lists of at most `size`."""
	source = iter(rows)
	while batch := list(islice(source, size)):
		yield batch


def quote_rows(rows: Sequence[str], width: int) -> str:
	"""The VALUES list of rows whose values are joined by the boundary characters."""
	text = _BETWEEN_ROWS.join(rows)
	is_clean = (
		text.count(_BETWEEN_VALUES) == len(rows) * (width - 1) and text.count(_BETWEEN_ROWS) == len(rows) - 1
	)
	if not is_clean:
		raise ValueError("a value contains a control character")
	text = text.replace("\\", "\\\\").replace("'", "\\'")
	text = text.replace(_BETWEEN_VALUES, "','").replace(_BETWEEN_ROWS, "'),('")
	return f"('{text}')".replace(f"'{_NULL}'", "NULL")


def _text(value: Value) -> str:
	if value is None:
		return _NULL
	return value if type(value) is str else str(value)


def _identifier(name: str) -> str:
	if "`" in name:
		raise ValueError(f"not a name: {name}")
	return f"`{name}`"

"""Rows inserted by SQL instead of through documents: `insert_rows` for a few, `BulkInsert` for whole registers.

Rows carry no `docstatus`, `owner` or time: those are added here. A row that exists already (any unique key) is skipped.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import chain, islice
from typing import Any

import frappe

from social_assistance.engines.base import get_audit_columns

Value = str | int | Decimal | date | datetime | None
BATCH = 500


class BulkInsert:
	"""Collects rows of one DocType and sends them in batches within the transaction of the site's connection.

	The driver quotes every value. Why not `frappe.db.bulk_insert` or another driver: docs/decisions/0006-bulk-inserts.md.
	"""

	def __init__(self, doctype: str, columns: Sequence[str]) -> None:
		audit = _audit(columns)
		names = ", ".join(map(_identifier, (*columns, *audit)))
		# The same in every row, so they are quoted once.
		constants = [frappe.db.escape(str(value)) for value in audit.values()]
		self._start = f"INSERT IGNORE INTO {_identifier('tab' + doctype)} ({names}) VALUES "  # noqa: S608 names of our own columns
		self._row = f"({', '.join([*['%s'] * len(columns), *constants])})"
		self._width = len(columns)
		self._rows: list[Sequence[Value]] = []

	def add(self, row: Sequence[Value]) -> None:
		"""One row in the order of the columns; sends a batch when it is full."""
		if len(row) != self._width:
			raise ValueError(f"{len(row)} values for {self._width} columns")
		self._rows.append(row)
		if len(self._rows) >= BATCH:
			self.flush()

	def flush(self) -> None:
		"""Send what was collected."""
		if self._rows:
			statement = self._start + ", ".join([self._row] * len(self._rows))
			frappe.db.sql(statement, list(chain.from_iterable(self._rows)))
			self._rows.clear()


def insert_rows(doctype: str, columns: Sequence[str], rows: Iterable[Sequence[Value]]) -> None:
	"""Insert up to some thousand rows of one DocType."""
	audit = _audit(columns)
	names, tail = [*map(_checked, columns), *audit], tuple(audit.values())
	found = ((*row, *tail) for row in rows)
	frappe.db.bulk_insert(doctype, names, found, ignore_duplicates=True, chunk_size=BATCH)


def split_into_batches(rows: Iterable[Any], size: int) -> Iterator[list[Any]]:
	"""Lists of at most `size`."""
	source = iter(rows)
	while batch := list(islice(source, size)):
		yield batch


def _audit(columns: Sequence[str]) -> dict[str, Any]:
	"""Frappe's own columns that the rows do not bring themselves."""
	return {name: value for name, value in get_audit_columns().items() if name not in columns}


def _identifier(name: str) -> str:
	return f"`{_checked(name)}`"


def _checked(name: str) -> str:
	if "`" in name:
		raise ValueError(f"not a name: {name}")
	return name

"""Running the statements of a batch: temporary tables of this connection, SQL kept in files beside this module."""

from collections.abc import Iterable, Iterator
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

import frappe

SQL = Path(__file__).parent / "sql"
Row = dict[str, Any]
_VALUES_PER_STATEMENT = 20_000
_TABLE_BYTES = 512 * 1024 * 1024


def keep_tables_in_memory() -> None:
	"""Let this connection keep the tables of a batch in memory; a batch of 20,000 households takes some 100 MB."""
	frappe.db.sql("set session max_heap_table_size = %s", _TABLE_BYTES)


def run_statements(*files: str, **values: Any) -> None:
	"""Execute the statements of files in order, all with the same named values."""
	for file in files:
		for statement in _statements(file):
			frappe.db.sql(  # allow: PERF-read-in-loop one statement after the other over a whole batch
				statement, values
			)


@cache
def _statements(file: str) -> tuple[str, ...]:
	"""Statements without their comments; the one put in front keeps Frappe from taking a temporary table for a commit."""
	text = (SQL / file).read_text(encoding="utf-8")
	lines = [line for line in text.splitlines() if not line.strip().startswith("--")]
	return tuple(f"/* {file} */ {part.strip()}" for part in "\n".join(lines).split(";") if part.strip())


def insert_table_rows(table: str, rows: Iterable[Row]) -> None:
	"""Insert rows of equal columns into a temporary table of this package."""
	for batch in _batches(rows):
		columns = list(batch[0])
		names = ", ".join(f"`{column}`" for column in columns)
		places = ", ".join(["(" + ", ".join(["%s"] * len(columns)) + ")"] * len(batch))
		values = [row[column] for row in batch for column in columns]
		# Table and columns are names of this package, every value is a parameter.
		frappe.db.sql(  # allow: PERF-read-in-loop thousands of rows a statement
			" ".join(("insert into", table, f"({names})", "values", places)), values
		)


def _batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
	source = iter(rows)
	while first := list(islice(source, 1)):
		size = max(1, _VALUES_PER_STATEMENT // len(first[0]))
		yield first + list(islice(source, size - 1))

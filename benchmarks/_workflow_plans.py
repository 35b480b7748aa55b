"""How the database answers the very statements that desks send: taken from its log, each analysed once."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import frappe

from standup import database
from standup.instance import Instance

# A table of fewer rows is read whole in no time, whatever a site grows to.
LARGE = 50_000
WIDE = 20_000
_ENTRY = re.compile(r"^(?:\d{6} +\d+:\d\d:\d\d)?\t+ *\d+ (\w+(?: \w+)?)\t(.*)$")
_LITERAL = re.compile(r"'(?:[^'\\]|\\.|'')*'|\b\d+(?:\.\d+)?\b")
_LIST = re.compile(r"\(\s*\?(?:\s*,\s*\?)*\s*\)")


@contextmanager
def logged(instance: Instance) -> Iterator[list[str]]:
	"""Statements that the database receives inside the block, one of every shape; filled when the block ends."""
	path = Path(instance.run) / "statements.log"
	path.unlink(missing_ok=True)
	found: list[str] = []
	database.execute(
		instance,
		f"SET GLOBAL log_output = 'FILE', GLOBAL general_log_file = '{path}', GLOBAL general_log = 1;",
	)
	try:
		yield found
	finally:
		database.execute(instance, "SET GLOBAL general_log = 0;")
		found += shapes(path.read_text(encoding="utf-8", errors="replace"))
		path.unlink()


def shapes(log: str) -> list[str]:
	"""The first statement of every shape that reads rows: the same but for its values counts as one."""
	first: dict[str, str] = {}
	for statement in _statements(log):
		if statement.split(maxsplit=1)[0].lower() in ("select", "update", "delete", "(select"):
			first.setdefault(_LIST.sub("(?)", _LITERAL.sub("?", statement)), statement)
	return list(first.values())


def _statements(log: str) -> Iterator[str]:
	kind, lines = "", []
	for line in log.splitlines():
		entry = _ENTRY.match(line)
		if entry:
			if kind == "Query" and any(lines):
				yield "\n".join(lines).strip()
			kind, lines = entry[1], [entry[2]]
		else:
			lines.append(line)
	if kind == "Query" and any(lines):
		yield "\n".join(lines).strip()


def reads_of(statements: list[str]) -> list[dict[str, Any]]:
	"""Parts of the statements that read a large table: statement, table, access, key, rows really read, milliseconds."""
	sizes = dict(
		frappe.db.sql(
			"select table_name, table_rows from information_schema.tables where table_schema = database()"
		)
	)
	return [
		_read(statement, plan, part)
		for statement in statements
		for plan in (_plan(statement),)
		for part in _tables(plan)
		if (sizes.get(part["table_name"]) or 0) >= LARGE
	]


def _read(statement: str, plan: dict[str, Any], part: dict[str, Any]) -> dict[str, Any]:
	# A part that never ran has counted nothing; statements that write are not carried out but only explained.
	rows = part["r_rows"] or 0 if "r_rows" in part else part.get("rows") or 0
	return {
		"statement": " ".join(statement.split()),
		"table": part["table_name"],
		"type": part["access_type"],
		"key": part.get("key"),
		"rows": round(rows * (part.get("r_loops") or 1)),
		"ms": plan.get("r_total_time_ms"),
	}


def _plan(statement: str) -> dict[str, Any]:
	# Past frappe.db.sql: a logged statement has its values in it, percent signs too.
	cursor = frappe.db._conn.cursor()
	is_read = statement.lower().lstrip("( ").startswith("select")
	try:
		cursor.execute(f"{'analyze' if is_read else 'explain'} format=json {statement}")
		block: dict[str, Any] = json.loads(cursor.fetchone()[0]).get("query_block", {})
		return block
	except frappe.db.ProgrammingError as error:
		# A table of one connection only, as a payment run makes them, is gone with it.
		if not frappe.db.is_table_missing(error):
			raise
		return {}
	finally:
		frappe.db.rollback()


def _tables(node: Any) -> Iterator[dict[str, Any]]:
	if isinstance(node, list):
		for item in node:
			yield from _tables(item)
	if isinstance(node, dict):
		if "access_type" in node and "table_name" in node:
			yield node
		for item in node.values():
			yield from _tables(item)


def full_scans(reads: list[dict[str, Any]]) -> list[dict[str, Any]]:
	"""Parts that read a large table from end to end."""
	return [row for row in reads if row["type"] == "ALL"]


def wide_reads(reads: list[dict[str, Any]]) -> list[dict[str, Any]]:
	"""Parts that read many rows of a large table, the most first."""
	return sorted((row for row in reads if row["rows"] > WIDE), key=lambda row: -row["rows"])

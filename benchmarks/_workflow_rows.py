"""The rows of a large site for the workflow benchmark: one family that went all the way, copied inside the database.

Every copy is a family of its own: its names, numbers, village, dates and the step that its case has reached. Secondary
indexes are taken off while a table grows and built anew afterwards, as when a database is restored from a dump.
"""

import multiprocessing
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import frappe
from _workflow_families import LABEL_WIDTH, PAID_STEP, PEOPLE, drop_families, make_families

CASE, HOUSEHOLD, PERSON = "Assistance Application", "Registry Household", "Registry Person"
AWARD, STEP, ASSESSMENT = "Benefit Award", "Application Step", "Means Assessment"
CHUNK = 200_000
DIGEST_WIDTH = 64
# Rows that a sequence numbers: far above what it has given out.
NUMBERS = 10_000_000
# What hangs on a case and on an award: DocType, column, most rows of a family, first step of a case that has them.
BOOKS = (
	("Application Step", "application", 4, 0),
	("Case Snapshot", "application", 1, 5),
	("Home Visit", "application", 1, 8),
	(ASSESSMENT, "application", 1, 10),
	("Public Notice", "application", 1, 11),
	("Application Decision", "application", 1, 13),
	("Benefit Award", "application", 1, 13),
	("Payment Line", "award", 1, 15),
	("Award Change", "application", 1, 16),
	("Review Task", "application", 1, 16),
)
# Frappe's own books about the case: DocType, its two columns, most rows of a family.
LOGS = (
	("Comment", "reference_doctype", "reference_name", 2),
	("Version", "ref_doctype", "docname", 2),
	("ToDo", "reference_type", "reference_name", 1),
	("View Log", "reference_doctype", "reference_name", 1),
)
# Rows of a document's tables that are copied; the others are only ever read by their parent, on any site alike.
PARTS = {"members": 3, "amounts": 1, "evidence": 1}
WORKERS = 2
# Reports that are kept as one long text are never read before their document is opened.
LONGEST = 2000

Row = dict[str, Any]


@dataclass(frozen=True)
class Copied:
	"""One stored row that is copied for every family whose case has reached a step."""

	doctype: str
	row: Row
	first_step: int = 0


def fill(households: int, case: str) -> None:
	"""Copy the family of a finished case so many times over the villages and years of a large district; commits."""
	stored = frappe.get_doc(CASE, case)
	copies = list(_rows_of(stored))
	own = _own_values(copies)
	make_families(households, stored)
	site = (frappe.local.site, frappe.local.sites_path)
	doctypes = dict.fromkeys(copy.doctype for copy in copies)
	jobs = [
		(site, doctype, [copy for copy in copies if copy.doctype == doctype], own, households)
		for doctype in doctypes
	]
	with multiprocessing.get_context("spawn").Pool(WORKERS) as pool:
		pool.starmap(_grow_elsewhere, sorted(jobs, key=lambda job: -len(job[2])), chunksize=1)
	drop_families()
	frappe.clear_cache()


def _rows_of(case: Any) -> Iterator[Copied]:
	"""Every row of the family, the parents before their parts."""
	yield from _with_parts(HOUSEHOLD, "name", case.household, 1)
	yield from (copied for member in case.members for copied in _with_parts(PERSON, "name", member.person, 1))
	yield from _with_parts(CASE, "name", case.name, 1)
	award = frappe.db.get_value(CASE, case.name, "benefit_award")
	for doctype, column, most, first_step in BOOKS:
		value = award if column == "award" else case.name
		yield from _with_parts(doctype, column, value, most, first_step)
	for doctype, kind, name, most in LOGS:
		yield from _with_parts(doctype, name, case.name, most, 0, {kind: CASE})


def _with_parts(
	doctype: str, column: str, value: str, most: int, first_step: int = 0, also: Row | None = None
) -> Iterator[Copied]:
	rows = frappe.get_all(
		doctype, filters={column: value, **(also or {})}, fields=["*"], order_by="creation", limit=most
	)
	for row in rows:
		yield Copied(doctype, row, row.step_no if doctype == STEP else first_step)
		for table in frappe.get_meta(doctype).get_table_fields():
			parts = {"parent": row.name, "parenttype": doctype, "parentfield": table.fieldname}
			most_parts = PARTS.get(table.fieldname, 0) if doctype != ASSESSMENT else 0
			if not most_parts:
				continue
			for part in frappe.get_all(
				table.options, filters=parts, fields=["*"], order_by="idx", limit=most_parts
			):
				yield Copied(table.options, part, first_step)


def _own_values(copies: list[Copied]) -> dict[str, str]:
	"""What a copied family has its own of: the value in the first family, and how a copy says it."""
	named = [copy.row["name"] for copy in copies]
	own = {name: "concat(%(value)s, '-', family.label)" for name in named if isinstance(name, str)}
	case = next(copy.row for copy in copies if copy.doctype == CASE)
	own |= {case[column]: f"family.{column}" for column in ("division", "township", "scheme")}
	people = [copy.row for copy in copies if copy.doctype == PERSON]
	for number, person in enumerate(people[:PEOPLE]):
		own[person.person_name], own[person.name_pinyin] = f"family.name_{number}", f"family.pinyin_{number}"
	return own


def _grow_elsewhere(
	site: tuple[str, str], doctype: str, copies: list[Copied], own: dict[str, str], households: int
) -> None:
	"""One table, over a connection of its own."""
	frappe.init(site=site[0], sites_path=site[1])
	frappe.connect()
	try:
		_grow(doctype, copies, own, households)
	finally:
		frappe.destroy()


def _grow(doctype: str, copies: list[Copied], own: dict[str, str], households: int) -> None:
	table = f"tab{doctype}"
	keys = _secondary_keys(table)
	frappe.db.sql_ddl(f"alter table `{table}` {', '.join(f'drop index `{name}`' for name, _sql in keys)}")
	unique = _unique_columns(keys)
	for low in range(1, households + 1, CHUNK):
		for copy in copies:
			_copy(copy, own, unique, low)
		frappe.db.commit()
	frappe.db.sql_ddl(f"alter table `{table}` {', '.join(f'add {sql}' for _name, sql in keys)}")
	frappe.db.sql_ddl(f"analyze table `{table}`")


def _secondary_keys(table: str) -> list[tuple[str, str]]:
	"""Name and definition of every key but the primary one."""
	text = frappe.db.sql(f"show create table `{table}`")[0][1]
	return re.findall(r"^\s+(?=(?:UNIQUE )?KEY `([^`]+)`)(.+?),?$", text, re.MULTILINE)


def _unique_columns(keys: list[tuple[str, str]]) -> set[str]:
	return {
		column
		for _name, definition in keys
		if definition.startswith("UNIQUE")
		for column in re.findall(r"`([^`]+)`", definition)[1:]
	}


def _copy(copy: Copied, own: dict[str, str], unique: set[str], low: int) -> None:
	special = _by_progress(copy)
	values: dict[str, Any] = {}
	parts = []
	for number, (column, value) in enumerate(copy.row.items()):
		expression = special.get(column) or _expression(column, value, own, unique)
		parts.append(expression.replace("%(value)s", f"%(v{number})s"))
		values[f"v{number}"] = value
	names = ", ".join(f"`{column}`" for column in copy.row)
	# Every part is a name of the schema or written in this file; what the rows hold goes as parameters.
	frappe.db.sql(
		f"""insert into `tab{copy.doctype}` ({names}) select {", ".join(parts)} from bench_family family
		where family.n between {low} and {low + CHUNK - 1} and family.step_no >= {copy.first_step}""",  # noqa: S608
		values,
	)


def _expression(column: str, value: Any, own: dict[str, str], unique: set[str]) -> str:
	"""How a copied family says a value: its own names and places, dates as far back as its case is."""
	if value is None or (isinstance(value, str) and len(value) > LONGEST):
		return "null"
	if isinstance(value, str) and value in own:
		return own[value]
	if column == "name":
		return f"%(value)s * {NUMBERS} + family.n"
	if column.endswith("_digest") and value:
		return f"concat(left(%(value)s, {DIGEST_WIDTH - LABEL_WIDTH}), family.label)"
	if column in unique:
		return "concat(%(value)s, '-', family.label)"
	if isinstance(value, datetime):
		return "cast(%(value)s as datetime(6)) - interval family.minutes minute"
	if isinstance(value, date):
		return "cast(%(value)s as date) - interval family.days day"
	return "%(value)s"


def _by_progress(copy: Copied) -> dict[str, str]:
	"""Columns that depend on how far the family's case has come."""
	is_running = "family.status in ('Open', 'Confirmed', 'In Payment')"
	household = copy.row.get("household")
	key = f"if({is_running}, concat(family.scheme, '|', '{household}-', family.label), null)"
	if copy.doctype == CASE:
		return {
			"workflow_state": "family.state",
			"current_step": "family.step_code",
			"case_status": "family.status",
			"step_due_on": "family.due_on",
			"step_warn_on": "family.due_on - interval 3 day",
			"overall_due_on": "family.due_on + interval 10 day",
			"next_review_on": f"if(family.step_no = {PAID_STEP}, curdate() + interval mod(family.n, 365) day, null)",
			"open_case_key": key,
		}
	if copy.doctype == AWARD:
		return {
			"award_status": f"if({is_running}, 'Active', 'Stopped')",
			"end_month": f"if({is_running}, null, %(value)s)",
			"open_award_key": key,
			"next_review_on": f"if({is_running}, curdate() + interval mod(family.n, 365) day, null)",
		}
	if copy.doctype == STEP:
		is_here = f"family.step_code = '{copy.row['step_code']}'"
		return {
			"done_on": f"if({is_here}, null, %(value)s - interval family.minutes minute)",
			"done_by": f"if({is_here}, null, %(value)s)",
			"due_on": f"if({is_here}, family.due_on, %(value)s - interval family.days day)",
		}
	return {}

"""The rows `Background Work`: one per document, rewritten whenever it is handed to a worker anew."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import frappe
from frappe.utils import now_datetime

from social_assistance.domain.runs.life_cycle import OVER, WorkSigns, WorkState
from social_assistance.engines import base, locks
from social_assistance.jobs import is_job_waiting

DOCTYPE = "Background Work"
FIELDS = (
	"name",
	"run_doctype",
	"run_name",
	"work_kind",
	"work_state",
	"requested_by",
	"requested_on",
	"claimed_on",
	"seen_on",
	"ended_on",
	"stop_requested",
	"claim_count",
	"ticket",
	"arguments",
	"failure",
)


@dataclass(frozen=True)
class Work:
	"""One row as it stands."""

	name: str
	run_doctype: str
	run_name: str
	work_kind: str
	state: WorkState
	requested_by: str
	requested_on: datetime
	claimed_on: datetime | None
	seen_on: datetime
	ended_on: datetime | None
	stop_requested: bool
	claim_count: int
	ticket: str
	failure: str
	arguments: dict[str, Any] = field(default_factory=dict)


def build_name(doctype: str, run: str) -> str:
	"""Name of the row, and subject of the named lock, of a document's work."""
	return f"{doctype}|{run}"


def build_job_id(ticket: str) -> str:
	"""Each handing over is a job of its own, so that a dead one never keeps a new one out of the queue."""
	return f"work|{ticket}"


def read_work(name: str, *, lock: bool = False) -> Work | None:
	"""The row of a document's work; with `lock` held until the end of the transaction."""
	row = frappe.db.get_value(DOCTYPE, name, FIELDS, as_dict=True, for_update=lock)
	return _work(row) if row else None


def lock_work(doctype: str, run: str) -> Work:
	"""The row of a document's work, made if there is none, and held: of two who hand work over the second waits here."""
	name = build_name(doctype, run)
	table, now = frappe.qb.DocType(DOCTYPE), now_datetime()
	values = {
		**base.get_audit_columns(),
		"name": name,
		"run_doctype": doctype,
		"run_name": run,
		"work_state": WorkState.DROPPED.value,
		"requested_by": frappe.session.user,
		"requested_on": now,
		"seen_on": now,
	}
	frappe.qb.into(table).ignore().columns(*values).insert(*values.values()).run()
	work = read_work(name, lock=True)
	assert work
	return work


def list_works(*states: WorkState) -> list[Work]:
	"""All rows in these states, the oldest first."""
	rows = frappe.get_all(
		DOCTYPE,
		{"work_state": ("in", [state.value for state in states])},
		list(FIELDS),
		order_by="seen_on, name",
		limit_page_length=0,
	)
	return [_work(row) for row in rows]


def change_work(name: str, *, token: str = "", **values: Any) -> bool:
	"""Write values of a row; with a token only as long as that claim is in force. False when nothing was written."""
	table = frappe.qb.DocType(DOCTYPE)
	query = frappe.qb.update(table).where(table.name == name).set(table.modified, now_datetime())
	if token:
		query = query.where((table.claim_token == token) & (table.work_state == WorkState.WORKING.value))
	for column, value in values.items():
		query = query.set(table[column], value.value if isinstance(value, WorkState) else value)
	query.run()
	return base.count_affected_rows() > 0


def delete_work(name: str) -> None:
	"""Forget work that was refused before it began."""
	table = frappe.qb.DocType(DOCTYPE)
	frappe.qb.from_(table).delete().where(table.name == name).run()


def read_signs(work: Work) -> WorkSigns:
	"""What can be known of the work's worker at this moment."""
	return read_all_signs([work])[work.name]


def read_all_signs(works: Sequence[Work]) -> dict[str, WorkSigns]:
	"""The same of many, by one statement."""
	held = locks.list_held_locks([work.name for work in works if work.state is WorkState.WORKING])
	return {work.name: _signs(work, is_held=work.name in held) for work in works}


def _signs(work: Work, *, is_held: bool) -> WorkSigns:
	is_queued = work.state is WorkState.WAITING and is_job_waiting(build_job_id(work.ticket))
	return WorkSigns(work.state, work.seen_on, is_held=is_held, is_queued=is_queued)


def is_over(work: Work | None) -> bool:
	return work is None or work.state in OVER


def _work(row: Any) -> Work:
	return Work(
		row.name,
		row.run_doctype,
		row.run_name,
		row.work_kind or "",
		WorkState(row.work_state),
		row.requested_by,
		row.requested_on,
		row.claimed_on,
		row.seen_on,
		row.ended_on,
		bool(row.stop_requested),
		int(row.claim_count or 0),
		row.ticket or "",
		row.failure or "",
		json.loads(row.arguments or "{}"),
	)

"""Kanban boards by step: a column for each step of the procedures in use, kept when procedures change."""

from collections.abc import Mapping

import frappe
from frappe.model.document import Document

from social_assistance.services.procedure.templates import DOCTYPE

BOARD = "Kanban Board"
CASE_BOARD = "Case Board"
FIELD = "workflow_state"


def update_case_boards(steps: Mapping[str, int]) -> None:
	"""Make the case board, and give every board by step the columns of these states (state: number of its step).

	What people set on a column stays. A state that no procedure in use has is archived, not removed: it can be looked at.
	"""
	if not frappe.db.exists(BOARD, CASE_BOARD):
		_make(steps)
	boards = frappe.get_all(BOARD, filters={"reference_doctype": DOCTYPE, "field_name": FIELD}, pluck="name")
	for name in boards:
		_bring_up(frappe.get_doc(BOARD, name), steps)  # allow: PERF-read-in-loop the few boards of a site


def _make(steps: Mapping[str, int]) -> None:
	frappe.get_doc(  # allow: PERM-ignore-permissions made by the app from a procedure, no user involved
		{
			"doctype": BOARD,
			"kanban_board_name": CASE_BOARD,
			"reference_doctype": DOCTYPE,
			"field_name": FIELD,
			"private": 0,
			"show_labels": 1,
			"fields": frappe.as_json(["scheme", "division", "step_due_on"]),
			"columns": [_column(state) for state in sorted(steps, key=lambda state: steps[state])],
		}
	).insert(ignore_permissions=True)


def _bring_up(board: Document, steps: Mapping[str, int]) -> None:
	known = {row.column_name for row in board.columns}
	gone = [row for row in board.columns if row.column_name not in steps and row.status != "Archived"]
	new = sorted(set(steps) - known, key=lambda state: steps[state])
	if not gone and not new:
		return
	for row in gone:
		row.status = "Archived"
	for state in new:
		board.append("columns", _column(state))
		_place(board.columns, steps)
	board.save(  # allow: PERM-ignore-permissions follows a procedure that its keeper activated
		ignore_permissions=True
	)


def _place(columns: list[Document], steps: Mapping[str, int]) -> None:
	"""Put the last column before the first one of a later step; the order that people gave the others stays."""
	new = columns.pop()
	later = (
		place for place, row in enumerate(columns) if steps.get(row.column_name, 0) > steps[new.column_name]
	)
	columns.insert(next(later, len(columns)), new)
	for number, row in enumerate(columns, start=1):
		row.idx = number


def _column(state: str) -> dict[str, str]:
	return {"column_name": state, "indicator": "Blue", "status": "Active"}

"""The Application Step log: one row per visit of a step, written only here, never changed once closed."""

from datetime import datetime
from typing import Any

import frappe
from frappe.model.document import Document
from frappe.utils import get_datetime

from social_assistance.domain.procedure.steps import Move, MoveKind, StepDone
from social_assistance.services import clock
from social_assistance.services.procedure.templates import ACTION_NAMES, get_step_row

DOCTYPE = "Application Step"


def open_step(case: Document) -> None:
	"""Start the row of the step that the case has reached."""
	_insert(
		case, case.current_step, opened_on=clock.now(), due_on=case.step_due_on, warn_on=case.step_warn_on
	)


def get_step_arrival(case: Document, code: str, *, first: bool = False) -> datetime | None:
	"""When the case last, or first, came to a step; None when it never did."""
	opened = frappe.get_all(
		DOCTYPE,
		filters={"application": case.name, "step_code": code},
		pluck="opened_on",
		order_by="sequence" if first else "sequence desc",
		limit=1,
	)
	return get_datetime(opened[0]) if opened else None


def begun_on(case: Document, code: str) -> Any:
	"""The day on which the work of the open step began, none before."""
	return frappe.db.get_value(
		DOCTYPE, {"application": case.name, "step_code": code, "done_on": ("is", "not set")}, "begun_on"
	)


def mark_begun(case: Document) -> None:
	"""Write on the open row that its work began today."""
	name = frappe.db.get_value(
		DOCTYPE, {"application": case.name, "step_code": case.current_step, "done_on": ("is", "not set")}
	)
	frappe.db.set_value(DOCTYPE, name, "begun_on", clock.today())


def set_step_due_date(case: Document) -> None:
	"""Give the open row the due date that the case has now."""
	name = frappe.db.get_value(
		DOCTYPE, {"application": case.name, "step_code": case.current_step, "done_on": ("is", "not set")}
	)
	if not name:
		return
	row = frappe.get_doc(DOCTYPE, name)
	row.due_on, row.warn_on = case.step_due_on, case.step_warn_on
	row.flags.ignore_permissions = True  # allow: PERM-ignore-permissions staff have no write permission on the log; services are its only writers
	row.save()


def close_step(case: Document, code: str, move: Move, request: Any) -> None:
	"""Finish the open row of the step that was left: who, in which role, why, with which papers."""
	name = frappe.db.get_value(
		DOCTYPE, {"application": case.name, "step_code": code, "done_on": ("is", "not set")}
	)
	row = frappe.get_doc(DOCTYPE, name)
	row.update(
		{
			"done_on": clock.now(),
			"done_by": frappe.session.user,
			"actor_role": move.transition.role,
			"action": request.action,
			"target": move.target,
			"reason_code": request.reason,
			"remark": request.remark,
			"evidence_on_file": "\n".join(sorted({paper.evidence_key for paper in case.evidence})),
		}
	)
	row.flags.ignore_permissions = True  # allow: PERM-ignore-permissions staff have no write permission on the log; the step service is its only writer
	row.save()


def record_passed_step(case: Document, code: str) -> None:
	"""Log a step that the scheme does not have, so that sixteen numbers always show."""
	moment = clock.now()
	_insert(
		case,
		code,
		opened_on=moment,
		done_on=moment,
		done_by=frappe.session.user,
		action=ACTION_NAMES[MoveKind.SKIP],
		reason_code="NOT_REQUIRED_BY_SCHEME",
	)


def list_completed_steps(application: str) -> list[StepDone]:
	"""Who did which step of the case so far."""
	rows = frappe.get_all(
		DOCTYPE,
		filters={"application": application, "done_by": ("is", "set")},
		fields=["step_code", "done_by"],
	)
	return [StepDone(row.step_code, row.done_by) for row in rows]


def _insert(case: Document, code: str, **values: Any) -> None:
	step = get_step_row(case.process_template, code)
	sequence = frappe.db.count(DOCTYPE, {"application": case.name}) + 1
	row = frappe.get_doc(
		{
			"doctype": DOCTYPE,
			"application": case.name,
			"division": case.division,
			"sequence": sequence,
			"step_key": f"{case.name}|{sequence}",
			"step_no": step.step_no,
			"step_code": step.step_code,
			"step_name": step.step_name,
			**values,
		}
	)
	row.flags.ignore_permissions = True  # allow: PERM-ignore-permissions nobody may create log rows; the step service is their only writer
	row.insert()

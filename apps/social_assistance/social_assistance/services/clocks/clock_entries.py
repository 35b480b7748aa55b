"""Pausing, resuming and extending the clock of a case: checked against its profile, each kept as a row of the log."""

from collections.abc import Callable
from datetime import date
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate

from social_assistance.domain.clocks.pauses_and_extensions import require_extension, require_pause
from social_assistance.domain.errors import ClockError
from social_assistance.exceptions import ReasonRequiredError, SeparationOfDutiesError, StepNotAllowedError
from social_assistance.permissions.document_rights import may_write
from social_assistance.permissions.exceptions import OutOfScopeError
from social_assistance.permissions.transition_permits import allow_transition
from social_assistance.services import clock
from social_assistance.services.clocks import case_clock, profiles, work_begin
from social_assistance.services.clocks.case_clock import ENTRY
from social_assistance.services.clocks.exceptions import CaseClockError
from social_assistance.services.domain_errors import throw_domain_error
from social_assistance.services.procedure import step_log
from social_assistance.services.procedure.templates import DOCTYPE, load_template
from social_assistance.services.registry.kin import get_conflicted_users


def pause_clock(application: str, reason: str, remark: str) -> Document:
	"""Stop the clock from today for a reason that the profile allows at the present step.

	Permission: write on the case and a role of its present step; no kin conflict.
	"""
	case = locked_case(application)
	require_handler(case)
	_require_running(case)
	try:
		rule = require_pause(profiles.get_clock_rules(case), reason, case.current_step)
	except ClockError as error:
		_refuse(error, profiles.get_clock_rules(case).pauses_at(case.current_step))
	_require_remark(remark)
	if case.clock_paused_on:
		frappe.throw(_("The clock of this case stands still already."), CaseClockError)
	_record(
		case,
		"Pause",
		reason_code=reason,
		remark=remark.strip(),
		first_day=clock.today(),
		max_days=rule.max_days,
		open_pause_key=case.name,
	)
	return case


def resume_clock(application: str) -> Document:
	"""Let the clock run again from tomorrow on.

	Permission: as for a pause.
	"""
	case = locked_case(application)
	require_handler(case)
	if not end_pause(case):
		frappe.throw(_("The clock of this case is running."), CaseClockError)
	return case


def end_pause(case: Document) -> bool:
	"""Close the open pause of a locked case and compute its due dates anew; False when there is none."""
	name = frappe.db.get_value(ENTRY, {"open_pause_key": case.name})
	if not name:
		return False
	entry = frappe.get_doc(ENTRY, name)
	entry.update(
		{
			"last_day": case_clock.get_latest_pause_end(entry),
			"ended_by": frappe.session.user,
			"open_pause_key": None,
		}
	)
	_write(entry)
	_recompute(case, entry)
	return True


def extend_limit(application: str, reason: str, remark: str) -> Document:
	"""Lengthen the limit by what the profile adds, for one of its reasons.

	Permission: write on the case and the role that the profile names for the reason; no kin conflict.
	"""
	case = locked_case(application)
	_require_no_kin(case)
	_require_running(case)
	rules = profiles.get_clock_rules(case)
	granted = len(case_clock.get_clock_facts(case).extensions)
	try:
		require_extension(rules, reason, frappe.get_roles(), granted)
	except ClockError as error:
		_refuse(error, rules.extensions)
	_require_remark(remark)
	_record(case, "Extension", reason_code=reason, remark=remark.strip(), extra_days=rules.extra_days)
	return case


def begin_work(application: str) -> Document:
	"""Mark that the work of the present step has begun.

	Permission: write on the case and a role of its present step; no kin conflict.
	"""
	case = locked_case(application)
	require_handler(case)
	work_begin.mark_begun(case)
	save_due_dates(case)
	return case


def refresh_due_dates(application: str, kind: str, remark: str) -> bool:
	"""Compute the due dates anew after a record that they rest on changed; a row of the log when they moved."""
	case = frappe.get_doc(DOCTYPE, application, for_update=True)
	before = _dues(case)
	case_clock.set_due_dates(case)
	if _dues(case) == before:
		return False
	case.reload()
	_record(case, kind, remark=remark)
	return True


def get_clock_options(case: Document) -> dict[str, Any]:
	"""What the session's user may do with the clock now: reasons for a pause, for an extension, and resuming."""
	if not case.current_step or not case.accepted_on or case.application_decision:
		return {"pause": [], "extend": [], "resume": False, "begin": False}
	rules = profiles.get_clock_rules(case)
	handles = is_handler(case)
	granted = len(case_clock.get_clock_facts(case).extensions)
	return {
		"pause": [rule.reason for rule in rules.pauses_at(case.current_step)]
		if handles and not case.clock_paused_on
		else [],
		"extend": [rule.reason for rule in rules.extensions_for(frappe.get_roles(), granted)],
		"resume": bool(handles and case.clock_paused_on),
		"begin": handles and work_begin.is_to_begin(case),
		"extra_days": rules.extra_days,
	}


def list_clock_entries(application: str) -> list[frappe._dict]:
	"""Rows of the clock log of a case, oldest first."""
	return frappe.get_all(
		ENTRY,
		filters={"application": application},
		fields=[
			"entry_kind",
			"step_code",
			"reason_code",
			"remark",
			"first_day",
			"last_day",
			"extra_days",
			"entered_by",
			"entered_on",
			"case_due_before",
			"case_due_after",
		],
		order_by="creation",
	)


def record_notice_days(case: Document, due_before: date | str | None) -> None:
	"""Log that the case ends later because the days of its public notice do not count."""
	if due_before and case.overall_due_on and getdate(due_before) != getdate(case.overall_due_on):
		entry = _entry(case, "Notice Not Counted", case_due_before=due_before)
		entry.update({"step_due_after": case.step_due_on, "case_due_after": case.overall_due_on})
		_write(entry, Document.insert)


def record_case_transfer(case: Document, remark: str) -> None:
	"""Log that another township took the case over; the clock runs on."""
	_record(case, "Hand-over", remark=remark)


def locked_case(application: str) -> Document:
	"""The stored case under lock, for somebody who may write it."""
	case = frappe.get_doc(DOCTYPE, application, for_update=True)
	if not may_write(case):
		frappe.throw(
			_(
				"Application {0} is not yours to handle: it belongs to another area, or your role does not handle cases."
			).format(case.name),
			OutOfScopeError,
		)
	return case


def is_handler(case: Document) -> bool:
	"""Whether the session's user has a role of the present step."""
	ways = load_template(case.process_template).transitions
	roles = {way.role for way in ways if way.step == case.current_step}
	return bool(roles & set(frappe.get_roles()))


def require_handler(case: Document) -> None:
	"""Refuse kin, and whoever does not handle the present step."""
	_require_no_kin(case)
	if not is_handler(case):
		frappe.throw(
			_("Only those who handle the step {0} stop its clock or let it run.").format(
				_(case.workflow_state)
			),
			StepNotAllowedError,
		)


def _require_no_kin(case: Document) -> None:
	if frappe.session.user in get_conflicted_users(case):
		frappe.throw(
			_("You are registered as a near relative in this case. Another officer must handle it."),
			SeparationOfDutiesError,
		)


def _require_running(case: Document) -> None:
	if not case.accepted_on or not case.current_step or case.application_decision:
		frappe.throw(
			_("The clock runs from acceptance to the decision; nothing can be changed before or after."),
			CaseClockError,
		)


def _require_remark(remark: str) -> None:
	if not remark.strip():
		frappe.throw(_("State in words what the case waits for."), ReasonRequiredError)


def _refuse(error: ClockError, allowed: tuple) -> None:
	if error.code in ("clock_pause_reason", "clock_extension_reason"):
		error.params["reason"] = _(error.params["reason"])
		error.params["allowed"] = ", ".join(_(rule.reason) for rule in allowed) or "-"
	if error.code == "clock_extension_role":
		error.params["role"] = _(error.params["role"])
	throw_domain_error(error, "Reason", CaseClockError)


def _record(case: Document, kind: str, **values: Any) -> None:
	entry = _entry(case, kind, **values)
	_write(entry, Document.insert)
	_recompute(case, entry)


def _entry(case: Document, kind: str, **values: Any) -> Document:
	return frappe.get_doc(
		{
			"doctype": ENTRY,
			"application": case.name,
			"division": case.division,
			"entry_kind": kind,
			"step_code": case.current_step,
			"step_due_before": case.step_due_on,
			"case_due_before": case.overall_due_on,
			"entered_by": frappe.session.user,
			"entered_on": clock.now(),
			**values,
		}
	)


def _recompute(case: Document, entry: Document) -> None:
	"""Due dates on the case, on its open step and, as their outcome, on the row of the log."""
	save_due_dates(case)
	entry.update({"step_due_after": case.step_due_on, "case_due_after": case.overall_due_on})
	_write(entry)


def save_due_dates(case: Document) -> None:
	"""Compute the due dates of a locked case anew and write them on it and on its open step."""
	case_clock.set_due_dates(case)
	case.flags.ignore_permissions = True  # allow: PERM-ignore-permissions who may touch the clock was checked; the form's editors of the step may be others
	with allow_transition(DOCTYPE, case.name):
		case.save()
	step_log.set_step_due_date(case)


def _write(entry: Document, how: Callable[[Document], Any] = Document.save) -> None:
	entry.flags.ignore_permissions = True  # allow: PERM-ignore-permissions staff have no write permission on the log; this service is its only writer
	with allow_transition(entry.doctype, None if entry.is_new() else entry.name):
		how(entry)


def _dues(case: Document) -> tuple[str, ...]:
	return tuple(str(case.get(field) or "") for field in ("step_due_on", "overall_due_on"))

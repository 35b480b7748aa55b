"""What the desk and programs call for a case: move it, ask what is missing and what can be done."""

import json
from functools import partial

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate

from social_assistance.domain.cases.evidence import ChecklistLine, list_evidence_to_request
from social_assistance.permissions.document_rights import may_write
from social_assistance.services.cases import checklist_hints, evidence, proposals, steps
from social_assistance.services.clock import today
from social_assistance.services.clocks import case_clock, clock_entries, holidays
from social_assistance.services.deadlock_retries import retry_on_deadlock
from social_assistance.services.procedure.templates import DOCTYPE, load_template


@frappe.whitelist(methods=["POST"])
def move_case(
	application: str,
	action: str,
	reason: str = "",
	remark: str = "",
	seen_state: str = "",
	seen_amount: str = "",
) -> dict:
	"""Move a case one step and return where it stands.

	Permission: the step service checks write on the stored case, the step's role, scope, kin and separation of duties.
	"""
	request = steps.MoveRequest(action, reason, remark, seen_state, seen_amount)
	return _standing(_move(application, request))


@frappe.whitelist(methods=["GET"])
def get_standing(application: str) -> dict:
	"""Where a case stands, what is missing and what the session's user can do.

	Permission: read on the case.
	"""
	case = frappe.get_doc(DOCTYPE, application)
	case.check_permission("read")
	return _standing(case) | {
		"checklist": _checklist(case),
		"actions": _actions(case),
		"steps": _steps(case),
		"missing_calendars": _missing_calendars(case),
		"clock": _clock(case),
		"proposal": proposals.get_proposal(case),
		"basis": proposals.get_basis(case),
		"papers": _papers(case),
		"signers": _signers(case),
	}


@frappe.whitelist(methods=["POST"])
def apply_workflow(doc: str | dict, action: str) -> dict:
	"""Stands in for frappe.model.workflow.apply_workflow, so that the desk's own action menu goes through the gates.

	Permission: the step service for cases, Frappe's own checks for every other document.
	"""
	return retry_on_deadlock(partial(_apply, doc, action))


def _apply(doc: str | dict, action: str) -> dict:
	values = json.loads(doc) if isinstance(doc, str) else doc
	if values.get("doctype") != DOCTYPE:
		from frappe.model.workflow import apply_workflow as frappe_apply_workflow

		return frappe_apply_workflow(doc, action)
	request = steps.MoveRequest(
		action,
		reason=str(values.get("step_reason") or ""),
		remark=str(values.get("step_remark") or ""),
		seen_state=str(values.get("workflow_state") or ""),
	)
	case = steps.move_case(str(values.get("name")), request)
	case.apply_fieldlevel_read_permissions()
	return case


@frappe.whitelist(methods=["POST"])
def apply_workflow_to_many(docnames: str | list[str], doctype: str, action: str) -> None:
	"""Stands in for frappe.model.workflow.bulk_workflow_approval: each document by itself, and every refusal in its own words.

	Permission: as for one document; a refused one stops no other.
	"""
	names = frappe.parse_json(docnames)
	refused = retry_on_deadlock(partial(_apply_to_each, doctype, names, action))
	frappe.clear_messages()
	if not refused:
		return
	title = _("{0} of {1} were refused").format(len(refused), len(names))
	text = "<br>".join(refused)
	if len(refused) == len(names):
		frappe.throw(text, title=title)
	frappe.msgprint(text, title=title, indicator="orange")


def _apply_to_each(doctype: str, names: list[str], action: str) -> list[str]:
	"""Why documents were refused; a deadlock undoes the others too, so that all of them are begun anew together."""
	return [text for text in (_apply_to_one(doctype, name, action) for name in names) if text]


def _apply_to_one(doctype: str, name: str, action: str) -> str | None:
	"""Why a document was refused, None when it was moved; a document out of sight is told as one that is missing."""
	if not frappe.db.exists(doctype, name) or not frappe.has_permission(doctype, "read", doc=name):
		return _("{0}: {1}").format(name, _("not found"))
	frappe.db.savepoint("workflow_of_one")
	try:
		_apply(frappe.get_doc(doctype, name).as_dict(), action)
	except (frappe.ValidationError, frappe.PermissionError) as refusal:
		frappe.db.rollback(save_point="workflow_of_one")  # allow: DB-manual-commit only the refused document
		return _("{0}: {1}").format(name, str(refusal))
	return None


def _move(application: str, request: steps.MoveRequest) -> Document:
	"""The move, begun anew when the database picks it as the victim of a deadlock with another case's."""
	return retry_on_deadlock(partial(steps.move_case, application, request))


def _standing(case: Document) -> dict:
	fields = (
		"name",
		"workflow_state",
		"current_step",
		"step_due_on",
		"case_status",
		"decided_amount",
		"benefit_award",
	)
	return {field: case.get(field) for field in fields}


def _clock(case: Document) -> dict:
	"""Light, days left, what the user may do with the clock, and its log."""
	profile = case.clock_profile and frappe.get_cached_value(
		"Clock Profile", case.clock_profile, "profile_title"
	)
	may = clock_entries.get_clock_options(case) if may_write(case) else {}
	return {
		"profile": profile,
		"paused_on": case.clock_paused_on,
		"overall_due_on": case.overall_due_on,
		"light": case_clock.get_deadline_status(case),
		"days_left": case_clock.count_days_left(case),
		"may": may,
		"log": clock_entries.list_clock_entries(case.name),
	}


def _missing_calendars(case: Document) -> list[int]:
	"""Years whose holidays are not on file although the due dates of the case depend on them."""
	days = [day for day in (case.step_due_on, case.overall_due_on) if day]
	return holidays.list_missing_years(today(), max(map(getdate, days))) if days else []


def _checklist(case: Document) -> list[dict]:
	lines = evidence.get_checklist(case, load_template(case.process_template))
	of_citizen = {need.key for need in list_evidence_to_request(lines)}
	return [_describe(case, line, line.requirement.key in of_citizen) for line in lines]


def _describe(case: Document, line: ChecklistLine, ask_citizen: bool) -> dict:
	"""A line of the checklist with what it lacks and where that is put right."""
	need = line.requirement
	hint = checklist_hints.Hint() if line.is_met else checklist_hints.get_hint(case, need.key)
	return {
		"key": need.key,
		"label": frappe._(need.label),
		"is_met": line.is_met,
		"ask_citizen": ask_citizen,
		"is_paper": evidence.is_paper(need.key),
		"from_platform": need.from_platform,
		"lacks": hint.text,
		"doctype": hint.doctype,
		"name": hint.name,
	}


def _papers(case: Document) -> list[dict]:
	"""The papers that a row of the evidence table can be, with their names."""
	papers = evidence.list_papers(case, load_template(case.process_template))
	return [{"key": need.key, "label": frappe._(need.label)} for need in papers]


def _signers(case: Document) -> list[dict]:
	"""Who signs pledge and authorisation, while the case is at the step that asks for it."""
	return checklist_hints.list_signers(case) if case.current_step == "AUTHORISE" else []


def _actions(case: Document) -> list[dict]:
	if not may_write(case):
		return []
	return steps.list_available_actions(case)


def _steps(case: Document) -> list[dict]:
	"""The sixteen steps in order with the state of each: done, skipped, current or ahead."""
	rows = frappe.get_all(
		"Application Step",
		filters={"application": case.name},
		fields=[
			"step_code",
			"step_name",
			"opened_on",
			"due_on",
			"done_on",
			"done_by",
			"action",
			"reason_code",
		],
		order_by="sequence",
	)
	latest = {row.step_code: row for row in rows}
	return [
		{
			"step_no": step.number,
			"step_code": step.code,
			"step_name": frappe._(step.name),
			**(latest.get(step.code) or {}),
		}
		| {"step_name": frappe._(step.name), "is_current": step.code == case.current_step}
		for step in load_template(case.process_template).steps
	]

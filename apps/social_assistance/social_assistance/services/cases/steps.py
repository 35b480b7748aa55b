"""The one way a case moves: lock, permission, separation of duties, reason, evidence gate, workflow, log, next clock."""

from dataclasses import dataclass

import frappe
from frappe import _
from frappe.model.document import Document

from social_assistance.constants import EXIT_STATES
from social_assistance.domain.cases.evidence import list_missing_evidence
from social_assistance.domain.errors import ProcessError
from social_assistance.domain.procedure.steps import (
	Move,
	MoveKind,
	ProcessTemplate,
	require_move,
	require_separation,
)
from social_assistance.exceptions import ReasonRequiredError, SeparationOfDutiesError, StepNotAllowedError
from social_assistance.permissions.document_rights import may_write
from social_assistance.permissions.exceptions import OutOfScopeError
from social_assistance.permissions.transition_permits import allow_transition
from social_assistance.services import clock
from social_assistance.services.cases import appraisals, evidence, proposals, step_effects
from social_assistance.services.cases.exceptions import (
	AppraisalRequiredError,
	MissingEvidenceError,
	StaleCaseError,
)
from social_assistance.services.clocks import case_clock, clock_entries
from social_assistance.services.procedure import step_log
from social_assistance.services.procedure.action_labels import get_action_label
from social_assistance.services.procedure.templates import (
	DOCTYPE,
	get_action_name,
	get_step_row,
	get_workflow_state,
	list_transitions,
	load_template,
)
from social_assistance.services.registry.kin import get_conflicted_users

# Where confirmation is delegated this step is skipped, unless the district must see the family (民发〔2021〕57号 art. 20).
DISTRICT_VISIT_STEP = "REVIEW"
# Moves that leave the step unfinished need no papers, only their reason.
UNGATED = (MoveKind.RETURN, MoveKind.SKIP, MoveKind.WITHDRAW, MoveKind.TERMINATE)
# What a family is told about must be said in words, not by a code alone.
REMARKED = (MoveKind.RETURN, MoveKind.REJECT, MoveKind.TERMINATE)


@dataclass(frozen=True)
class MoveRequest:
	"""What the user asks for: the workflow action, a reason code, a remark, and the state and amount the user saw."""

	action: str
	reason: str = ""
	remark: str = ""
	seen_state: str = ""
	seen_amount: str = ""


def move_case(application: str, request: MoveRequest) -> Document:
	"""Carry out a move as the session's user and return the case; refuses with a named error and changes nothing.

	Permission: write on the stored case (role, scope), a role of the transition, no kin conflict, duties separated.
	"""
	case = frappe.get_doc(DOCTYPE, application, for_update=True)
	template, intended = _judge(case, request)
	return _carry_out(case, template, intended, request)


def check_move(application: str, request: MoveRequest) -> Document:
	"""Refuse what `move` would refuse, without moving or locking anything; returns the case as it stands."""
	case = frappe.get_doc(DOCTYPE, application)
	_judge(case, request)
	return case


def list_available_actions(case: Document) -> list[dict]:
	"""Actions of the present step for the session's user: action, reasons, whether papers and a remark are needed."""
	if not case.current_step:
		return []
	template = load_template(case.process_template)
	return [
		{
			"action": get_action_name(template, way.transition),
			"label": _(get_action_label(way.transition, get_action_name(template, way.transition))),
			"leads_to": _(get_workflow_state(template, way.target)),
			"reasons": list(way.transition.reasons),
			"is_gated": way.kind not in UNGATED,
			"needs_remark": way.kind in REMARKED,
		}
		for way in template.moves(
			case.current_step, case.process_column, frappe.get_roles(), bool(list_reasons_against_skip(case))
		)
	]


def list_reasons_against_skip(case: Document) -> list[str]:
	"""Why the present step may not be skipped although it is conditional; empty when nothing calls for it."""
	if case.current_step == appraisals.STEP:
		return appraisals.list_appraisal_triggers(case)
	if case.current_step == DISTRICT_VISIT_STEP and (case.county_visit_required or case.spot_check):
		return ["District Visit Required"]
	return []


def _judge(case: Document, request: MoveRequest) -> tuple[ProcessTemplate, Move]:
	_check_access(case)
	_check_fresh(case, request)
	template = load_template(case.process_template)
	intended = _intended_move(case, template, request)
	_check_duties(case, intended)
	_check_skip(case, intended)
	_check_evidence(case, template, intended)
	step_effects.require_transition_ready(case, intended.transition)
	return template, intended


def _check_access(case: Document) -> None:
	if not may_write(case):
		frappe.throw(
			_(
				"Application {0} is not yours to handle: it belongs to another area, or your role does not handle cases."
			).format(case.name),
			OutOfScopeError,
		)


def _check_fresh(case: Document, request: MoveRequest) -> None:
	if request.seen_state and request.seen_state != case.workflow_state:
		frappe.throw(
			_("The case has moved on to {0} since you opened it. Reload the page.").format(
				_(case.workflow_state)
			),
			StaleCaseError,
		)
	proposal = proposals.get_proposal(case) if request.seen_amount else None
	if proposal and proposal["amount"] != request.seen_amount:
		frappe.throw(
			_("The amount is now {0} yuan a month, no longer the {1} that you saw. Reload the page.").format(
				proposal["amount"], request.seen_amount
			),
			StaleCaseError,
		)


def _intended_move(case: Document, template: ProcessTemplate, request: MoveRequest) -> Move:
	ways = list_transitions(template, case.current_step, request.action) if case.current_step else []
	if not ways:
		frappe.throw(
			_("{0} is not possible while the case is at {1}.").format(
				_(request.action), _(case.workflow_state)
			),
			StepNotAllowedError,
		)
	try:
		found = require_move(
			template,
			case.current_step,
			case.process_column,
			ways[0].kind,
			frappe.get_roles(),
			target=ways[0].target,
			reason=request.reason,
		)
	except ProcessError as error:
		_refuse_move(error, case, request, ways)
	if found.kind in REMARKED and not request.remark.strip():
		frappe.throw(
			_("{0} needs a remark that the family can understand.").format(_(request.action)),
			ReasonRequiredError,
		)
	return found


def _refuse_move(error: ProcessError, case: Document, request: MoveRequest, ways: list) -> None:
	if error.code in ("process_reason_needed", "process_reason_unknown"):
		codes = ", ".join(f"{_(code)} ({code})" for code in ways[0].reasons)
		frappe.throw(
			_("{0} needs a reason. Choose one of: {1}.").format(_(request.action), codes), ReasonRequiredError
		)
	roles = ", ".join(_(role) for role in dict.fromkeys(way.role for way in ways))
	frappe.throw(
		_("Step {0}: {1} is for the role {2}.").format(_(case.workflow_state), _(request.action), roles),
		StepNotAllowedError,
	)


def _check_duties(case: Document, intended: Move) -> None:
	"""Nobody decides a case of kin, nor two steps that the template separates (民发〔2021〕57号 art. 11, 20)."""
	try:
		require_separation(
			intended,
			step_log.list_completed_steps(case.name),
			frappe.session.user,
			get_conflicted_users(case),
		)
	except ProcessError as error:
		if error.code == "process_recused":
			message = _("You are registered as a near relative in this case. Another officer must handle it.")
		else:
			other = _(get_step_row(case.process_template, error.params["other"]).step_name)
			message = _(
				"You did the step {0} of this case yourself; {1} must be done by another person."
			).format(other, _(case.workflow_state))
		frappe.throw(message, SeparationOfDutiesError)


def _check_skip(case: Document, intended: Move) -> None:
	"""A disputed case is appraised (中办发〔2020〕18号 (24)); the district sees kin and sampled cases, delegated or not."""
	reasons = list_reasons_against_skip(case) if intended.kind is MoveKind.SKIP else []
	if not reasons:
		return
	words = "; ".join(_(reason) for reason in reasons)
	if case.current_step == appraisals.STEP:
		message = _("{0} cannot be skipped: {1}. Hold the meeting and record it.")
		frappe.throw(message.format(_(case.workflow_state), words), AppraisalRequiredError)
	message = _("{0} cannot be skipped: {1}. The district reviewer visits the family and gives the opinion.")
	frappe.throw(message.format(_(case.workflow_state), words), StepNotAllowedError)


def _check_evidence(case: Document, template: ProcessTemplate, intended: Move) -> None:
	if intended.kind in UNGATED:
		return
	lacking = list_missing_evidence(evidence.get_checklist(case, template))
	if lacking:
		items = "".join(
			f"<li>{frappe.utils.escape_html(evidence.wording(case, need))}</li>" for need in lacking
		)
		frappe.throw(
			_("Step {0} cannot be left yet. Not on file:").format(_(case.workflow_state))
			+ f"<ul>{items}</ul>",
			MissingEvidenceError,
			title=_("Evidence Missing"),
		)


def _carry_out(case: Document, template: ProcessTemplate, intended: Move, request: MoveRequest) -> Document:
	left, target = case.current_step, intended.target
	clock_entries.end_pause(case)
	due_before = case.overall_due_on
	with allow_transition(DOCTYPE, case.name):
		step_effects.apply_exit_effects(case, intended.transition, request.remark)
		case.workflow_state = get_workflow_state(template, target)
		case.current_step = None if target in EXIT_STATES else target
		case_clock.set_due_dates(case, clock.today())
		step_effects.apply_entry_effects(case)
		case.save()
	step_log.close_step(case, left, intended, request)
	for code in intended.passed:
		step_log.record_passed_step(case, code)
	if case.current_step:
		step_log.open_step(case)
	clock_entries.record_notice_days(case, due_before)
	case.add_comment("Workflow", _(case.workflow_state))
	return case

"""What leaving a step does beyond moving the case: numbers, frozen snapshots, the decision and the award.

Each function receives the locked case and the remark of the move; the step service saves the case afterwards.
"""

from collections.abc import Callable

import frappe
from frappe import _
from frappe.model.document import Document

from social_assistance.constants import EXIT_STATES
from social_assistance.domain.cases.evidence import build_correction_notice
from social_assistance.domain.errors import ProcessError
from social_assistance.domain.periods import Month, add_months
from social_assistance.domain.procedure.steps import MoveKind, Transition
from social_assistance.exceptions import StepNotAllowedError
from social_assistance.services import clock
from social_assistance.services.awards import grants, review_dates
from social_assistance.services.cases import (
	aid_causes,
	decisions,
	district_file_review,
	evidence,
	visit_planning,
)
from social_assistance.services.cases.exceptions import (
	CorrectionAlreadySentError,
	MissingEvidenceError,
	NothingToCorrectError,
)
from social_assistance.services.cases.snapshots import create_case_snapshot
from social_assistance.services.clocks import case_clock
from social_assistance.services.domain_errors import throw_domain_error
from social_assistance.services.numbering import take_number
from social_assistance.services.policy import in_force
from social_assistance.services.policy.schemes import is_paid_once
from social_assistance.services.procedure.templates import load_template
from social_assistance.services.registry import kin

CORRECTION_REFUSALS = {
	"correction_already_sent": CorrectionAlreadySentError,
	"correction_nothing_missing": NothingToCorrectError,
}


def apply_exit_effects(case: Document, way: Transition, remark: str) -> None:
	"""Run the effect of a transition, if it has one; an exit becomes the case's status."""
	effect = EFFECTS.get((way.step, way.kind.value))
	if effect:
		effect(case, remark)
	if way.kind is MoveKind.RETURN:
		evidence.reopen_papers(case, way.target)
	if way.target in EXIT_STATES:
		case.case_status = way.target


def require_transition_ready(case: Document, way: Transition) -> None:
	"""Refuse a transition whose opinion, result or number of corrections does not fit; changes nothing."""
	ready = CONDITIONS.get((way.step, way.kind.value))
	if ready:
		ready(case)


def apply_entry_effects(case: Document) -> None:
	"""Run what begins with the step that the case has reached."""
	if case.current_step == "MAINTAIN":
		_begin_maintenance(case)
	if case.current_step == district_file_review.STEP:
		district_file_review.prepare_file_checks(case)


def _accept(case: Document, remark: str) -> None:
	"""Acceptance starts the clock and fixes the rules of that day (民发〔2021〕57号 art. 10)."""
	today = clock.today()
	case.accepted_on = today
	case.acceptance_no = take_number("SL", today)
	case.policy_version = in_force.get_policy_in_force(case.division, today)
	case_clock.assign_clock_profile(case, today)
	create_case_snapshot(case, "ACCEPT")


def _papers_to_correct(case: Document) -> list[str]:
	"""What the one correction notice asks for, from the checklist; refuses a second notice and an empty one.

	Source: 民发〔2021〕57号 art. 10 (一次性补正).
	"""
	lines = evidence.papers_to_correct(case, load_template(case.process_template))
	try:
		wanted = build_correction_notice(lines, bool(case.correction_sent_on))
	except ProcessError as error:
		throw_domain_error(error, "Evidence", CORRECTION_REFUSALS[error.code])
	return [evidence.wording(case, need) for need in wanted]


def _send_correction(case: Document, remark: str) -> None:
	case.correction_items = "\n".join(_papers_to_correct(case))
	case.correction_sent_on = clock.today()


def _register_kin(case: Document, remark: str) -> None:
	kin.match_case_kin(case)


def _propose(case: Document, remark: str) -> None:
	_take_assessment(case)
	create_case_snapshot(case, "INITIAL")


def _return_to_township(case: Document, remark: str) -> None:
	case.is_returned = int(not _confirms_itself(case))


def _confirms_itself(case: Document) -> bool:
	authority = frappe.get_cached_value("Process Template", case.process_template, "decision_authority")
	return bool(authority == "Township")


def _confirm(case: Document, remark: str) -> None:
	_require_cause(case)  # an emergency may come here before its acceptance
	decision = decisions.issue_decision(case, "Confirmed", remark)
	case.application_decision = decision.name
	case.decided_amount = decision.monthly_amount
	case.benefit_award = grants.grant_award(case.name, decision.name)
	case.case_status = "Confirmed"
	create_case_snapshot(case, "DECIDE")


def _refuse(case: Document, remark: str) -> None:
	case.application_decision = decisions.issue_decision(case, "Refused", remark).name
	create_case_snapshot(case, "DECIDE")


def _begin_maintenance(case: Document) -> None:
	"""However the case came here, its first review has a day from now on."""
	case.case_status = "In Payment"
	if case.benefit_award:
		case.next_review_on = review_dates.schedule_next_review(case.benefit_award, clock.today())


def _may_leave_maintenance(case: Document) -> None:
	"""Only a decided review ends the benefit; a gradual exit is first paid to its last month, a sum paid once ends by itself."""
	if is_paid_once(case.scheme):
		_require_paid(case)
		return
	if case.review_result not in ("Stop", "Gradual Exit"):
		frappe.throw(
			_(
				"The review result is {0}: the case leaves maintenance only with the result Stop or Gradual Exit."
			).format(_(case.review_result)),
			StepNotAllowedError,
		)
	last = (
		frappe.db.get_value("Benefit Award", case.benefit_award, "end_month") if case.benefit_award else None
	)
	if case.review_result == "Gradual Exit" and last and last > str(Month.of(clock.today())):
		frappe.throw(
			_("The gradual exit is paid until {0}. The case leaves maintenance in that month.").format(last),
			StepNotAllowedError,
		)


def _require_paid(case: Document) -> None:
	"""The follow-up of an emergency ends when its sum is paid (民发〔2018〕23号); there is no benefit to review."""
	award = case.benefit_award
	if award and frappe.db.get_value("Benefit Award", award, "award_status") != grants.STOPPED:
		frappe.throw(
			_(
				"The sum of this case is not paid yet. It is closed on the day after the bank has confirmed the payment."
			),
			StepNotAllowedError,
		)


def _require_cause(case: Document) -> None:
	for _field, problem in aid_causes.list_cause_problems(case, str(case.name)):
		frappe.throw(problem, MissingEvidenceError)


def _leave_maintenance(case: Document, remark: str) -> None:
	create_case_snapshot(case, "MAINTAIN")


def _archive(case: Document, remark: str) -> None:
	"""End what is still open of the award and file the case for the years that the policy asks for."""
	today = clock.today()
	if case.benefit_award:
		_end_award(case, str(Month.of(today)))
	rules = in_force.get_policy_parameters(in_force.get_policy_in_force(case.division, today))
	case.archive_no = take_number("DA", today)
	case.retain_until = add_months(today, 12 * rules.administration.retention_years)


def _end_award(case: Document, this_month: str) -> None:
	award = frappe.db.get_value(
		"Benefit Award", case.benefit_award, ["award_status", "end_month", "valid_until"], as_dict=True
	)
	if award.valid_until and award.valid_until >= clock.today():
		return  # a recognition outlives the filing of its case and ends by itself
	if award.award_status != grants.STOPPED:
		last = min(award.end_month or this_month, this_month)
		grants.stop_award(case.benefit_award, last, case.exit_reason)


def _opinion_is(field: str, wanted: str) -> Callable[[Document], None]:
	"""The condition that an opinion says what the move says."""

	def require(case: Document) -> None:
		_require_opinion(case, field, wanted)

	return require


def _require_opinion(case: Document, field: str, wanted: str) -> None:
	if case.get(field) != wanted:
		frappe.throw(
			_("{0} must be {1} for this move.").format(_(case.meta.get_label(field)), _(wanted)),
			MissingEvidenceError,
		)


def _take_assessment(case: Document) -> None:
	found = frappe.db.get_value(
		"Means Assessment",
		{"application": case.name, "docstatus": 1},
		["name", "total_amount"],
		order_by="creation desc",
		as_dict=True,
	)
	case.means_assessment, case.proposed_amount = found.name, found.total_amount


CONDITIONS: dict[tuple[str, str], Callable[[Document], object]] = {
	("ACCEPT", "Return"): _papers_to_correct,
	("ACCEPT", "Forward"): _require_cause,
	("INITIAL", "Forward"): _opinion_is("township_opinion", "Approve"),
	("INITIAL", "Reject"): _opinion_is("township_opinion", "Refuse"),
	("VISIT", "Terminate"): visit_planning.require_recorded_refusal,
	("REVIEW", "Return"): district_file_review.require_returnable_file,
	("DECIDE", "Forward"): _opinion_is("district_opinion", "Approve"),
	("MAINTAIN", "Forward"): _may_leave_maintenance,
}
EFFECTS: dict[tuple[str, str], Callable] = {
	("ACCEPT", "Forward"): _accept,
	("ACCEPT", "Return"): _send_correction,
	("KIN_RECORD", "Forward"): _register_kin,
	("INITIAL", "Forward"): _propose,
	("INITIAL", "Reject"): _propose,
	("REVIEW", "Return"): _return_to_township,
	("DECIDE", "Forward"): _confirm,
	("DECIDE", "Reject"): _refuse,
	("MAINTAIN", "Forward"): _leave_maintenance,
	("EXIT", "Close"): _archive,
}

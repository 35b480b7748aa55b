"""Who does what with a review: the township proposes, the district decides, sends back, holds a payment back."""

from datetime import date

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate

from social_assistance.constants import (
	DISTRICT_APPROVER,
	DISTRICT_REVIEWER,
	TOWNSHIP_CLERK,
	TOWNSHIP_REVIEWER,
)
from social_assistance.domain.awards.review_results import ReviewResult
from social_assistance.domain.periods import Month
from social_assistance.exceptions import ReasonRequiredError, SeparationOfDutiesError, StepNotAllowedError
from social_assistance.permissions.document_rights import may_write
from social_assistance.permissions.exceptions import OutOfScopeError
from social_assistance.permissions.transition_permits import allow_transition
from social_assistance.services import clock
from social_assistance.services.awards import grants, review_dates
from social_assistance.services.numbering import take_number
from social_assistance.services.policy import legal_articles
from social_assistance.services.registry.kin import get_conflicted_users
from social_assistance.services.reviews import review_outcome, tasks
from social_assistance.services.reviews.exceptions import ExitNoticeError, ReviewSheetError, ReviewStateError

ROLES = {
	"propose": (TOWNSHIP_CLERK, TOWNSHIP_REVIEWER),
	"decide": (DISTRICT_APPROVER,),
	"return": (DISTRICT_REVIEWER, DISTRICT_APPROVER),
	"suspend": (DISTRICT_REVIEWER, DISTRICT_APPROVER),
	"cancel": (DISTRICT_REVIEWER,),
}
SOURCES = {
	"propose": (tasks.OPEN,),
	"decide": (tasks.PROPOSED,),
	"return": (tasks.PROPOSED,),
	"suspend": tasks.UNDER_REVIEW,
	"cancel": tasks.UNDER_REVIEW,
}


def propose_review_result(name: str) -> Document:
	"""Put the sheet before the district; refuses a result that the sheet does not carry."""
	task = _taken(name, "propose")
	review_outcome.require_supported_result(task)
	if not (task.findings or "").strip() or not (task.proposal_text or "").strip():
		frappe.throw(
			_("Findings and Reasons of the Township: write both, the family will read them."),
			ReviewSheetError,
		)
	amount_after = review_outcome.compute_amount_after(task)
	return _save(
		task,
		review_status=tasks.PROPOSED,
		amount_before=frappe.db.get_value("Benefit Award", task.award, "monthly_amount"),
		amount_after=amount_after,
		proposed_by=frappe.session.user,
		proposed_on=clock.now(),
	)


def send_back_review(name: str, remark: str) -> Document:
	"""Give the sheet back to the township with what it lacks; a notice that was posted has to be posted again."""
	task = _taken(name, "return")
	_require_words(remark)
	task.add_comment("Info", _("Returned to the township: {0}").format(remark))
	task.update(dict.fromkeys(tasks.NOTICE))
	return _save(task, review_status=tasks.OPEN, proposed_by=None, proposed_on=None, amount_after=0)


def cancel_review(name: str, remark: str) -> Document:
	"""Give up a review that was opened by mistake."""
	task = _taken(name, "cancel")
	_require_words(remark)
	if task.review_cause in ("Review Due", "Annual Review"):
		frappe.throw(_("A review that is due cannot be given up; it is to be decided."), ReviewStateError)
	task.add_comment("Info", _("Review given up: {0}").format(remark))
	return _save(task, review_status=tasks.CANCELLED, open_task_key=None)


def require_decidable_review(name: str) -> Document:
	"""Refuse what `decide` would refuse, without deciding anything; returns the review."""
	task = _taken(name, "decide")
	if frappe.session.user in (task.proposed_by, task.owner):
		frappe.throw(
			_("You proposed this review yourself; it must be decided by another person."),
			SeparationOfDutiesError,
		)
	review_outcome.require_supported_result(task)
	_require_notice(task)
	return task


def decide_review(name: str, remark: str = "") -> Document:
	"""Agree with the proposal: number, award, case and next review in one transaction."""
	task = require_decidable_review(name)
	_resume(task)
	result = ReviewResult(task.proposed_result)
	today = clock.today()
	task.decision_text = remark.strip() or task.proposal_text
	change = review_outcome.change_award(task, result)
	next_on = None
	if result not in (ReviewResult.STOP, ReviewResult.GRADUAL_EXIT):
		next_on = review_dates.schedule_next_review(task.award, today)
	review_outcome.update_case_review(task, next_on)
	return _save(
		task,
		review_status=tasks.DECIDED,
		open_task_key=None,
		decision_no=take_number("FH", today),
		decided_by=frappe.session.user,
		decided_on=today,
		clause=_clause(task, result, today),
		award_change=change.name if change else None,
		from_month=change.from_month if change else None,
		overpaid_amount=change.overpaid_amount if change else 0,
		next_review_on=next_on,
	)


def _clause(task: Document, result: ReviewResult, day: date) -> str:
	"""What the family does not meet any more, then the article by which the benefit changes or ends."""
	reasons = [task.exit_reason] if task.exit_reason else []
	changed_by = legal_articles.cite(result.value, task.scheme, day, reasons)
	findings = legal_articles.findings_of(task.means_assessment)
	if not findings:
		return changed_by
	not_met = legal_articles.cite_findings(task.scheme, day, findings)
	return "；".join(dict.fromkeys([*not_met.split("；"), *changed_by.split("；")]))


def suspend_reviewed_award(name: str, grounds: str) -> Document:
	"""Keep back the payment of one period while the review runs; without a decision it is paid with the next run."""
	task = _taken(name, "suspend")
	_require_words(grounds)
	if task.suspended_on:
		frappe.throw(
			_("The payment was held back once for this review. A second period needs a decision to stop."),
			ReviewStateError,
		)
	if frappe.db.get_value("Benefit Award", task.award, "award_status") != grants.ACTIVE:
		frappe.throw(_("Only an award in payment can be held back."), ReviewStateError)
	grants.suspend_award(task.award, grounds)
	month = Month.of(clock.today())
	return _save(
		task, suspended_on=clock.today(), suspended_month=str(month), suspension_text=grounds, resumed_on=None
	)


def end_expired_suspensions(today: date) -> int:
	"""Resume every award whose one period of suspension is over; called by the scheduler."""
	over = frappe.get_all(
		tasks.DOCTYPE,
		filters={"suspended_month": ("<", str(Month.of(today))), "resumed_on": ("is", "not set")},
		pluck="name",
	)
	for name in over:
		task = frappe.get_doc(  # allow: PERF-read-in-loop each is locked with its award; a handful a month
			tasks.DOCTYPE, name, for_update=True
		)
		task.flags.ignore_permissions = (
			True  # allow: PERM-ignore-permissions the scheduler keeps the limit of the law, no user involved
		)
		_resume(task)
		_save(task)
	return len(over)


def _taken(name: str, action: str) -> Document:
	"""The locked review, once role, scope, state and kin allow the action."""
	task = frappe.get_doc(tasks.DOCTYPE, name, for_update=True)
	if not may_write(task):
		frappe.throw(_("Review {0} is not yours to handle.").format(name), OutOfScopeError)
	if not set(ROLES[action]) & set(frappe.get_roles()):
		roles = ", ".join(_(role) for role in ROLES[action])
		frappe.throw(_("This action needs the role {0}.").format(roles), StepNotAllowedError)
	if task.review_status not in SOURCES[action]:
		frappe.throw(
			_("The review of {0} is {1}. Reload the page.").format(
				task.applicant_name, _(task.review_status)
			),
			ReviewStateError,
		)
	if task.application:
		case = frappe.get_doc("Assistance Application", task.application)
		if frappe.session.user in get_conflicted_users(case):
			frappe.throw(
				_("You are registered as a near relative in this case. Another officer must handle it."),
				SeparationOfDutiesError,
			)
	return task


def _require_words(text: str) -> None:
	if not (text or "").strip():
		frappe.throw(_("Say why in words that the other side can understand."), ReasonRequiredError)


def _require_notice(task: Document) -> None:
	"""特困: the intended end is posted first, and the period must be over (民发〔2021〕43号 art. 26)."""
	if not task.needs_exit_notice:
		return
	if not (task.exit_notice_on and task.exit_notice_place and task.exit_notice_photo):
		frappe.throw(
			_("Notice of the Intended End: post it first, with place, day and photo."), ExitNoticeError
		)
	if clock.today() <= getdate(task.exit_notice_ends_on):
		frappe.throw(
			_("Notice of the Intended End: it runs until {0}. Decide afterwards.").format(
				frappe.format(task.exit_notice_ends_on, "Date")
			),
			ExitNoticeError,
		)


def _resume(task: Document) -> None:
	"""A decision, or the end of its one period, ends the suspension."""
	if not task.suspended_on or task.resumed_on:
		return
	if frappe.db.get_value("Benefit Award", task.award, "award_status") == grants.SUSPENDED:
		grants.resume_award(task.award)
	task.resumed_on = clock.today()


def _save(task: Document, **values: object) -> Document:
	with allow_transition(tasks.DOCTYPE, task.name):
		task.update(values)
		task.save()
	task.notify_update()
	return task

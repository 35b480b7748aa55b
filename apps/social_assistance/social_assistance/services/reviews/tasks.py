"""复核: one review of one award, opened when it is due or a change is reported, and who may still write its sheet.

Proposing, deciding and suspending are `review_decisions`; reviews of a whole district are made by `engines.reviews`.
"""

from datetime import date

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate

from social_assistance.domain.clocks.time_limits import compute_notice_period
from social_assistance.domain.periods import add_months
from social_assistance.services import clock
from social_assistance.services.awards.grants import STOPPED
from social_assistance.services.clocks.deadlines import get_work_calendar
from social_assistance.services.policy import in_force
from social_assistance.services.registry.divisions import get_township
from social_assistance.services.reviews.exceptions import ReviewOpenError, ReviewStateError

DOCTYPE = "Review Task"
OPEN, PROPOSED, DECIDED, CANCELLED = "Open", "Proposed", "Decided", "Cancelled"
UNDER_REVIEW = (OPEN, PROPOSED)
HOUSEHOLD_CHANGED = "Household Changed"
# 民发〔2021〕43号 art. 26: the intended end of 特困 is posted for seven days.
NOTICED_COLUMN = "EXTREME"
# The posting of an intended end.
NOTICE = ("exit_notice_on", "exit_notice_place", "exit_notice_photo", "exit_objection")


def open_review(award: str, cause: str, **reported: object) -> Document:
	"""Open a review as the session's user; one award has one open review at a time."""
	return frappe.get_doc({"doctype": DOCTYPE, "award": award, "review_cause": cause, **reported}).insert()


def fill_review_task(task: Document) -> None:
	"""What a review takes from its award; called by the controller."""
	if task.is_new():
		_take_award(task)
	task.township = get_township(task.division)
	task.needs_exit_notice = int(_needs_notice(task))
	_set_notice_end(task)


def _take_award(task: Document) -> None:
	award = frappe.get_doc("Benefit Award", task.award)
	if award.award_status == STOPPED:
		frappe.throw(
			_("Award {0} is stopped; there is nothing to review.").format(award.award_no), ReviewStateError
		)
	_refuse_second(award)
	case = frappe.db.get_value("Assistance Application", award.application, "applicant_name")
	task.update(
		{
			"household": award.household,
			"application": award.application,
			"scheme": award.scheme,
			"division": award.division,
			"applicant_name": case or award.payee_name,
			"review_status": OPEN,
			"amount_before": award.monthly_amount,
			"open_task_key": award.name,
			"due_on": _due_on(task, award),
		}
	)


def _refuse_second(award: Document) -> None:
	"""The unique key decides when two clerks open one at the same moment; this says it in words."""
	other = frappe.db.get_value(DOCTYPE, {"open_task_key": award.name})
	if other:
		frappe.throw(
			_("Award {0} is under review already (opened on {1}). Continue that review.").format(
				award.award_no, frappe.format(frappe.db.get_value(DOCTYPE, other, "creation"), "Date")
			),
			ReviewOpenError,
		)


def _due_on(task: Document, award: Document) -> date | None:
	today = clock.today()
	if task.review_cause == "Death":
		rules = in_force.get_policy_parameters(
			in_force.get_policy_in_force(award.division, today)
		).administration
		return add_months(getdate(task.changed_on or today), rules.death_review_months)
	if task.review_cause == "Review Due" and award.next_review_on:
		return max(today, getdate(award.next_review_on))
	days = frappe.db.get_single_value("Assistance Settings", "review_working_days") or 15
	return get_work_calendar(today).add_working_days(today, int(days))


def _needs_notice(task: Document) -> bool:
	column = frappe.get_cached_value("Assistance Scheme", task.scheme, "process_column")
	return column == NOTICED_COLUMN and task.proposed_result == "Stop" and task.exit_reason != "Death"


def _set_notice_end(task: Document) -> None:
	if not task.exit_notice_on:
		task.exit_notice_ends_on = None
		return
	posted = getdate(task.exit_notice_on)
	rules = in_force.get_policy_parameters(in_force.get_policy_in_force(task.division, posted)).administration
	task.exit_notice_ends_on = compute_notice_period(
		posted, rules.notice_days, get_work_calendar(posted), rules.notice_closes_on_working_day
	).last_day

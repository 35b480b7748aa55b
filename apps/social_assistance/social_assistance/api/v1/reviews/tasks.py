"""What the desk and programs call for reviews: propose, decide, send back, suspend, give up; and annual campaigns."""

from typing import Any

import frappe

from social_assistance.engines.reviews import due_reviews as review_runs
from social_assistance.engines.reviews import review_progress
from social_assistance.engines.runs import handing_over, presses
from social_assistance.services.reviews import campaign_runs, review_decisions, tasks

STANDING = (
	"name",
	"review_status",
	"proposed_result",
	"amount_before",
	"amount_after",
	"decision_no",
	"from_month",
	"award_change",
	"overpaid_amount",
	"next_review_on",
)
CAMPAIGN_STANDING = (
	"name",
	"run_status",
	"progress",
	"award_count",
	"task_count",
	"already_count",
	"failure",
)


@frappe.whitelist(methods=["POST"])
def propose(review: str) -> dict[str, Any]:
	"""Put the sheet before the district.

	Permission: the review service checks write on the stored review, township role, scope and kin.
	"""
	return _standing(review_decisions.propose_review_result(review))


@frappe.whitelist(methods=["POST"])
def decide(review: str, remark: str = "") -> dict[str, Any]:
	"""Agree with the proposal; the award changes and the family can be told.

	Permission: the review service checks write on the stored review, approver's role, scope, kin and a second person.
	"""
	return _standing(review_decisions.decide_review(review, remark))


@frappe.whitelist(methods=["POST"])
def send_back(review: str, remark: str) -> dict[str, Any]:
	"""Give the sheet back to the township.

	Permission: the review service checks write on the stored review, district role, scope and kin.
	"""
	return _standing(review_decisions.send_back_review(review, remark))


@frappe.whitelist(methods=["POST"])
def suspend(review: str, grounds: str) -> dict[str, Any]:
	"""Keep back the payment of one period.

	Permission: the review service checks write on the stored review, district role, scope and kin.
	"""
	return _standing(review_decisions.suspend_reviewed_award(review, grounds))


@frappe.whitelist(methods=["POST"])
def cancel(review: str, remark: str) -> dict[str, Any]:
	"""Give up a review that was opened by mistake.

	Permission: the review service checks write on the stored review, district reviewer's role, scope and kin.
	"""
	return _standing(review_decisions.cancel_review(review, remark))


@frappe.whitelist(methods=["POST"])
def start_campaign(campaign: str, now: bool = False) -> dict[str, Any]:
	"""Begin or resume an annual review; `now` waits for a small one, large ones are always queued.

	Permission: write on the stored run, and the reviewer's role.
	"""
	_check_campaign(campaign, "write")
	review_runs.start_review_campaign(campaign, now=now)
	return _campaign(campaign)


@frappe.whitelist(methods=["POST"])
def stop_campaign(campaign: str) -> dict[str, Any]:
	"""Stop after the batch at hand; the run can be resumed.

	Permission: write on the stored run, and the reviewer's role.
	"""
	_check_campaign(campaign, "write")
	presses.stop_run(campaign_runs.DOCTYPE, campaign)
	return _campaign(campaign)


@frappe.whitelist(methods=["POST"])
def discard_campaign(campaign: str) -> dict[str, Any]:
	"""Give up a campaign that has made no reviews yet.

	Permission: write on the stored run, and the reviewer's role.
	"""
	_check_campaign(campaign, "write")
	handing_over.require_idle(campaign_runs.DOCTYPE, campaign)
	campaign_runs.STATES.move(campaign, "discard")
	presses.drop_discarded_work(campaign_runs.DOCTYPE, campaign)
	return _campaign(campaign)


@frappe.whitelist(methods=["GET"])
def campaign_progress(campaign: str) -> list[dict[str, Any]]:
	"""Reviews of a campaign by township: all, open, proposed, decided, overdue; rows of the reader's own area.

	Permission: read on the stored run.
	"""
	_check_campaign(campaign, "read")
	return review_progress.list_progress_by_township(campaign=campaign)


def _check_campaign(name: str, right: str) -> None:
	frappe.get_doc(campaign_runs.DOCTYPE, name).check_permission(right)


def _standing(task: Any) -> dict[str, Any]:
	return dict(frappe.db.get_value(tasks.DOCTYPE, task.name, STANDING, as_dict=True))


def _campaign(name: str) -> dict[str, Any]:
	return dict(frappe.db.get_value(campaign_runs.DOCTYPE, name, CAMPAIGN_STANDING, as_dict=True))

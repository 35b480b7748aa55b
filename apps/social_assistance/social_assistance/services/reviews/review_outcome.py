"""What a review's sheet carries and what its decision does: the amount, the award, the case."""

import json
from datetime import date
from decimal import Decimal

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate

from social_assistance.domain.awards.gradual_exit import ExitMonth, build_exit_schedule
from social_assistance.domain.awards.review_results import (
	DATED_CHANGES,
	Assessed,
	ReviewResult,
	ReviewSheet,
	compute_first_month_changed,
	require_complete_sheet,
)
from social_assistance.domain.cases.evidence import is_current
from social_assistance.domain.errors import ReviewError
from social_assistance.domain.means import entitlement
from social_assistance.domain.money import ZERO, from_storage
from social_assistance.domain.periods import Month
from social_assistance.domain.policy.parameters import PolicyParameters
from social_assistance.permissions.transition_permits import allow_transition
from social_assistance.services import clock
from social_assistance.services.awards import changes
from social_assistance.services.awards.changes import ChangeGround
from social_assistance.services.cases.snapshots import create_case_snapshot
from social_assistance.services.domain_errors import translate_domain_error
from social_assistance.services.policy import in_force
from social_assistance.services.reviews import event_months
from social_assistance.services.reviews.exceptions import ReviewSheetError

CHANGE_KINDS = {"Death": "Death", "Imprisonment": "Imprisonment"}
MEMBER_CHANGE = "Member Change"


def require_supported_result(task: Document) -> None:
	"""Refuse a result that the review's own sheet does not carry, naming the field (民发〔2021〕57号 art. 31, 32)."""
	if not task.proposed_result:
		frappe.throw(_("Choose the result of the review."), ReviewSheetError)
	sheet = ReviewSheet(
		result=ReviewResult(task.proposed_result),
		amount_before=_paid_now(task),
		assessed=_assessed(task),
		exit_reason=task.exit_reason or "",
		is_verified=bool(task.verification_no and task.verified_on) and _is_current(task),
		is_visited=bool(task.visited_on and task.visitors),
		changed_on=_event_day(task),
		needs_assessment=bool(task.application),
		change_kind=_event_kind(task),
	)
	try:
		require_complete_sheet(sheet)
	except ReviewError as error:
		frappe.throw(translate_domain_error(error, task.meta.get_label(error.field)), ReviewSheetError)


def _is_current(task: Document) -> bool:
	"""Whether the report of the verification is as young as the policy asks."""
	version = in_force.get_policy_in_force(task.division, clock.today())
	months = in_force.get_policy_parameters(version).administration.verification_valid_months
	return is_current(getdate(task.verified_on), months, clock.today())


def compute_amount_after(task: Document) -> Decimal:
	"""What would be paid monthly: the first month of a gradual exit, nothing after a stop."""
	result = ReviewResult(task.proposed_result)
	if result is ReviewResult.STOP:
		return ZERO
	if result is ReviewResult.MAINTAIN:
		return _paid_now(task)
	if result is ReviewResult.GRADUAL_EXIT:
		return _exit_schedule(task, _rules(task))[0].amount
	found = _assessed(task)
	return found.amount if found else ZERO


def change_award(task: Document, result: ReviewResult) -> Document | None:
	"""The Award Change of the decision; None when everything stays."""
	version = in_force.get_policy_in_force(task.division, clock.today())
	rules = in_force.get_policy_parameters(version)
	if result is ReviewResult.MAINTAIN:
		return None
	if result is ReviewResult.GRADUAL_EXIT:
		ground = ChangeGround("Gradual Exit", task.decision_text, version)
		return changes.start_gradual_exit(task.award, _exit_schedule(task, rules), ground)
	usual = entitlement.compute_start_month(rules, clock.today())
	first = compute_first_month_changed(
		result, task.exit_reason or "", _event_day(task), usual, _event_kind(task)
	)
	if result is ReviewResult.STOP:
		ground = ChangeGround(CHANGE_KINDS.get(task.exit_reason, "Stop"), task.decision_text, version)
		return changes.end_award(task.award, first, task.exit_reason, ground)
	kind = _event_kind(task)
	ground = ChangeGround(
		CHANGE_KINDS.get(kind, MEMBER_CHANGE) if kind in DATED_CHANGES else "Review",
		task.decision_text,
		version,
	)
	sheet = frappe.get_doc("Means Assessment", task.means_assessment)
	started = Month.parse(frappe.db.get_value("Benefit Award", task.award, "start_month"))
	first = max(first, started)
	return changes.replace_parts(
		task.award, first, event_months.parts_from(sheet, first), ground, _covered(sheet)
	)


def _covered(sheet: Document) -> list[str] | None:
	"""People whom the new means test covers; unknown for a sheet that was entered without its calculation."""
	result = json.loads(sheet.result_data or "{}").get("result") or {}
	return result.get("covered") or None


def _event_kind(task: Document) -> str:
	"""What happened: the reported change, or the cause of the review where it says so itself."""
	if task.change_kind:
		return str(task.change_kind)
	return str(task.review_cause) if task.review_cause in DATED_CHANGES else ""


def _event_day(task: Document) -> date | None:
	return getdate(task.changed_on) if task.changed_on else None


def update_case_review(task: Document, next_on: date | None) -> None:
	"""The case shows the result of its last review and keeps the facts it rests on."""
	if not task.application:
		return
	case = frappe.get_doc("Assistance Application", task.application, for_update=True)
	case.update(
		{"review_result": task.proposed_result, "review_text": task.findings, "next_review_on": next_on}
	)
	if task.proposed_result in ("Stop", "Gradual Exit"):
		case.exit_reason = task.exit_reason or "Income Above Standard"
	if task.means_assessment:
		case.means_assessment = task.means_assessment
	case.flags.ignore_permissions = True  # allow: PERM-ignore-permissions the decision of the review was checked; its approver does not edit the case
	with allow_transition("Assistance Application", case.name):
		case.save()
	create_case_snapshot(case, "MAINTAIN")


def _assessed(task: Document) -> Assessed | None:
	"""The new means test: submitted, of this household, made after the review was opened."""
	if not task.means_assessment:
		return None
	sheet = frappe.db.get_value(
		"Means Assessment",
		task.means_assessment,
		["household", "docstatus", "is_eligible", "total_amount", "creation", "review_task"],
		as_dict=True,
	)
	if sheet.review_task not in (None, "", task.name):
		frappe.throw(
			_("New Means Assessment: {0} was made for another review.").format(task.means_assessment),
			ReviewSheetError,
		)
	if sheet.docstatus != 1 or sheet.household != task.household or sheet.creation < task.creation:
		frappe.throw(
			_(
				"New Means Assessment: choose a submitted one of this family, made after the review was opened."
			),
			ReviewSheetError,
		)
	return Assessed(bool(sheet.is_eligible), from_storage(sheet.total_amount))


def _paid_now(task: Document) -> Decimal:
	return from_storage(frappe.db.get_value("Benefit Award", task.award, "monthly_amount"))


def _rules(task: Document) -> PolicyParameters:
	return in_force.get_policy_parameters(in_force.get_policy_in_force(task.division, clock.today()))


def _exit_schedule(task: Document, rules: PolicyParameters) -> tuple[ExitMonth, ...]:
	rule = rules.administration.gradual_exit
	if not rule or not rule.months:
		frappe.throw(
			_("The policy in force grants no gradual exit. Choose Stop, or have the policy completed."),
			ReviewSheetError,
		)
	return build_exit_schedule(_paid_now(task), entitlement.compute_start_month(rules, clock.today()), rule)

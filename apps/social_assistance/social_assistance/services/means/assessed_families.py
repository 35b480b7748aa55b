"""Whom a means assessment is about: the family of a case, or that of an award under review that has no case."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate

from social_assistance.services import clock
from social_assistance.services.means.exceptions import AssessmentSubjectError

CASE, REVIEW = "Assistance Application", "Review Task"
OPEN_REVIEW = ("Open", "Proposed")


@dataclass(frozen=True)
class ReviewedFamily:
	"""What the means test asks of a case, for an award that was taken over without one."""

	name: str
	household: str
	scheme: str
	division: str
	applicant: str
	applied_on: date
	case_status: str = "In Payment"
	policy_version: str | None = None
	kin_findings: str | None = None
	members: tuple[Any, ...] = ()


def get_family(assessment: Document) -> Any:
	"""The case of an assessment, or the family of its review; refuses one without either."""
	if assessment.application:
		return frappe.get_doc(CASE, assessment.application)
	if not assessment.review_task:
		frappe.throw(
			_("Application: choose the case, or start the assessment from the review of an award."),
			AssessmentSubjectError,
		)
	return get_reviewed_family(assessment.review_task)


def get_reviewed_family(review: str) -> ReviewedFamily:
	"""Household and scheme of the award under review; assessed from the day on which the review was opened."""
	task = frappe.get_doc(REVIEW, review)
	award = frappe.db.get_value(
		"Benefit Award", task.award, ["person", "payee", "household", "scheme"], as_dict=True
	)
	return ReviewedFamily(
		name=task.name,
		household=award.household,
		scheme=award.scheme,
		division=task.division,
		applicant=award.person or award.payee,
		# A demo site may work on a business day that lies before the day of the entry.
		applied_on=min(getdate(task.creation), clock.today()),
	)


def require_open_review(review: str) -> None:
	"""Refuse a review that is over, or whose award has a case: there the assessment belongs to the case."""
	status, application = frappe.db.get_value(REVIEW, review, ["review_status", "application"])
	if application:
		frappe.throw(_("The award under review has an application; assess that one."), AssessmentSubjectError)
	if status not in OPEN_REVIEW:
		frappe.throw(
			_("Review {0} is over; its family is assessed no more.").format(review), AssessmentSubjectError
		)

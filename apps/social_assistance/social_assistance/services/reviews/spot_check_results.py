"""What the district found when it checked a decision that a township had made itself (下放后的抽查备案).

Another person than the one who decided, and no relative, writes the result of each drawn case once. A defect in a running
benefit opens its review; the record of the case says what was found.
"""

import frappe
from frappe import _
from frappe.model.document import Document

from social_assistance.exceptions import ReasonRequiredError, RecordIsFinalError, SeparationOfDutiesError
from social_assistance.permissions.transition_permits import allow_transition
from social_assistance.services import clock
from social_assistance.services.awards.grants import STOPPED
from social_assistance.services.cases.exceptions import SpotCheckError
from social_assistance.services.cases.spot_checks import AFTERWARDS, CASE, DOCTYPE
from social_assistance.services.registry.kin import get_conflicted_users
from social_assistance.services.reviews import tasks
from social_assistance.services.reviews.exceptions import ReviewOpenError

DEFECTIVE = "Defective"
RESULTS = ("In Order", DEFECTIVE)


def record_check_result(name: str, application: str, result: str, findings: str) -> Document:
	"""Write the result of one drawn case of an after-check; returns the run.

	Permission: the caller checks write on the run; here nobody checks an own decision or a relative's case.
	"""
	run = frappe.get_doc(DOCTYPE, name, for_update=True)
	row = _row(run, application)
	_require_complete(result, findings)
	case = frappe.get_doc(CASE, application)
	_require_other_person(case)
	row.update(
		{
			"check_result": result,
			"findings": findings.strip(),
			"checked_by": frappe.session.user,
			"checked_on": clock.now(),
		}
	)
	run.checked_count = sum(bool(line.check_result) for line in run.cases)
	run.defect_count = sum(line.check_result == DEFECTIVE for line in run.cases)
	with allow_transition(DOCTYPE, run.name):
		run.save()
	_tell_case(case, run, row)
	return run


def _row(run: Document, application: str) -> Document:
	if run.check_kind != AFTERWARDS or run.run_status != "Drawn":
		frappe.throw(
			_(
				"Results are written for a draw among decisions of townships; visits before a decision are Home Visits."
			),
			SpotCheckError,
		)
	row = next((line for line in run.cases if line.application == application), None)
	if not row:
		frappe.throw(_("Application {0} is not among the drawn cases.").format(application), SpotCheckError)
	if row.check_result:
		frappe.throw(
			_("The result of {0} is on file already: {1}.").format(application, _(row.check_result)),
			RecordIsFinalError,
		)
	return row


def _require_complete(result: str, findings: str) -> None:
	if result not in RESULTS:
		frappe.throw(
			_("Result: choose one of {0}.").format(" / ".join(_(word) for word in RESULTS)), SpotCheckError
		)
	if result == DEFECTIVE and not findings.strip():
		frappe.throw(_("Findings: say what is wrong with the decision."), ReasonRequiredError)


def _require_other_person(case: Document) -> None:
	user = frappe.session.user
	if case.application_decision and user == frappe.db.get_value(
		"Application Decision", case.application_decision, "decided_by"
	):
		frappe.throw(_("You made this decision yourself; another person checks it."), SeparationOfDutiesError)
	if user in get_conflicted_users(case):
		frappe.throw(
			_("You are registered as a near relative in this case. Another officer must handle it."),
			SeparationOfDutiesError,
		)


def _tell_case(case: Document, run: Document, row: Document) -> None:
	words = _("Checked after the decision ({0}): {1}").format(run.name, _(row.check_result))
	case.add_comment("Info", frappe.utils.escape_html(f"{words} {row.findings}".strip()))
	award = case.benefit_award
	if row.check_result != DEFECTIVE or not award:
		return
	if frappe.db.get_value("Benefit Award", award, "award_status") == STOPPED:
		return
	try:
		tasks.open_review(
			award,
			"Spot Check",
			reported_on=clock.today(),
			change_text=row.findings,
		)
	except ReviewOpenError:
		# The award is under review already: that review reads the comment on the case.
		frappe.clear_last_message()

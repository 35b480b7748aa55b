"""What is on file for a case: the facts that the evidence gate of each step asks for.

A paper counts when a row of the evidence table notes no defect and carries a file, a number or the source "Platform" or "Not Needed" with a
description; everything the system itself records (consents, visit, assessment, notice, decision, payment line) is read
from its own document.
"""

from collections.abc import Callable, Iterator
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate

from social_assistance.domain.cases import evidence as gate
from social_assistance.domain.cases.evidence import ChecklistLine, EvidenceRequirement
from social_assistance.domain.periods import age_on
from social_assistance.domain.procedure.steps import ProcessTemplate, StepMode
from social_assistance.services import clock
from social_assistance.services.cases import (
	appraisals,
	district_file_review,
	notices,
	objections,
	visit_planning,
)
from social_assistance.services.payments import lines
from social_assistance.services.policy import in_force

VERIFICATION_REPORT = "verification_report"
# Facts that also read a paper of the family.
PAPERS = ("agent_mandate", "obligor_authorisations")
# Papers of these steps follow later or are not asked at all.
NOT_GATED = (StepMode.SKIPPED, StepMode.AFTERWARDS)


def get_checklist(case: Document, template: ProcessTemplate) -> tuple[ChecklistLine, ...]:
	"""Every requirement of the case's present step beside what is on file, in the template's order."""
	return _lines_of(case, template, case.current_step) if case.current_step else ()


def papers_to_correct(case: Document, template: ProcessTemplate) -> tuple[ChecklistLine, ...]:
	"""The checklists of all steps up to the present one, and papers that the clerk asks for beside them."""
	codes = template.codes[: template.codes.index(case.current_step) + 1]
	return (
		*(line for code in codes for line in _lines_of(case, template, code)),
		*_asked_beside(case, template),
	)


def wording(case: Document, need: EvidenceRequirement) -> str:
	"""The paper that is missing, and what is wrong with the one handed in."""
	remark = _remark_on(case, need)
	return _("{0}: {1}").format(_(need.label), remark) if remark else _(need.label)


def _remark_on(case: Document, need: EvidenceRequirement) -> str:
	"""Why a paper that was handed in does not count; empty when there is none."""
	rows = [row for row in case.evidence if row.evidence_key == need.key]
	defects = [row.defect for row in rows if row.defect]
	if not defects and need.key == VERIFICATION_REPORT and any(map(_has_content, rows)):
		months = in_force.get_case_policy(case).administration.verification_valid_months
		return _("its date is missing, or lies more than {0} months back").format(months)
	return "; ".join(defects)


def is_paper(key: str) -> bool:
	"""Whether a row of the evidence table, with file or number, is what the requirement asks for."""
	return key not in FACTS or key in (VERIFICATION_REPORT, *PAPERS)


def list_papers(case: Document, template: ProcessTemplate) -> list[EvidenceRequirement]:
	"""The papers of all steps of the case's scheme, each once, in the order of the procedure."""
	asked = {
		need.key: need
		for need in reversed(template.evidence)
		if is_paper(need.key) and need.column in ("", case.process_column)
	}
	return list(reversed(asked.values()))


def _lines_of(case: Document, template: ProcessTemplate, step: str) -> tuple[ChecklistLine, ...]:
	if template.mode(step, case.process_column) in NOT_GATED:
		return ()
	needs = [need for need in template.evidence if need.step == step]
	on_file = {need.key: int(bool(FACTS.get(need.key, _paper(need.key))(case))) for need in needs}
	return gate.build_checklist(needs, step, case.process_column, on_file)


def _asked_beside(case: Document, template: ProcessTemplate) -> Iterator[ChecklistLine]:
	"""Rows for papers of the family that the template does not know and that are not handed in."""
	known = {need.key for need in template.evidence}
	for row in case.evidence:
		if row.evidence_key not in known and row.source == "Citizen":
			need = EvidenceRequirement(
				case.current_step, row.evidence_key, row.description or row.evidence_key
			)
			yield ChecklistLine(need, int(_has_content(row)))


def _paper(key: str) -> Callable:
	"""The fact that a row of the evidence table shows the paper."""

	def on_file(case: Document) -> bool:
		return any(row.evidence_key == key and _has_content(row) for row in case.evidence)

	return on_file


def _has_content(row: Document) -> bool:
	if row.defect:
		return False
	if row.source in ("Platform", "Not Needed"):
		return bool(row.description or row.document_no)
	return bool(row.file or row.document_no)


def _verification_report(case: Document) -> bool:
	"""A report older than the policy allows says nothing about the family of today."""
	months = in_force.get_case_policy(case).administration.verification_valid_months
	return any(
		gate.is_current(getdate(row.document_date), months, clock.today())
		for row in case.evidence
		if row.evidence_key == VERIFICATION_REPORT and _has_content(row) and row.document_date
	)


def list_adults(case: Document) -> set[str]:
	"""Counted members who are of age and must sign for themselves."""
	people = [row.person for row in case.members if row.is_counted]
	births = frappe.get_all(
		"Registry Person", filters={"name": ("in", people)}, fields=["name", "birth_date"]
	)
	today, adult = clock.today(), in_force.get_case_policy(case).household.adult_age
	return {p.name for p in births if not p.birth_date or age_on(p.birth_date, today) >= adult}


def list_signed(
	case: Document, field: str, capacity: tuple[str, ...] = ("Household Member", "Guardian")
) -> set[str]:
	"""Who has signed the sheet of a field, with its day."""
	return {
		row.person for row in case.consents if row.get(field) and row.signed_on and row.capacity in capacity
	}


def _all_pledged(case: Document) -> bool:
	return bool(case.members) and list_adults(case) <= list_signed(case, "pledge_signed")


def _all_authorised(case: Document) -> bool:
	return bool(case.members) and list_adults(case) <= list_signed(case, "authorisation_signed")


def _obligors_authorised(case: Document) -> bool:
	return bool(list_signed(case, "authorisation_signed", ("Obligor",))) or _paper("obligor_authorisations")(
		case
	)


def _applicant_is_member(case: Document) -> bool:
	return any(row.person == case.applicant for row in case.members)


def _bank_account(case: Document) -> bool:
	return bool(frappe.db.get_value("Registry Household", case.household, "bank_account_digest"))


def _agent_mandate(case: Document) -> bool:
	return not case.agent_name or _paper("agent_mandate")(case)


def _sources_recorded(case: Document) -> bool:
	return bool(case.evidence) and all(row.source for row in case.evidence)


def _means_assessment(case: Document) -> bool:
	return bool(frappe.db.exists("Means Assessment", {"application": case.name, "docstatus": 1}))


def _notice(case: Document, **filters: Any) -> list[str]:
	return frappe.get_all(
		"Public Notice", filters={"application": case.name, **filters}, pluck="name", limit=1
	)


def _preliminary_notice(case: Document) -> bool:
	notice = notices.get_notice_in_force(case)
	return bool(notice and notice.photo_start and notice.photo_end)


def _notice_over(case: Document) -> bool:
	notice = notices.get_notice_in_force(case)
	return bool(notice and getdate(notice.ends_on) < clock.today())


def _result_notice(case: Document) -> bool:
	return bool(_notice(case, notice_kind="Result", photo_start=("is", "set")))


def _district_visit(case: Document) -> bool:
	must_visit = case.county_visit_required or case.spot_check or objections.has_complaint(case.name)
	if not must_visit:
		return True
	return visit_planning.has_district_visit(case)


def _decision_delivered(case: Document) -> bool:
	if not case.application_decision:
		return False
	decision = frappe.get_doc("Application Decision", case.application_decision)
	return bool(decision.delivered_on and decision.delivery_method and decision.delivery_proof)


def _payment_filed(case: Document) -> bool:
	return bool(case.benefit_award and lines.select_lines_sent_to_bank(case.benefit_award).limit(1).run())


def _award_stopped(case: Document) -> bool:
	if not case.benefit_award:
		return True
	return frappe.db.get_value("Benefit Award", case.benefit_award, "award_status") == "Stopped"


FACTS: dict[str, Callable] = {
	"policy_told": lambda case: case.policy_told_on,
	"applicant_wish": lambda case: case.applicant_wish,
	"household_members": _applicant_is_member,
	"bank_account": _bank_account,
	"agent_mandate": _agent_mandate,
	"pledges": _all_pledged,
	"authorisations": _all_authorised,
	"obligor_authorisations": _obligors_authorised,
	"source_checklist": _sources_recorded,
	VERIFICATION_REPORT: _verification_report,
	"kin_declaration": lambda case: case.kin_declared,
	"home_visit": visit_planning.is_visit_complete,
	"appraisal_record": appraisals.has_confirming_appraisal,
	"means_assessment": _means_assessment,
	"township_opinion": lambda case: case.township_opinion and case.township_opinion_text,
	"defects_answered": district_file_review.are_defects_answered,
	"preliminary_notice": _preliminary_notice,
	"notice_period_over": _notice_over,
	"objections_settled": objections.are_objections_settled,
	"file_checklist": district_file_review.is_file_checked,
	"district_opinion": lambda case: case.district_opinion and case.district_opinion_text,
	"district_visit": _district_visit,
	"review_opinion": lambda case: case.district_opinion,
	"decision_grounds": lambda case: case.district_opinion_text,
	"decision_delivered": _decision_delivered,
	"result_notice": _result_notice,
	"payment_filed": _payment_filed,
	"review_sheet": lambda case: case.review_result and case.review_text,
	"exit_grounds": lambda case: case.exit_reason and case.exit_text,
	"award_stopped": _award_stopped,
}


def reopen_papers(case: Document, step: str) -> None:
	"""Papers that are asked for, or found faulty, belong to the step to which the case goes back: there they are supplied."""
	for row in case.evidence:
		if row.defect or not (row.file or row.document_no):
			row.step_code = step

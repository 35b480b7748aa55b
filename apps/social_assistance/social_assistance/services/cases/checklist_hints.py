"""What a line of the checklist still lacks, in words, and the document or row in which it is put right."""

from collections.abc import Callable
from dataclasses import dataclass

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import format_date

from social_assistance.services.cases import district_file_review, evidence, notices

ASSESSMENT, VISIT, NOTICE, OBJECTION = (
	"Means Assessment",
	"Home Visit",
	"Public Notice",
	"Notice Objection",
)


@dataclass(frozen=True)
class Hint:
	"""What is lacking, and where; empty where the form itself is the place."""

	text: str = ""
	doctype: str = ""
	name: str = ""


def get_hint(case: Document, key: str) -> Hint:
	"""The hint for an unmet line of the present step."""
	describe = HINTS.get(key)
	return describe(case) if describe else Hint()


def list_signers(case: Document) -> list[dict]:
	"""Every adult member with what is signed already."""
	adults = evidence.list_adults(case)
	pledged = evidence.list_signed(case, "pledge_signed")
	authorised = evidence.list_signed(case, "authorisation_signed")
	names = _names(adults)
	return [
		{
			"person": row.person,
			"person_name": names[row.person],
			"pledge_signed": row.person in pledged,
			"authorisation_signed": row.person in authorised,
		}
		for row in case.members
		if row.person in adults
	]


def _names(people: set[str]) -> dict[str, str]:
	rows = frappe.get_all("Registry Person", {"name": ("in", people or [""])}, ["name", "person_name"])
	return {row.name: row.person_name for row in rows}


def _unsigned(field: str) -> Callable[[Document], Hint]:
	"""Who has not signed yet."""

	def describe(case: Document) -> Hint:
		names = _names(evidence.list_adults(case) - evidence.list_signed(case, field))
		return Hint(_("Not signed: {0}").format(_("、").join(sorted(names.values()))))

	return describe


def _account(case: Document) -> Hint:
	return Hint(_("No account on file."), "Registry Household", case.household)


def _visit(case: Document) -> Hint:
	level = "District" if case.current_step == "REVIEW" else "Township"
	name = _newest(VISIT, application=case.name, visit_level=level, visit_status=("!=", "Cancelled"))
	if not name:
		return Hint(_("No visit is planned."))
	return Hint(" ".join(frappe.get_doc(VISIT, name).open_points()), VISIT, name)


def _assessment(case: Document) -> Hint:
	draft = _newest(ASSESSMENT, application=case.name, docstatus=0)
	return Hint(_("The assessment is a draft; submit it."), ASSESSMENT, draft) if draft else Hint()


def _appraisal(case: Document) -> Hint:
	draft = _newest("Democratic Appraisal", application=case.name, docstatus=0)
	return Hint(_("The record is a draft; submit it."), "Democratic Appraisal", draft) if draft else Hint()


def _preliminary_notice(case: Document) -> Hint:
	notice = notices.get_notice_in_force(case)
	if not notice:
		return Hint(_("Nothing is posted for the amount proposed now."))
	photos = ("photo_start", "photo_end")
	lacking = [_(notice.meta.get_label(field)) for field in photos if not notice.get(field)]
	return Hint(_("Missing: {0}").format(_("、").join(lacking)), NOTICE, notice.name)


def _notice_over(case: Document) -> Hint:
	notice = notices.get_notice_in_force(case)
	if not notice:
		return Hint()
	return Hint(_("The notice runs until {0}.").format(format_date(notice.ends_on)), NOTICE, notice.name)


def _objections(case: Document) -> Hint:
	name = _newest(OBJECTION, application=case.name, objection_status=("!=", "Closed"))
	return Hint(_("An objection is open."), OBJECTION, name) if name else Hint()


def _file_checks(case: Document) -> Hint:
	open_rows = [
		row for row in case.file_checks if row.check_result in (None, "", district_file_review.DEFECTIVE)
	]
	return Hint(_("{0} of {1} rows are not in order.").format(len(open_rows), len(case.file_checks)))


def _delivery(case: Document) -> Hint:
	decision = frappe.get_doc("Application Decision", case.application_decision)
	fields = ("delivered_on", "delivery_method", "delivery_proof")
	lacking = [_(decision.meta.get_label(field)) for field in fields if not decision.get(field)]
	return Hint(_("Missing: {0}").format(_("、").join(lacking)), decision.doctype, decision.name)


def _result_notice(case: Document) -> Hint:
	name = _newest(NOTICE, application=case.name, notice_kind="Result")
	return Hint(_("Missing: {0}").format(_("Photo at Start")), NOTICE, name) if name else Hint()


def _review(case: Document) -> Hint:
	name = _newest("Review Task", award=case.benefit_award, review_status=("in", ("Open", "Proposed")))
	return Hint(_("A review is open."), "Review Task", name) if name else Hint()


def _newest(doctype: str, **filters: object) -> str:
	found = frappe.get_all(doctype, filters, pluck="name", order_by="creation desc", limit=1)
	return str(found[0]) if found else ""


HINTS: dict[str, Callable[[Document], Hint]] = {
	"bank_account": _account,
	"pledges": _unsigned("pledge_signed"),
	"authorisations": _unsigned("authorisation_signed"),
	"home_visit": _visit,
	"district_visit": _visit,
	"appraisal_record": _appraisal,
	"means_assessment": _assessment,
	"preliminary_notice": _preliminary_notice,
	"notice_period_over": _notice_over,
	"objections_settled": _objections,
	"file_checklist": _file_checks,
	"decision_delivered": _delivery,
	"result_notice": _result_notice,
	"review_sheet": _review,
}

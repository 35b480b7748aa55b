"""The letters of a case to its family: acceptance, correction, non-acceptance, termination, and the near-relative record.

Grounds, article, remedy and its time limit stand in every letter that takes something from the family.
"""

from collections.abc import Callable
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import formatdate, getdate

from social_assistance.services.cases.decisions import get_remedy_text
from social_assistance.services.papers.exceptions import LetterNotDueError
from social_assistance.services.papers.record_sheets import get_township_office
from social_assistance.services.policy import legal_articles
from social_assistance.services.registry.kin import list_kin_ties
from social_assistance.services.wording import get_scheme_name, get_user_full_name

Letter = dict[str, Any]


def build_case_letter(case: Document, kind: str) -> Letter:
	"""The letter of a kind; LetterNotDueError when the case never came to it."""
	return LETTERS[kind](case)


def build_acceptance_letter(case: Document) -> Letter:
	"""受理通知书 (民发〔2021〕57号 art. 10)."""
	_require(case.accepted_on, _("The application is not accepted yet."))
	return _letter(
		case,
		_("Notice of Acceptance"),
		case.acceptance_no,
		case.accepted_on,
		[
			_("Your application for {0} of {1} is complete and is accepted under number {2}.").format(
				get_scheme_name(case), formatdate(case.applied_on), case.acceptance_no
			),
			_(
				"We will visit your home, verify your household's economy as you authorised, and form an opinion."
			),
			_("The procedure ends by {0}. Questions and complaints: {1}.").format(
				formatdate(case.overall_due_on), _phones(case)
			),
		],
	)


def build_correction_letter(case: Document) -> Letter:
	"""一次性补正告知书: everything that is missing, told once (民发〔2021〕57号 art. 10)."""
	_require(case.correction_sent_on, _("No correction notice was sent for this application."))
	return _letter(
		case,
		_("Notice of Correction"),
		case.name,
		case.correction_sent_on,
		[
			_(
				"Your application for {0} still lacks the following. Please hand all of it in together:"
			).format(get_scheme_name(case))
		],
		list_items=[line.strip() for line in (case.correction_items or "").splitlines() if line.strip()],
		closing=[
			_(
				"The time for acceptance counts from the day on which it is complete. You are told everything once; nothing else will be asked for."
			),
			_("Papers that a government platform gives need not be handed in. Basis: {0}.").format(
				_basis(case, "Correction", case.correction_sent_on)
			),
			_("Questions: {0}.").format(_phones(case)),
		],
	)


def build_non_acceptance_letter(case: Document) -> Letter:
	"""不予受理告知书 with reason and remedy."""
	step = _step(case, "ACCEPT", "Refuse Application")
	return _letter(
		case,
		_("Notice of Non-acceptance"),
		case.name,
		step.done_on,
		[
			_("Your application for {0} of {1} is not accepted. Reason: {2}. {3}").format(
				get_scheme_name(case), formatdate(case.applied_on), _(step.reason_code), step.remark or ""
			),
			_("Basis: {0}.").format(_basis(case, "Non-acceptance", step.done_on, step.reason_code)),
		],
		closing=[
			get_remedy_text(),
			_("If the family meets other hardship we help to refer it to a suitable aid."),
			_("Questions: {0}.").format(_phones(case)),
		],
	)


def build_termination_letter(case: Document) -> Letter:
	"""终止审核确认告知书: the procedure ends because the family does not cooperate (民发〔2021〕57号 art. 29)."""
	step = _step(case, None, "Terminate Procedure")
	return _letter(
		case,
		_("Notice of Termination"),
		case.name,
		step.done_on,
		[
			_("Your application for {0} of {1} is terminated. Reason: {2}. {3}").format(
				get_scheme_name(case), formatdate(case.applied_on), _(step.reason_code), step.remark or ""
			),
			_("Basis: {0}.").format(_basis(case, "Termination", step.done_on, step.reason_code)),
			_(
				"You may apply again at any time; please then take part in the verification and the home visit."
			),
		],
		closing=[get_remedy_text(), _("Questions: {0}.").format(_phones(case))],
	)


def build_kin_record(case: Document) -> Letter:
	"""近亲属登记备案表: declared and matched ties, and who must keep out (民发〔2021〕57号 art. 11, 20)."""
	_require(case.kin_declared, _("Nothing is declared about near relatives yet."))
	found = list_kin_ties(case)
	return {
		"title": _("Near-relative Record"),
		"number": case.acceptance_no or case.name,
		"facts": [
			(_("Applicant's Name"), case.applicant_name),
			(_("Application"), case.name),
			(_("Scheme"), get_scheme_name(case)),
			(_("Accepted On"), formatdate(case.accepted_on)),
			(_("Near Relative of Staff Declared"), _(case.kin_declared)),
			(_("Match with Staff Register"), _("Yes") if case.kin_matched else _("No")),
			(_("Staff Concerned"), case.kin_staff or "-"),
			(_("District Visit Required"), _("Yes") if case.county_visit_required else _("No")),
		],
		"paragraphs": [
			(
				_("Recusal"),
				_(
					"The staff listed here take no part in investigation, appraisal, review and decision of this case. The district visits the family."
				)
				if found or case.county_visit_required
				else _("No near relative among the staff was declared or found."),
			),
			*([(_("Ties Not Declared"), case.kin_findings)] if case.kin_findings else []),
		],
		"heads": [_("No."), _("Staff Member"), _("Office Held"), _("Member of the Family"), _("Relation")],
		"rows": [
			(number, get_user_full_name(tie.user), _(tie.post), tie.person_name, _(tie.relation))
			for number, tie in enumerate(found, start=1)
		],
		"signatures": [_("Applicant"), _("Recorder of the Township"), _("District Bureau")],
		"office": get_township_office(case),
		"dated": formatdate(case.accepted_on),
	}


def _letter(
	case: Document,
	title: str,
	number: str,
	dated: Any,
	paragraphs: list[str],
	list_items: list[str] | None = None,
	closing: list[str] | None = None,
) -> Letter:
	return {
		"title": title,
		"number": number,
		"applicant": case.applicant_name,
		"paragraphs": paragraphs,
		"list_items": list_items or [],
		"closing": closing or [],
		"office": get_township_office(case),
		"dated": formatdate(dated),
		"is_receipted": True,
	}


def _basis(case: Document, occasion: str, day: Any, reason: str | None = None) -> str:
	"""Article of the scheme's law for the letter of that day."""
	return legal_articles.cite(occasion, case.scheme, getdate(day), [reason] if reason else [])


def _step(case: Document, code: str | None, action: str) -> frappe._dict:
	filters = {"application": case.name, "action": action} | ({"step_code": code} if code else {})
	rows = frappe.get_all(
		"Application Step",
		filters=filters,
		fields=["done_on", "reason_code", "remark"],
		order_by="sequence desc",
		limit=1,
	)
	_require(rows, _("The case was not ended by this step."))
	return rows[0]


def _phones(case: Document) -> str:
	office = frappe.db.get_value("Administrative Division", case.township, "office_phone")
	bureau = frappe.get_cached_doc("Assistance Settings").bureau_phone
	return " / ".join(number for number in (office, bureau) if number) or "12345"


def _require(fact: Any, message: str) -> None:
	if not fact:
		frappe.throw(message, LetterNotDueError)


LETTERS: dict[str, Callable[[Document], Letter]] = {
	"acceptance": build_acceptance_letter,
	"correction": build_correction_letter,
	"non_acceptance": build_non_acceptance_letter,
	"termination": build_termination_letter,
	"kin_record": build_kin_record,
}

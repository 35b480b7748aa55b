"""Answering the proposals of a screening: a village assistant files the application or records why not."""

import frappe
from frappe import _
from frappe.model.document import Document

from social_assistance.constants import (
	TOWNSHIP_CLERK,
	VILLAGE_ASSISTANT,
)
from social_assistance.exceptions import StepNotAllowedError
from social_assistance.permissions.transition_permits import allow_transition
from social_assistance.services import clock
from social_assistance.services.screening.exceptions import ScreeningStateError

RUN, CANDIDATE = "Screening Run", "Screening Candidate"
ANSWERING_ROLES = (VILLAGE_ASSISTANT, TOWNSHIP_CLERK)


def accept_candidate(candidate: str) -> str:
	"""File an application for the proposal; returns its name. The case starts with discovery, as every other one."""
	doc = _open_candidate(candidate)
	unit = frappe.db.get_value("Assistance Scheme", doc.scheme, "unit")
	head = frappe.db.get_value("Registry Household", doc.household, "head_person")
	case = frappe.get_doc(
		{
			"doctype": "Assistance Application",
			"scheme": doc.scheme,
			"household": doc.household,
			"applicant": doc.person if unit == "Person" and doc.person else head,
			"division": doc.division,
			"discovery_channel": "Alert",
			"filing_channel": "Village Agency",
			"applied_on": clock.today(),
			"reason_text": doc.reason,
		}
	).insert()
	_answer(doc, "Accepted", application=case.name)
	return str(case.name)


def refuse_candidate(candidate: str, reason: str, remark: str = "") -> None:
	"""Record why the family does not apply; the reason is one of the list, "Other" needs a remark."""
	doc = _open_candidate(candidate)
	reasons = [option for option in doc.meta.get_field("refusal_reason").options.split("\n") if option]
	if reason not in reasons:
		frappe.throw(
			_("Reason for Refusal must be one of: {0}.").format(", ".join(_(option) for option in reasons)),
			ScreeningStateError,
		)
	if reason == "Other" and not remark.strip():
		frappe.throw(_("Remark: say in words why the family does not apply."), ScreeningStateError)
	_answer(doc, "Refused", refusal_reason=reason, refusal_text=remark.strip() or None)


def _open_candidate(candidate: str) -> Document:
	require_role(ANSWERING_ROLES)
	doc = frappe.get_doc(CANDIDATE, candidate, for_update=True)
	doc.check_permission("read")
	if doc.candidate_status != "To Answer":
		frappe.throw(
			_("This proposal was answered on {0} already.").format(frappe.format(doc.answered_on, "Date")),
			ScreeningStateError,
		)
	return doc


def _answer(doc: Document, status: str, **values: str | None) -> None:
	doc.update(
		{
			"candidate_status": status,
			"answered_by": frappe.session.user,
			"answered_on": clock.today(),
			"candidate_key": None,
			**values,
		}
	)
	doc.flags.ignore_permissions = (
		True  # allow: PERM-ignore-permissions role and read scope were checked, nobody else writes answers
	)
	with allow_transition(CANDIDATE, doc.name):
		doc.save()


def require_role(roles: tuple[str, ...]) -> None:
	"""Refuse whoever has none of these roles, naming them."""
	if not set(roles) & set(frappe.get_roles()):
		frappe.throw(
			_("This action needs the role {0}.").format(" / ".join(_(role) for role in roles)),
			StepNotAllowedError,
		)

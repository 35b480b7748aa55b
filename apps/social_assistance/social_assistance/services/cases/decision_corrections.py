"""A mistake in the words of an issued decision: a new decision with its own number, which names the one it corrects."""

import frappe
from frappe import _
from frappe.model.document import Document

from social_assistance.exceptions import SeparationOfDutiesError, StepNotAllowedError
from social_assistance.permissions.document_rights import may_write
from social_assistance.permissions.transition_permits import allow_transition
from social_assistance.services import clock
from social_assistance.services.cases.decisions import DOCTYPE
from social_assistance.services.cases.exceptions import DecisionCorrectionError
from social_assistance.services.numbering import take_number
from social_assistance.services.procedure.templates import load_template
from social_assistance.services.registry.kin import get_conflicted_users

CASE = "Assistance Application"
STEP = "DECIDE"
# What a correction may put right; outcome, amount and months need a decision of their own.
WORDS = ("grounds", "clause", "remedy")
# Of the old decision's own delivery nothing is carried over: the new one is delivered too.
_OWN = ("delivered_on", "delivery_method", "delivery_proof", "corrects", "decision_no")


def correct_decision(decision: str, grounds: str = "", clause: str = "", remedy: str = "") -> Document:
	"""Issue a decision with other words in place of one that stands, as the session's user; returns the new one."""
	name = frappe.db.get_value(DOCTYPE, decision, "application")
	case = frappe.get_doc(CASE, name, for_update=True)
	_check_access(case)
	old = frappe.get_doc(DOCTYPE, decision)
	if case.application_decision != old.name:
		_refuse(
			_("Decision {0} was corrected by {1} already.").format(old.decision_no, case.application_decision)
		)
	typed = zip(WORDS, (grounds, clause, remedy), strict=True)
	words = {field: text.strip() for field, text in typed if text.strip()}
	if all(old.get(field) == text for field, text in words.items()):
		_refuse(_("Nothing is corrected: the new words are those of decision {0}.").format(old.decision_no))
	new = _issue(old, words)
	case.application_decision = new.name
	case.flags.ignore_permissions = True  # allow: PERM-ignore-permissions who may correct was checked; the editors of the present step may be others
	with allow_transition(CASE, case.name):
		case.save()
	return new


def _issue(old: Document, words: dict[str, str]) -> Document:
	today = clock.today()
	new = frappe.copy_doc(old)
	new.update(dict.fromkeys(_OWN))
	new.update(
		{
			**words,
			"corrects": old.name,
			"decision_no": take_number("JD", today),
			"decided_on": today,
			"decided_by": frappe.session.user,
		}
	)
	new.flags.ignore_permissions = (
		True  # allow: PERM-ignore-permissions nobody creates decisions by hand; who may correct was checked
	)
	with allow_transition(DOCTYPE):
		new.insert()
	return new


def may_correct(decision: Document) -> bool:
	"""Whether the decision stands and the session's user is one who decides its case."""
	if frappe.db.get_value(CASE, decision.application, "application_decision") != decision.name:
		return False
	case = frappe.get_doc(CASE, decision.application)
	return bool(
		_deciding_roles(case) & set(frappe.get_roles())
		and may_write(case)
		and frappe.session.user not in get_conflicted_users(case)
	)


def _deciding_roles(case: Document) -> set[str]:
	return {way.role for way in load_template(case.process_template).transitions if way.step == STEP}


def _check_access(case: Document) -> None:
	"""Write on the case, a role that decides it, and no kin."""
	case.check_permission("write")
	roles = _deciding_roles(case)
	if not roles & set(frappe.get_roles()):
		frappe.throw(
			_("This action needs the role {0}.").format(" / ".join(_(role) for role in sorted(roles))),
			StepNotAllowedError,
		)
	if frappe.session.user in get_conflicted_users(case):
		frappe.throw(
			_("You are registered as a near relative in this case. Another officer must handle it."),
			SeparationOfDutiesError,
		)


def _refuse(message: str) -> None:
	frappe.throw(message, DecisionCorrectionError)

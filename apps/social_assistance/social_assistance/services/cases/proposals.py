"""What is being decided about a case: amount, persons, first month and the article, as its buttons show it."""

import re

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cstr

from social_assistance.domain.money import format_plain_yuan
from social_assistance.domain.periods import Month
from social_assistance.services import clock
from social_assistance.services.policy import legal_articles
from social_assistance.services.policy.schemes import is_paid_once
from social_assistance.services.procedure.templates import load_template

_ARTICLE = re.compile(r"\s*art\.\s*(\d[\d\s,-]*)")


def get_proposal(case: Document) -> dict | None:
	"""Amount, persons and first month of what is proposed or decided; None before anything is calculated.

	The amount is for a month, or the whole of what is paid once.
	"""
	assessment = _newest_assessment(case)
	if not assessment:
		return None
	is_decided = bool(case.application_decision)
	amount = case.decided_amount if is_decided else assessment.total_amount
	return {
		"amount": format_plain_yuan(amount),
		"persons": sum(1 for row in case.members if row.is_covered),
		"is_paid_once": is_paid_once(case.scheme),
		"from_month": _first_month(case),
		"assessment": assessment.name,
		"is_draft": assessment.docstatus == 0,
		"is_decided": is_decided,
	}


def get_basis(case: Document) -> str:
	"""The articles of the present step; at the decision those that the letter will cite."""
	if case.current_step == "DECIDE":
		return legal_articles.cite("Confirmed", case.scheme, clock.today())
	source = (
		load_template(case.process_template).step(case.current_step).legal_source if case.current_step else ""
	)
	return _ARTICLE.sub(lambda found: _("art. {0}").format(found[1].strip()), cstr(source))


def _first_month(case: Document) -> str:
	decided = case.application_decision and frappe.db.get_value(
		"Application Decision", case.application_decision, "start_month"
	)
	return str(decided or Month.of(clock.today()).plus(0 if is_paid_once(case.scheme) else 1))


def _newest_assessment(case: Document) -> frappe._dict | None:
	found = frappe.get_all(
		"Means Assessment",
		filters={"application": case.name, "docstatus": ("<", 2)},
		fields=["name", "total_amount", "docstatus"],
		order_by="docstatus desc, creation desc",
		limit=1,
	)
	return found[0] if found else None

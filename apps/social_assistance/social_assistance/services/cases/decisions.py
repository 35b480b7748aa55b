"""The written decision of a case: number, outcome, grounds, article, remedy and the first month."""

from datetime import date

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate

from social_assistance.domain.clocks.time_limits import Clock, Limit, LimitUnit, compute_due_date
from social_assistance.domain.means import entitlement
from social_assistance.domain.periods import Month
from social_assistance.permissions.transition_permits import allow_transition
from social_assistance.services import clock
from social_assistance.services.cases.exceptions import DeliveryInvalidError
from social_assistance.services.clocks.deadlines import get_work_calendar
from social_assistance.services.numbering import take_number
from social_assistance.services.policy import in_force, legal_articles
from social_assistance.services.policy.schemes import is_paid_once

DOCTYPE = "Application Decision"


def issue_decision(case: Document, outcome: str, grounds: str = "") -> Document:
	"""Create the decision as the session's user, with the first month that the policy in force gives."""
	today = clock.today()
	confirmed = outcome == "Confirmed"
	decision = frappe.get_doc(
		{
			"doctype": DOCTYPE,
			"application": case.name,
			"division": case.division,
			"decision_no": take_number("JD", today),
			"outcome": outcome,
			"decided_on": today,
			"decided_by": frappe.session.user,
			"monthly_amount": case.proposed_amount if confirmed else 0,
			"start_month": str(_start_month(case, today)) if confirmed else None,
			"grounds": grounds or case.district_opinion_text,
			"clause": _clause(case, outcome, today),
			"remedy": get_remedy_text(),
			"deliver_by": None if confirmed else _refusal_due(today),
			**(_care(case) if confirmed else {}),
			"referral_offer": None
			if confirmed
			else _("If the family meets other hardship we help to refer it to a suitable aid."),
		}
	)
	decision.flags.ignore_permissions = True  # allow: PERM-ignore-permissions staff cannot create decisions by hand; the step service checked role and evidence
	with allow_transition(DOCTYPE):
		decision.insert()
	return decision


def _start_month(case: Document, today: date) -> Month:
	rules = in_force.get_policy_parameters(in_force.get_policy_in_force(case.division, today))
	return entitlement.compute_start_month(rules, today, is_paid_once=is_paid_once(case.scheme))


def _clause(case: Document, outcome: str, day: date) -> str:
	"""The article that the family did not meet, or the one by which its right is confirmed."""
	if outcome == "Confirmed":
		return legal_articles.cite(outcome, case.scheme, day)
	findings = legal_articles.findings_of(case.means_assessment)
	return legal_articles.cite_findings(case.scheme, day, findings)


def check_delivery(decision: Document) -> None:
	"""A delivery lies between decision and today and says how; its proof is what lets the case go on."""
	if not decision.delivered_on:
		return
	day = getdate(decision.delivered_on)
	if day < getdate(decision.decided_on):
		frappe.throw(
			_("Delivered On: a decision cannot be delivered before {0}.").format(
				frappe.format(decision.decided_on, "Date")
			),
			DeliveryInvalidError,
		)
	if day > clock.today():
		frappe.throw(_("Delivered On: the date lies in the future."), DeliveryInvalidError)
	if not decision.delivery_method:
		frappe.throw(_("Delivery: say how the decision was delivered."), DeliveryInvalidError)


def _refusal_due(today: date) -> date | None:
	"""A refusal is told within working days of the decision (民发〔2021〕57号 art. 22)."""
	days = frappe.get_cached_doc("Assistance Settings").refusal_notice_days
	return (
		compute_due_date(Clock(today, Limit(days, LimitUnit.WORKING_DAYS)), get_work_calendar(today))
		if days
		else None
	)


def _care(case: Document) -> dict[str, str]:
	"""Care level and form of support of the newest self-care assessment (民发〔2021〕43号 art. 20-22)."""
	if case.scheme != "TEKUN":
		return {}
	found = frappe.get_all(
		"Self-care Assessment",
		filters={"person": case.applicant, "docstatus": 1},
		fields=["care_level", "care_form"],
		order_by="assessed_on desc, creation desc",
		limit=1,
	)
	return dict(found[0]) if found else {}


def get_remedy_text() -> str:
	"""Review within 60 days, lawsuit within six months (行政复议法 2023 art. 20; 行政诉讼法 art. 46)."""
	settings = frappe.get_cached_doc("Assistance Settings")
	return _(
		"You may apply to {0} for administrative review within 60 days, or sue at {1} within six months."
	).format(
		settings.review_authority or _("the people's government of the district"),
		settings.court_name or _("the people's court"),
	)

"""The written decision of a case: number, outcome, grounds, article, remedy and the first month."""

import frappe
from frappe import _
from frappe.model.document import Document

from social_assistance.domain.periods import Month
from social_assistance.permissions.transition_token import allow_transition
from social_assistance.services import clock
from social_assistance.services.numbering import next_number

DOCTYPE = "Application Decision"
CLAUSES = {"Confirmed": "民发〔2021〕57号第20、21条", "Refused": "民发〔2021〕57号第22条"}


def issue(case: Document, outcome: str, grounds: str = "") -> Document:
	"""Create the decision as the session's user; the benefit starts in the month after it (民发〔2021〕57号 art. 21)."""
	today = clock.today()
	confirmed = outcome == "Confirmed"
	decision = frappe.get_doc(
		{
			"doctype": DOCTYPE,
			"application": case.name,
			"division": case.division,
			"decision_no": next_number("JD", today),
			"outcome": outcome,
			"decided_on": today,
			"decided_by": frappe.session.user,
			"monthly_amount": case.proposed_amount if confirmed else 0,
			"start_month": str(Month.of(today).plus(1)) if confirmed else None,
			"grounds": grounds or case.district_opinion_text,
			"clause": CLAUSES[outcome],
			"remedy": remedy(),
			"referral_offer": None
			if confirmed
			else _("If the family meets other hardship we help to refer it to a suitable aid."),
		}
	)
	decision.flags.ignore_permissions = True  # allow: PERM-ignore-permissions staff cannot create decisions by hand; the step service checked role and evidence
	with allow_transition(DOCTYPE):
		decision.insert()
	return decision


def remedy() -> str:
	"""Review within 60 days, lawsuit within six months (行政复议法 2023 art. 20; 行政诉讼法 art. 46)."""
	settings = frappe.get_cached_doc("Assistance Settings")
	return _(
		"You may apply to {0} for administrative review within 60 days, or sue at {1} within six months."
	).format(
		settings.review_authority or _("the people's government of the district"),
		settings.court_name or _("the people's court"),
	)

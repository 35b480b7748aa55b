"""How a campaign moves: filed by the bureau, opened, published, closed and reported by its organiser."""

from datetime import date
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import formatdate, getdate

from social_assistance.constants import CHARITY_PARTNER, DISTRICT_REVIEWER
from social_assistance.domain.charity.campaigns import (
	compute_filing_deadline,
	compute_next_publication,
	compute_report_deadline,
)
from social_assistance.exceptions import StepNotAllowedError
from social_assistance.permissions.transition_permits import allow_transition
from social_assistance.services import clock
from social_assistance.services.charity.campaigns import (
	CAMPAIGN,
	CLOSED,
	DRAFT,
	FILED,
	REPORTED,
	RUNNING,
	is_in_period,
)
from social_assistance.services.charity.exceptions import (
	CampaignInvalidError,
	CampaignNotFiledError,
	CampaignPeriodError,
	CampaignStateError,
)
from social_assistance.services.charity.fundraising_rules import get_fundraising_rule

AMENDMENT = "Campaign Amendment"


def file_campaign(name: str, filing_no: str, filed_on: str = "") -> None:
	"""Record that the bureau accepted the plan; in an emergency also after the start."""
	campaign = _locked(name, DISTRICT_REVIEWER, (DRAFT, RUNNING))
	number = "".join(filing_no.split())
	if not number:
		frappe.throw(_("Enter the filing number."), CampaignInvalidError)
	if campaign.filing_no:
		frappe.throw(
			_("The campaign is already filed as {0}.").format(campaign.filing_no), CampaignStateError
		)
	require_free_number(number)
	day = getdate(filed_on) if filed_on else clock.today()
	_require_in_time(campaign, day)
	status = FILED if campaign.campaign_status == DRAFT else RUNNING
	save_campaign(
		campaign, campaign_status=status, filing_no=number, filed_on=day, filed_by=frappe.session.user
	)


def open_campaign(name: str) -> None:
	"""Begin to take donations; without filing only where the law lets it follow, or asks for none."""
	campaign = _locked(name, CHARITY_PARTNER, (DRAFT, FILED))
	terms, source = get_fundraising_rule(campaign.campaign_kind, getdate(campaign.starts_on))
	if campaign.campaign_status == DRAFT and terms.filing_required and not terms.days_after_start:
		message = _("Campaign {0} has no filing number and takes no gifts ({1}).")
		frappe.throw(message.format(campaign.campaign_name, source), CampaignNotFiledError)
	if not is_in_period(campaign):
		span = formatdate(campaign.starts_on), formatdate(campaign.ends_on)
		frappe.throw(_("The campaign runs from {0} to {1}.").format(*span), CampaignPeriodError)
	save_campaign(campaign, campaign_status=RUNNING, next_publication_on=get_next_publication_date(campaign))


def publish_figures(name: str) -> None:
	"""Record that the figures so far were published today."""
	campaign = _locked(name, CHARITY_PARTNER, (RUNNING, CLOSED))
	campaign.published_on = clock.today()
	save_campaign(campaign, next_publication_on=get_next_publication_date(campaign))


def close_campaign_early(name: str, grounds: str) -> None:
	"""End a campaign before its time; today is its last day."""
	campaign = _locked(name, CHARITY_PARTNER, (FILED, RUNNING))
	grounds = grounds.strip()
	if not grounds:
		frappe.throw(_("State why the campaign ends early."), CampaignInvalidError)
	last = min(max(clock.today(), getdate(campaign.starts_on)), getdate(campaign.ends_on))
	terms, _source = get_fundraising_rule(campaign.campaign_kind, getdate(campaign.starts_on))
	save_campaign(
		campaign,
		campaign_status=CLOSED,
		closing_text=grounds,
		ends_on=last,
		report_due_on=compute_report_deadline(terms, last),
		next_publication_on=None,
	)


def record_final_report(name: str) -> None:
	"""Record the full report; its file must be attached."""
	campaign = _locked(name, CHARITY_PARTNER, (CLOSED,))
	if not campaign.report_file:
		frappe.throw(_("Attach the full report first."), CampaignInvalidError)
	_require_no_drafts(campaign.name)
	save_campaign(campaign, campaign_status=REPORTED, reported_on=clock.today(), next_publication_on=None)


def _require_no_drafts(campaign: str) -> None:
	"""What came in is booked before the report says what came in."""
	drafts = frappe.get_all(
		"Charity Donation", {"campaign": campaign, "docstatus": 0}, pluck="name", order_by="name"
	)
	if drafts:
		message = _("Submit or delete these donations before the full report: {0}.")
		frappe.throw(message.format("、".join(drafts)), CampaignStateError)


def open_and_close_due_campaigns() -> None:
	"""Open the filed campaigns whose day has come and close those whose last day is over; every day, repeatable."""
	today = clock.today()
	over = {"campaign_status": ("in", (FILED, RUNNING)), "ends_on": ("<", today)}
	for name in frappe.get_all(CAMPAIGN, over, pluck="name", order_by="name"):
		_move_by_calendar(name, CLOSED)
	begun = {"campaign_status": FILED, "starts_on": ("<=", today)}
	for name in frappe.get_all(CAMPAIGN, begun, pluck="name", order_by="name"):
		_move_by_calendar(name, RUNNING)


def _move_by_calendar(name: str, status: str) -> None:
	campaign = frappe.get_doc(CAMPAIGN, name, for_update=True)
	due = get_next_publication_date(campaign) if status == RUNNING else None
	save_campaign(campaign, campaign_status=status, next_publication_on=due)


def _locked(name: str, role: str, states: tuple[str, ...]) -> Document:
	campaign = frappe.get_doc(CAMPAIGN, name, for_update=True)
	if role not in frappe.get_roles():
		frappe.throw(_("This action needs the role {0}.").format(_(role)), StepNotAllowedError)
	if campaign.campaign_status not in states:
		message = _("Campaign {0} is {1}; this is not possible now.")
		frappe.throw(message.format(campaign.campaign_name, _(campaign.campaign_status)), CampaignStateError)
	return campaign


def require_free_number(number: str) -> None:
	"""A filing number stands for one version of one plan."""
	taken = frappe.db.get_value(CAMPAIGN, {"filing_no": number}) or frappe.db.get_value(
		AMENDMENT, {"filing_no": number}, "campaign"
	)
	if taken:
		message = _("Filing number {0} belongs to campaign {1}; every campaign has its own.")
		frappe.throw(message.format(number, taken), CampaignInvalidError)


def _require_in_time(campaign: Document, day: date) -> None:
	if day > clock.today():
		frappe.throw(_("{0} lies in the future.").format(_("Filed On")), CampaignPeriodError)
	terms, source = get_fundraising_rule(campaign.campaign_kind, getdate(campaign.starts_on))
	last = compute_filing_deadline(terms, getdate(campaign.starts_on))
	if terms.filing_required and day > last:
		message = _("The plan must be filed by {0} ({1}). Move the start of the campaign.")
		frappe.throw(message.format(formatdate(last), source), CampaignPeriodError)


def get_next_publication_date(campaign: Document) -> date | None:
	"""Day by which a running campaign publishes its figures again."""
	terms, _source = get_fundraising_rule(campaign.campaign_kind, getdate(campaign.starts_on))
	last = getdate(campaign.published_on) if campaign.published_on else None
	return compute_next_publication(terms, getdate(campaign.starts_on), getdate(campaign.ends_on), last)


def save_campaign(campaign: Document, **values: Any) -> None:
	"""Store what a move changes, past the words that stay as donors were told."""
	campaign.update(values)
	with allow_transition(CAMPAIGN, campaign.name):
		campaign.save(ignore_permissions=True)  # allow: PERM-ignore-permissions the move was permitted above

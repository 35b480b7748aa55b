"""Campaigns: what a plan needs before it is filed, what stays fixed afterwards, and which donations it may take."""

from datetime import date
from decimal import Decimal
from typing import NoReturn

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import formatdate, getdate

from social_assistance.domain.charity.campaigns import (
	FundraisingTerms,
	compute_latest_end,
	compute_report_deadline,
	may_accept_donations,
)
from social_assistance.domain.money import from_storage
from social_assistance.exceptions import AssistanceError
from social_assistance.services import clock
from social_assistance.services.charity.exceptions import (
	CampaignInvalidError,
	CampaignNotFiledError,
	CampaignPeriodError,
	CampaignStateError,
)
from social_assistance.services.charity.fundraising_rules import get_fundraising_rule
from social_assistance.services.charity.partners import read_credit_code, require_partner

CAMPAIGN, PARTNER = "Charity Campaign", "Charity Partner"
DRAFT, FILED, RUNNING, CLOSED, REPORTED = "Draft", "Plan Filed", "Running", "Closed", "Reported"
EMERGENCY = "Emergency Appeal"


def check_campaign(campaign: Document) -> None:
	"""What every plan needs; what was filed or has begun is no longer changed by hand."""
	campaign.charity_partner = require_partner(campaign.charity_partner)
	if campaign.campaign_status != DRAFT:
		return
	starts_on, ends_on = getdate(campaign.starts_on), getdate(campaign.ends_on)
	terms, campaign.rule_text = get_fundraising_rule(campaign.campaign_kind, starts_on)
	_check_period(terms, starts_on, ends_on)
	campaign.report_due_on = compute_report_deadline(terms, ends_on)
	if campaign.is_restricted and not (campaign.purpose or "").strip():
		_refuse(_("A campaign with restricted purpose needs its purpose."))
	_check_licence(campaign, terms)
	if terms.filing_required:
		_check_plan(campaign)


def require_open_campaign(donation: Document) -> None:
	"""Refuse a donation that its campaign may not take; the campaign's purpose and place become the donation's."""
	campaign = frappe.get_doc(CAMPAIGN, donation.campaign)
	if campaign.charity_partner != donation.charity_partner:
		_refuse(_("Campaign {0} is not one of {1}.").format(campaign.campaign_name, donation.charity_partner))
	_require_takes(campaign, getdate(donation.received_on))
	if campaign.is_restricted:
		donation.update({"is_restricted": 1, "purpose": campaign.purpose, "purpose_kind": campaign.need_kind})
	donation.target_division = campaign.target_division or donation.target_division


def add_raised_amount(name: str, amount: Decimal, gifts: int = 0) -> None:
	"""Count a donation, or take a refund off, under the campaign's lock: the last row that a transaction takes."""
	_add(frappe.get_doc(CAMPAIGN, name, for_update=True), amount, gifts)


def count_donation(donation: Document) -> None:
	"""Under the campaign's lock, so that a donation and the final report never cross."""
	campaign = frappe.get_doc(CAMPAIGN, donation.campaign, for_update=True)
	_require_takes(campaign, getdate(donation.received_on))
	_add(campaign, from_storage(donation.amount), 1)


def _add(campaign: Document, amount: Decimal, gifts: int) -> None:
	values = {
		"raised_amount": from_storage(campaign.raised_amount) + amount,
		"donation_count": campaign.donation_count + gifts,
	}
	frappe.db.set_value(CAMPAIGN, campaign.name, values)


def _require_takes(campaign: Document, day: date) -> None:
	terms, source = get_fundraising_rule(campaign.campaign_kind, getdate(campaign.starts_on))
	filed_on = getdate(campaign.filed_on) if campaign.filed_on else None
	if not may_accept_donations(terms, getdate(campaign.starts_on), filed_on, day):
		message = _("Campaign {0} has no filing number and takes no gifts ({1}).")
		_refuse(message.format(campaign.campaign_name, source), CampaignNotFiledError)
	if campaign.campaign_status == DRAFT:
		_refuse(_("Campaign {0} has not been opened yet.").format(campaign.campaign_name), CampaignStateError)
	if campaign.campaign_status == REPORTED:
		message = _("Campaign {0} has published its full report and takes no more gifts.")
		_refuse(message.format(campaign.campaign_name), CampaignStateError)
	if not getdate(campaign.starts_on) <= day <= getdate(campaign.ends_on):
		message = _("Received On is {0}, but campaign {1} takes gifts from {2} to {3}.")
		span = formatdate(campaign.starts_on), formatdate(campaign.ends_on)
		_refuse(message.format(formatdate(day), campaign.campaign_name, *span), CampaignPeriodError)


def _check_period(terms: FundraisingTerms, starts_on: date, ends_on: date) -> None:
	if ends_on < starts_on:
		_refuse(_("Ends On lies before Starts On."), CampaignPeriodError)
	last = compute_latest_end(terms, starts_on)
	if last and ends_on > last:
		message = _("Such a campaign lasts {0} months at most: it must end by {1}.")
		_refuse(message.format(terms.longest_months, formatdate(last)), CampaignPeriodError)


def _check_licence(campaign: Document, terms: FundraisingTerms) -> None:
	"""慈善法 art. 22 and 26: a licence of one's own, or an agreement with an organisation that has one."""
	campaign.licensed_partner = None
	if not terms.license_required or frappe.db.get_value(
		PARTNER, campaign.charity_partner, "may_raise_publicly"
	):
		campaign.update({"licensed_uscc": None, "agreement_file": None})
		return
	if not campaign.licensed_uscc or not campaign.agreement_file:
		message = _(
			"{0} has no licence for public fundraising. Enter the licensed organisation and attach the agreement with it."
		)
		_refuse(message.format(campaign.charity_partner))
	campaign.licensed_uscc = read_credit_code(campaign, "licensed_uscc", CampaignInvalidError)
	filters = {"uscc": campaign.licensed_uscc, "may_raise_publicly": 1, "is_enabled": 1}
	campaign.licensed_partner = frappe.db.get_value(PARTNER, filters)
	if not campaign.licensed_partner:
		_refuse(_("{0} is no organisation on file with that licence.").format(campaign.licensed_uscc))


def _check_plan(campaign: Document) -> None:
	"""公开募捐管理办法 art. 10 to 12: open group, full-time person in charge, account of its own."""
	if not campaign.is_open_group:
		_refuse(_("Confirm that the campaign is not for particular persons; the law does not allow that."))
	if not campaign.is_full_time:
		_refuse(_("The person in charge of a campaign must be full-time staff of the organisation."))
	if not campaign.bank_account:
		_refuse(_("Enter the account of the campaign; gifts to it are kept apart."))


def is_in_period(campaign: Document) -> bool:
	"""Whether the business date lies in the campaign's period."""
	return getdate(campaign.starts_on) <= clock.today() <= getdate(campaign.ends_on)


def _refuse(message: str, exception: type[AssistanceError] = CampaignInvalidError) -> NoReturn:
	frappe.throw(message, exception)

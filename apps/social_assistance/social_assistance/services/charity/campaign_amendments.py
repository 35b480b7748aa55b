"""Changes of a filed plan: a new version under a filing number and day of its own; what was filed before is kept.

慈善法 art. 56: another use of what a plan collects is filed. What donors gave before stays bound to the words of their day.
"""

from datetime import date
from typing import Any, NoReturn

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.query_builder.functions import Max
from frappe.utils import formatdate, getdate

from social_assistance.constants import DISTRICT_REVIEWER
from social_assistance.domain.charity.campaigns import (
	FundraisingTerms,
	compute_change_deadline,
	compute_latest_end,
	compute_report_deadline,
)
from social_assistance.exceptions import AssistanceError, StepNotAllowedError
from social_assistance.permissions.field_rows import is_same
from social_assistance.permissions.transition_permits import allow_transition
from social_assistance.services import clock
from social_assistance.services.charity.campaign_moves import (
	get_next_publication_date,
	require_free_number,
	save_campaign,
)
from social_assistance.services.charity.campaigns import CAMPAIGN, DRAFT, FILED, RUNNING
from social_assistance.services.charity.exceptions import (
	CampaignInvalidError,
	CampaignPeriodError,
	CampaignStateError,
)
from social_assistance.services.charity.fundraising_rules import get_fundraising_rule
from social_assistance.services.charity.partners import require_partner

DOCTYPE = "Campaign Amendment"
WITHDRAWN = "Withdrawn"
TERMS = (
	*("ends_on", "target_amount", "person_in_charge", "is_full_time", "purpose", "need_kind"),
	*("target_division", "beneficiaries", "is_open_group"),
)

ALWAYS_STATED = ("ends_on", "person_in_charge", "beneficiaries")


def fill_plan(amendment: Document) -> None:
	"""A new amendment that does not state the whole plan takes the rest from the plan as it stands."""
	if not amendment.is_new() or not amendment.campaign:
		return
	campaign = frappe.get_doc(CAMPAIGN, amendment.campaign)
	amendment.charity_partner = campaign.charity_partner
	if not all(amendment.get(term) for term in ALWAYS_STATED):
		missing = [term for term in TERMS if not amendment.get(term)]
		amendment.update({term: campaign.get(term) for term in missing})


def check_amendment(amendment: Document) -> None:
	"""Own, filed campaign that is not over; what changes and until when it is filed. An answered one stays as it is."""
	if amendment.amendment_status != DRAFT:
		return
	campaign = frappe.get_doc(CAMPAIGN, amendment.campaign)
	amendment.charity_partner = require_partner(campaign.charity_partner)
	_require_amendable(campaign)
	_check_terms(amendment, campaign)
	terms, _source = get_fundraising_rule(campaign.campaign_kind, getdate(campaign.starts_on))
	if getdate(amendment.changed_on) > clock.today():
		_refuse(_("{0} lies in the future.").format(_("Day of the Change")), CampaignPeriodError)
	amendment.file_by = compute_change_deadline(terms, getdate(amendment.changed_on))
	amendment.plan_version = _next_version(campaign)
	amendment.set("changes", [_change(amendment, campaign, term) for term in _changed(amendment, campaign)])
	if not amendment.changes:
		_refuse(_("Nothing is changed: the amendment says what the plan says."))


def file_amendment(name: str, filing_no: str, filed_on: str = "") -> None:
	"""The bureau accepts an amendment; from now on the campaign's plan is this one."""
	campaign_name = frappe.db.get_value(DOCTYPE, name, "campaign")
	campaign = frappe.get_doc(CAMPAIGN, campaign_name, for_update=True)
	amendment = _locked(name)
	number, day = "".join(filing_no.split()), getdate(filed_on) if filed_on else clock.today()
	if not number:
		_refuse(_("Enter the filing number."))
	require_free_number(number)
	_require_day(campaign, amendment, day)
	_require_amendable(campaign)
	_require_unchanged(amendment, campaign)
	terms, _source = get_fundraising_rule(campaign.campaign_kind, getdate(campaign.starts_on))
	_check_terms(amendment, campaign)
	_save(
		amendment,
		amendment_status=FILED,
		filing_no=number,
		filed_on=day,
		filed_by=frappe.session.user,
		is_late=int(bool(amendment.file_by) and day > getdate(amendment.file_by)),
	)
	_apply(campaign, amendment, terms)


def withdraw_amendment(name: str) -> None:
	"""The organiser no longer wants a change that was not filed yet."""
	amendment = frappe.get_doc(DOCTYPE, name, for_update=True)
	require_partner(amendment.charity_partner)
	_require_draft(amendment)
	_save(amendment, amendment_status=WITHDRAWN)


def _apply(campaign: Document, amendment: Document, terms: FundraisingTerms) -> None:
	"""The new terms, and the days that follow from them."""
	changed = {row.term: amendment.get(row.term) for row in amendment.changes}
	campaign.update(changed)
	save_campaign(
		campaign,
		plan_version=amendment.plan_version,
		latest_amendment=amendment.name,
		report_due_on=compute_report_deadline(terms, getdate(campaign.ends_on)),
		next_publication_on=get_next_publication_date(campaign)
		if campaign.campaign_status == RUNNING
		else None,
	)


def _locked(name: str) -> Document:
	amendment = frappe.get_doc(DOCTYPE, name, for_update=True)
	if DISTRICT_REVIEWER not in frappe.get_roles():
		message = _("This action needs the role {0}.")
		frappe.throw(message.format(_(DISTRICT_REVIEWER)), StepNotAllowedError)
	_require_draft(amendment)
	return amendment


def _require_draft(amendment: Document) -> None:
	if amendment.amendment_status != DRAFT:
		message = _("Amendment {0} is {1}; this is not possible any more.")
		_refuse(message.format(amendment.name, _(amendment.amendment_status)), CampaignStateError)


def _require_amendable(campaign: Document) -> None:
	if not campaign.filing_no:
		message = _("Campaign {0} is not filed yet; only a filed plan is amended.")
		_refuse(message.format(campaign.campaign_name), CampaignStateError)
	if campaign.campaign_status not in (FILED, RUNNING):
		message = _("Campaign {0} is {1}; its plan is not amended any more.")
		_refuse(message.format(campaign.campaign_name, _(campaign.campaign_status)), CampaignStateError)


def _require_day(campaign: Document, amendment: Document, day: date) -> None:
	"""Filings follow each other: not before the change, the plan and the version before."""
	before = frappe.db.get_value(DOCTYPE, campaign.latest_amendment, "filed_on") or campaign.filed_on
	first = max(getdate(amendment.changed_on), getdate(before))
	if not first <= day <= clock.today():
		message = _("Filed On lies between {0} and today: not before the change nor the filing before.")
		_refuse(message.format(formatdate(first)), CampaignPeriodError)


def _require_unchanged(amendment: Document, campaign: Document) -> None:
	"""Another amendment may have been filed since this one was drawn up; its author looks at it again."""
	if amendment.plan_version != _next_version(campaign):
		_refuse(
			_("The plan changed after this amendment was drawn up. Save it again and look at its changes.")
		)


def _next_version(campaign: Document) -> int:
	return int(campaign.plan_version or 1) + 1


def _check_terms(amendment: Document, campaign: Document) -> None:
	starts_on, ends_on = getdate(campaign.starts_on), getdate(amendment.ends_on)
	terms, source = get_fundraising_rule(campaign.campaign_kind, starts_on)
	if not is_same(amendment, "ends_on", campaign.ends_on):
		_check_end(campaign, terms, source, ends_on)
	if campaign.is_restricted and not (amendment.purpose or "").strip():
		_refuse(_("A campaign with restricted purpose needs its purpose."))
	if terms.filing_required and not amendment.is_open_group:
		_refuse(_("Confirm that the campaign is not for particular persons; the law does not allow that."))
	if terms.filing_required and not amendment.is_full_time:
		_refuse(_("The person in charge of a campaign must be full-time staff of the organisation."))


def _check_end(campaign: Document, terms: FundraisingTerms, source: str, ends_on: date) -> None:
	"""Within the longest period, counted from the first start, and not before today or the last donation."""
	last = compute_latest_end(terms, getdate(campaign.starts_on))
	if last and ends_on > last:
		message = _("Such a campaign lasts {0} months at most: it must end by {1} ({2}).")
		_refuse(message.format(terms.longest_months, formatdate(last), source), CampaignPeriodError)
	first = max(clock.today(), getdate(campaign.starts_on), _last_gift(campaign) or date.min)
	if ends_on < first:
		message = _("The new end lies not before {0}. To end the campaign now, close it early.")
		_refuse(message.format(formatdate(first)), CampaignPeriodError)


def _last_gift(campaign: Document) -> date | None:
	gift = frappe.qb.DocType("Charity Donation")
	query = frappe.qb.from_(gift).select(Max(gift.received_on))
	found = query.where((gift.campaign == campaign.name) & (gift.docstatus == 1)).run()[0][0]
	return getdate(found) if found else None


def _changed(amendment: Document, campaign: Document) -> list[str]:
	return [term for term in TERMS if not is_same(amendment, term, campaign.get(term))]


def _change(amendment: Document, campaign: Document, term: str) -> dict[str, Any]:
	label = amendment.meta.get_label(term)
	return {
		"term": term,
		"term_label": _(label),
		"old_value": _words(campaign, term),
		"new_value": _words(amendment, term),
	}


def _words(doc: Document, term: str) -> str:
	"""A value as a reader of the filing understands it."""
	field = doc.meta.get_field(term)
	value = doc.get(term)
	if field.fieldtype == "Check":
		return _("Yes") if value else _("No")
	if not value:
		return ""
	if field.fieldtype == "Currency":
		return f"{value:.2f}" if not isinstance(value, str) else value
	if field.fieldtype == "Date":
		return str(getdate(value))
	if term == "target_division":
		return str(frappe.db.get_value("Administrative Division", value, "division_name"))
	return _(value) if field.fieldtype == "Select" else str(value)


def _save(amendment: Document, **values: Any) -> None:
	amendment.update(values)
	with allow_transition(DOCTYPE, amendment.name):
		amendment.save(  # allow: PERM-ignore-permissions the move was permitted by its caller
			ignore_permissions=True
		)


def _refuse(message: str, exception: type[AssistanceError] = CampaignInvalidError) -> NoReturn:
	frappe.throw(message, exception)

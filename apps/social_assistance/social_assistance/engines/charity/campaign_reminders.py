"""Reminders of what the law asks of campaigns by a day: filing, publication of figures, full report.

Organisers hear of it before; once a day has passed they and the bureau hear again. The words name campaign, duty, day and
source, so nobody hears the same twice, and a new day is told anew.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

import frappe
from frappe import _
from frappe.utils import format_date, getdate

from social_assistance.constants import DISTRICT_REVIEWER, SUPERVISION_OFFICER
from social_assistance.domain.charity.campaigns import (
	CampaignStanding,
	Duty,
	FundraisingTerms,
	is_due_soon,
	list_duties,
)
from social_assistance.engines.alerts import Message, build_alert, send_alerts
from social_assistance.services import clock
from social_assistance.services.charity.campaigns import CAMPAIGN, CLOSED, DRAFT, FILED, RUNNING
from social_assistance.services.charity.fundraising_rules import find_rule_in_force, list_rules_by_kind

WATCHED_BY = (DISTRICT_REVIEWER, SUPERVISION_OFFICER)
FIELDS = [
	*("name", "campaign_name", "campaign_kind", "campaign_status", "charity_partner", "rule_text"),
	*("starts_on", "filed_on", "next_publication_on", "report_due_on"),
]


class Reader(NamedTuple):
	"""An account and the language of its messages."""

	user: str
	language: str


def send_campaign_reminders() -> int:
	"""Send the reminders of today; return the number of new ones."""
	organisers, watchers = _organisers(), _watchers()
	messages: list[Message] = []
	for campaign, duty, due_on, is_overdue in _to_tell(clock.today()):
		readers = {*organisers[campaign.charity_partner], *(watchers if is_overdue else ())}
		messages += [_message(campaign, duty, due_on, is_overdue, reader) for reader in sorted(readers)]
	return send_alerts(messages)


def _to_tell(today: date) -> Iterator[tuple[frappe._dict, Duty, date, bool]]:
	"""Duties that are due soon or overdue; a plan that nobody filed in time binds nobody, it never opens."""
	rules = list_rules_by_kind()
	open_states = {"campaign_status": ("in", (DRAFT, FILED, RUNNING, CLOSED))}
	for campaign in frappe.get_all(CAMPAIGN, open_states, FIELDS, order_by="name"):
		rule = find_rule_in_force(rules.get(campaign.campaign_kind, []), campaign.starts_on)
		terms = rule.terms if rule else FundraisingTerms()
		for duty, due_on in list_duties(terms, _standing(campaign)):
			is_overdue = due_on < today and campaign.campaign_status != DRAFT
			if is_overdue or is_due_soon(terms, due_on, today):
				yield campaign, duty, due_on, is_overdue


def _standing(campaign: frappe._dict) -> CampaignStanding:
	days = ("filed_on", "next_publication_on", "report_due_on")
	known = {name: getdate(campaign[name]) for name in days if campaign[name]}
	return CampaignStanding(campaign.campaign_status, getdate(campaign.starts_on), **known)


def _organisers() -> dict[str, list[Reader]]:
	"""Enabled accounts by enabled partner."""
	partner, member, user = (
		frappe.qb.DocType(name) for name in ("Charity Partner", "Charity Partner User", "User")
	)
	rows = (
		frappe.qb.from_(member)
		.join(partner)
		.on(partner.name == member.parent)
		.join(user)
		.on(user.name == member.user)
		.where((partner.is_enabled == 1) & (user.enabled == 1))
		.select(partner.name, user.name, user.language)
		.run()
	)
	found: dict[str, list[Reader]] = defaultdict(list)
	for name, account, language in rows:
		found[name].append(Reader(account, language or frappe.local.lang))
	return found


def _watchers() -> list[Reader]:
	"""Accounts of the bureau that supervise campaigns."""
	role, user = frappe.qb.DocType("Has Role"), frappe.qb.DocType("User")
	rows = (
		frappe.qb.from_(role)
		.join(user)
		.on((user.name == role.parent) & (role.parenttype == "User"))
		.where(role.role.isin(WATCHED_BY) & (user.enabled == 1))
		.select(user.name, user.language)
		.run()
	)
	return [Reader(account, language or frappe.local.lang) for account, language in rows]


def _message(campaign: frappe._dict, duty: Duty, due_on: date, is_overdue: bool, reader: Reader) -> Message:
	text = _overdue(duty, reader.language) if is_overdue else _soon(duty, reader.language)
	subject = text.format(campaign.campaign_name, format_date(due_on), campaign.rule_text or "")
	return build_alert(reader.user, CAMPAIGN, campaign.name, subject)


def _soon(duty: Duty, lang: str) -> str:
	texts = {
		Duty.FILING: _("Due soon: the plan of campaign {0} is to be filed by {1}. {2}", lang),
		Duty.PUBLICATION: _("Due soon: campaign {0} publishes its figures by {1}. {2}", lang),
		Duty.REPORT: _("Due soon: campaign {0} gives its full report by {1}. {2}", lang),
	}
	return texts[duty]


def _overdue(duty: Duty, lang: str) -> str:
	texts = {
		Duty.FILING: _("Overdue: the plan of campaign {0} was to be filed by {1}. {2}", lang),
		Duty.PUBLICATION: _("Overdue: campaign {0} was to publish its figures by {1}. {2}", lang),
		Duty.REPORT: _("Overdue: campaign {0} was to give its full report by {1}. {2}", lang),
	}
	return texts[duty]

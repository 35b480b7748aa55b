"""The law's terms for campaigns, from the fundraising rules that the policy administrators keep."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

import frappe
from frappe import _
from frappe.utils import cint, formatdate

from social_assistance.domain.charity.campaigns import FundraisingTerms
from social_assistance.services.charity.exceptions import CampaignInvalidError

RULE = "Fundraising Rule"
_TERMS = tuple(FundraisingTerms.__dataclass_fields__)


class Rule(NamedTuple):
	"""The terms of a kind of campaign from a day on, and where they are written."""

	valid_from: date
	terms: FundraisingTerms
	citation: str


def get_fundraising_rule(kind: str, day: date) -> tuple[FundraisingTerms, str]:
	"""Terms and source in force for a kind of campaign on the day of its start."""
	rule = find_rule_in_force(list_rules_by_kind(campaign_kind=kind).get(kind, []), day)
	if not rule:
		message = _("No fundraising rule for {0} is in force on {1}. The policy administrator enters it.")
		frappe.throw(message.format(_(kind), formatdate(day)), CampaignInvalidError)
	return rule.terms, rule.citation


def list_rules_by_kind(**filters: str) -> dict[str, list[Rule]]:
	"""The rules of every kind of campaign, or of those asked for, the newest first."""
	found: dict[str, list[Rule]] = defaultdict(list)
	fields = [*_TERMS, "campaign_kind", "valid_from", "citation"]
	for row in frappe.get_all(RULE, filters, fields, order_by="valid_from desc"):
		found[row.campaign_kind].append(Rule(row.valid_from, _terms_of(row), row.citation))
	return found


def find_rule_in_force(rules: Sequence[Rule], day: date) -> Rule | None:
	"""Of rules in the order of `rules_by_kind`, the newest that held on a day."""
	return next((rule for rule in rules if rule.valid_from <= day), None)


def _terms_of(row: frappe._dict) -> FundraisingTerms:
	values: dict[str, Any] = {name: cint(row[name]) for name in _TERMS}
	flags = {name: bool(values[name]) for name in ("filing_required", "license_required")}
	return FundraisingTerms(**values | flags)

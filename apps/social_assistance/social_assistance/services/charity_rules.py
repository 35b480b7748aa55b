"""The law's terms for campaigns, from the fundraising rules that the policy administrators keep."""

from datetime import date
from typing import Any

import frappe
from frappe import _
from frappe.utils import cint, formatdate

from social_assistance.domain.campaigns import FundraisingTerms
from social_assistance.exceptions import CampaignInvalidError

RULE = "Fundraising Rule"
_TERMS = tuple(FundraisingTerms.__dataclass_fields__)


def rule_for(kind: str, day: date) -> tuple[FundraisingTerms, str]:
	"""Terms and source in force for a kind of campaign on the day of its start."""
	rows = frappe.get_all(
		RULE,
		filters={"campaign_kind": kind, "valid_from": ("<=", day)},
		fields=[*_TERMS, "citation"],
		order_by="valid_from desc",
		limit=1,
	)
	if not rows:
		message = _("No fundraising rule for {0} is in force on {1}. The policy administrator enters it.")
		frappe.throw(message.format(_(kind), formatdate(day)), CampaignInvalidError)
	return terms_of(rows[0]), rows[0].citation


def all_rules() -> dict[str, list[tuple[date, FundraisingTerms]]]:
	"""The terms of every kind of campaign with their first days, the newest first."""
	found: dict[str, list[tuple[date, FundraisingTerms]]] = {}
	for row in frappe.get_all(
		RULE, fields=[*_TERMS, "campaign_kind", "valid_from"], order_by="valid_from desc"
	):
		found.setdefault(row.campaign_kind, []).append((row.valid_from, terms_of(row)))
	return found


def terms_of(row: frappe._dict) -> FundraisingTerms:
	"""The terms of a stored rule."""
	values: dict[str, Any] = {name: cint(row[name]) for name in _TERMS}
	flags = {name: bool(values[name]) for name in ("filing_required", "license_required")}
	return FundraisingTerms(**values | flags)

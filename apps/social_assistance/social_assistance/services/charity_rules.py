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
	values: dict[str, Any] = {name: cint(rows[0][name]) for name in _TERMS}
	flags = {name: bool(values[name]) for name in ("filing_required", "license_required")}
	return FundraisingTerms(**values | flags), rows[0].citation

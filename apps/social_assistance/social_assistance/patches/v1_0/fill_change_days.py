"""Rules of fundraising that were entered before a rule said within how many days a changed plan is filed."""

import json
from typing import Any

import frappe
from frappe.utils import now

from social_assistance.setup.install import DATA

RULE = "Fundraising Rule"


def execute() -> None:
	"""Each takes the days of the shipped rule in force on its first day; one that has days keeps them, so it may run twice."""
	rule = frappe.qb.DocType(RULE)
	for shipped in _shipped():
		(
			frappe.qb.update(rule)
			.set(rule.change_days, shipped["change_days"])
			.set(rule.modified, now())
			.set(rule.modified_by, frappe.session.user)
			.where(rule.campaign_kind == shipped["campaign_kind"])
			.where(rule.valid_from >= shipped["valid_from"])
			.where(rule.change_days.isnull() | (rule.change_days == 0))
			.run()
		)


def _shipped() -> list[dict[str, Any]]:
	"""The rules that have such a term, the newest first."""
	rules = json.loads((DATA / "fundraising_rules.json").read_text(encoding="utf-8"))
	return sorted(
		(rule for rule in rules if rule.get("change_days")), key=lambda rule: rule["valid_from"], reverse=True
	)

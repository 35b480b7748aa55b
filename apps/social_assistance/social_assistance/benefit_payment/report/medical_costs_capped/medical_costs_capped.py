"""Medical Costs Capped: who paid the medical costs of classes in a year, what was paid above the line, and the coverage rate."""

from typing import Any

import frappe
from frappe import _

from social_assistance.engines.awards.medical_cap_report import summarise_medical_caps
from social_assistance.report_columns import build_column
from social_assistance.services import clock


def execute(filters: dict[str, Any] | None = None) -> tuple[list[dict], list[dict]]:
	"""Columns and rows; records of the reader's area, the total as last row."""
	year = int((filters or {}).get("year") or clock.today().year)
	return _columns(), [_shown(row) for row in summarise_medical_caps(year)]


def _shown(row: dict[str, Any]) -> dict[str, Any]:
	if row.pop("is_total", 0):
		return {**row, "township": _("Total"), "bold": 1}
	return {**row, "scheme": _(frappe.get_cached_value("Assistance Scheme", row["scheme"], "scheme_name"))}


def _columns() -> list[dict]:
	return [
		build_column("township", _("Township"), "Data", 130),
		build_column("scheme", _("Class"), "Data", 150),
		build_column("households", _("Households"), "Int", 70),
		build_column("persons", _("Persons"), "Int", 70),
		build_column("in_policy_cost", _("In-policy Cost"), "Currency", 115),
		build_column("own_share", _("Own Share"), "Currency", 110),
		build_column("granted_amount", _("Paid Above It"), "Currency", 110),
		build_column("own_left", _("Left to the Family"), "Currency", 110),
		build_column("coverage_rate", _("Coverage Rate (%)"), "Float", 120),
		build_column("basic_paid", _("Basic Insurance"), "Currency", 115),
		build_column("serious_paid", _("Serious-illness Insurance"), "Currency", 115),
		build_column("aid_paid", _("Medical Aid"), "Currency", 115),
		build_column("other_paid", _("Other Payments"), "Currency", 110),
		build_column("total_cost", _("Total Cost"), "Currency", 115),
	]

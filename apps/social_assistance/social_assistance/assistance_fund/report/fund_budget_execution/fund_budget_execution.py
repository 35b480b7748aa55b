"""Fund Budget Execution: a year's budgets beside what was granted from them."""

from typing import Any

from frappe import _
from frappe.utils import cint

from social_assistance.engines.funds import fund_reports
from social_assistance.services import clock


def execute(filters: dict[str, Any] | None = None) -> tuple[list[dict], list[dict]]:
	"""Columns and rows; budgets of the reader's area."""
	year = cint((filters or {}).get("fiscal_year")) or clock.today().year
	return _columns(), fund_reports.list_budget_execution(year)


def _columns() -> list[dict]:
	return [
		{"fieldname": "division_name", "label": _("District or Township"), "fieldtype": "Data", "width": 160},
		{
			"fieldname": "scheme",
			"label": _("Scheme"),
			"fieldtype": "Link",
			"options": "Assistance Scheme",
			"width": 160,
		},
		{"fieldname": "amount", "label": _("Budget"), "fieldtype": "Currency", "width": 150},
		{"fieldname": "granted", "label": _("Granted"), "fieldtype": "Currency", "width": 150},
		{"fieldname": "left_over", "label": _("Funds Left"), "fieldtype": "Currency", "width": 150},
		# Data: Frappe's row of totals would show the mean of percentages.
		{
			"fieldname": "used",
			"label": _("Budget Used (%)"),
			"fieldtype": "Data",
			"align": "right",
			"width": 120,
		},
	]

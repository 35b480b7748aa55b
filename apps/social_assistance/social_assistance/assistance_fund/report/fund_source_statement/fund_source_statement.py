"""Fund Source Statement: what each source gave, what it paid, and its share of all payments."""

from typing import Any

from frappe import _

from social_assistance.engines.funds import fund_reports
from social_assistance.services import clock
from social_assistance.services.awards.grants import parse_month_field


def execute(filters: dict[str, Any] | None = None) -> tuple[list[dict], list[dict]]:
	"""Columns and rows; entries of the reader's area."""
	given = filters or {}
	first = parse_month_field(given.get("from_month") or f"{clock.today().year}-01", "From Month")
	last = parse_month_field(given.get("to_month") or f"{clock.today():%Y-%m}", "To Month")
	rows = fund_reports.list_source_statements(str(first), str(last))
	return _columns(), [row | _named(row) for row in rows]


def _named(row: dict[str, Any]) -> dict[str, str]:
	return {
		"source": row["source"] or _("(no source named)"),
		"source_kind": _(row["source_kind"]) if row["source_kind"] else "",
		"is_fiscal": _("Yes") if row["is_fiscal"] else _("No"),
	}


def _columns() -> list[dict]:
	return [
		{"fieldname": "source", "label": _("Fund Source"), "fieldtype": "Data", "width": 180},
		{"fieldname": "source_kind", "label": _("Level"), "fieldtype": "Data", "width": 90},
		{"fieldname": "is_fiscal", "label": _("Fiscal Money"), "fieldtype": "Data", "width": 100},
		{"fieldname": "received", "label": _("Funds In"), "fieldtype": "Currency", "width": 150},
		{"fieldname": "paid_out", "label": _("Funds Out"), "fieldtype": "Currency", "width": 150},
		{"fieldname": "left_over", "label": _("Funds Left"), "fieldtype": "Currency", "width": 150},
		# Data: Frappe's row of totals would show the mean of percentages.
		{"fieldname": "share", "label": _("Share (%)"), "fieldtype": "Data", "align": "right", "width": 110},
	]

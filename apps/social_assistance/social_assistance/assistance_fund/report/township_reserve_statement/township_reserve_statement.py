"""Township Reserve Statement: what the reserves for temporary aid were advanced, used and have left."""

from typing import Any

from frappe import _

from social_assistance.engines.funds import fund_reports
from social_assistance.services import clock
from social_assistance.services.awards.grants import parse_month_field


def execute(filters: dict[str, Any] | None = None) -> tuple[list[dict], list[dict]]:
	"""Columns and rows; reserves of the reader's area."""
	given = filters or {}
	first = parse_month_field(given.get("from_month") or f"{clock.today().year}-01", "From Month")
	last = parse_month_field(given.get("to_month") or f"{clock.today():%Y-%m}", "To Month")
	return _columns(), fund_reports.list_reserve_statements(str(first), str(last))


def _columns() -> list[dict]:
	amounts = (
		("opening", _("Balance Before")),
		("filled", _("Advanced and Replenished")),
		("used", _("Used")),
		("closing", _("Balance After")),
	)
	return [
		{"fieldname": "division_name", "label": _("Township"), "fieldtype": "Data", "width": 160},
		{"fieldname": "fund_source", "label": _("Fund Source"), "fieldtype": "Data", "width": 160},
		*(
			{"fieldname": name, "label": label, "fieldtype": "Currency", "width": 160}
			for name, label in amounts
		),
	]

"""Review Progress: reviews by township, what is open, proposed, decided and overdue."""

from typing import Any

import frappe
from frappe import _
from frappe.utils import getdate

from social_assistance.engines.reviews.review_progress import list_progress_by_township


def execute(filters: dict[str, Any] | None = None) -> tuple[list[dict], list[dict], None, dict]:
	"""Columns, rows and chart; reviews outside the reader's area are not counted."""
	wanted = frappe._dict(filters or {})
	rows = list_progress_by_township(
		wanted.review_campaign or "",
		wanted.scheme or "",
		getdate(wanted.from_date) if wanted.from_date else None,
		getdate(wanted.to_date) if wanted.to_date else None,
	)
	return _columns(), rows, None, _chart(rows)


def _columns() -> list[dict]:
	counts = (
		("total", _("Reviews")),
		("open", _("Open")),
		("proposed", _("Proposed")),
		("decided", _("Decided")),
		("overdue", _("Overdue")),
	)
	return [
		{"fieldname": "division_name", "label": _("Township"), "fieldtype": "Data", "width": 200},
		*({"fieldname": name, "label": label, "fieldtype": "Int", "width": 110} for name, label in counts),
		# Data: Frappe's row of totals would show the mean of percentages.
		{
			"fieldname": "share",
			"label": _("Decided (%)"),
			"fieldtype": "Data",
			"align": "right",
			"width": 130,
		},
	]


def _chart(rows: list[dict]) -> dict[str, Any]:
	parts = (("decided", _("Decided")), ("proposed", _("Proposed")), ("open", _("Open")))
	return {
		"type": "bar",
		"barOptions": {"stacked": 1},
		"colors": ["#48bb74", "#4299e1", "#f6ad55"],
		"data": {
			"labels": [row["division_name"] for row in rows],
			"datasets": [{"name": label, "values": [row[name] for row in rows]} for name, label in parts],
		},
	}

"""Case Timeliness: the monthly sheet of steps in time and overdue, by township and step."""

from typing import Any

import frappe
from frappe import _
from frappe.utils import getdate

from social_assistance.engines.timeliness import StepTimeliness, step_timeliness
from social_assistance.services.clock import today

COUNTS = ("done_in_time", "done_late", "running", "overdue")


def execute(filters: dict[str, Any] | None = None) -> tuple[list[dict], list[dict], None, dict]:
	"""Columns, rows and chart; rows outside the reader's area are not counted."""
	wanted = frappe._dict(filters or {})
	rows = step_timeliness(
		getdate(wanted.from_date or "2000-01-01"),
		getdate(wanted.to_date or today()),
		today(),
		wanted.township or None,
	)
	return _columns(), [_row(row) for row in rows], None, _chart(rows)


def _columns() -> list[dict]:
	return [
		{"fieldname": "township", "label": _("Township"), "fieldtype": "Data", "width": 180},
		{"fieldname": "step_no", "label": _("No."), "fieldtype": "Int", "width": 70},
		{"fieldname": "step", "label": _("Step"), "fieldtype": "Data", "width": 240},
		{"fieldname": "done_in_time", "label": _("Done in Time"), "fieldtype": "Int", "width": 110},
		{"fieldname": "done_late", "label": _("Done Late"), "fieldtype": "Int", "width": 110},
		{"fieldname": "running", "label": _("Still in Time"), "fieldtype": "Int", "width": 110},
		{"fieldname": "overdue", "label": _("Overdue"), "fieldtype": "Int", "width": 110},
		{"fieldname": "in_time_share", "label": _("In Time (%)"), "fieldtype": "Percent", "width": 120},
	]


def _row(row: StepTimeliness) -> dict[str, Any]:
	judged = row.done_in_time + row.done_late + row.overdue
	return {
		"township": row.township_name or row.township,
		"step_no": row.step_no,
		"step": _(row.step_name),
		**{name: getattr(row, name) for name in COUNTS},
		"in_time_share": round(100 * row.done_in_time / judged, 1) if judged else None,
	}


def _chart(rows: list[StepTimeliness]) -> dict[str, Any]:
	"""One bar per township, in time against late and overdue."""
	towns = list(dict.fromkeys(row.township_name or row.township for row in rows))

	def totals(*names: str) -> list[int]:
		return [
			sum(getattr(r, name) for r in rows for name in names if (r.township_name or r.township) == town)
			for town in towns
		]

	return {
		"type": "bar",
		"barOptions": {"stacked": 1},
		"colors": ["#48bb74", "#e24c4c"],
		"data": {
			"labels": towns,
			"datasets": [
				{"name": _("Done in Time"), "values": totals("done_in_time")},
				{"name": _("Late or Overdue"), "values": totals("done_late", "overdue")},
			],
		},
	}

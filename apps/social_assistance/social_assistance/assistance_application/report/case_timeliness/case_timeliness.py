"""Case Timeliness: the monthly sheet of steps in time and overdue, by township and step."""

from datetime import date
from typing import Any

import frappe
from frappe import _
from frappe.utils import getdate

from social_assistance.domain.periods import Month
from social_assistance.engines.timeliness import SkippedSteps, StepTimeliness, skipped_steps, step_timeliness
from social_assistance.services.clock import today

COUNTS = ("done_in_time", "done_late", "running", "overdue")


def execute(filters: dict[str, Any] | None = None) -> tuple[list[dict], list[dict], None, dict]:
	"""Columns, rows and chart; rows outside the reader's area are not counted."""
	wanted = frappe._dict(filters or {})
	first, last = _span(wanted)
	rows = step_timeliness(first, last, today(), wanted.township or None)
	return (
		_columns(),
		_with_skips(rows, skipped_steps(first, last, wanted.township or None)),
		None,
		_chart(rows),
	)


def _span(wanted: dict[str, Any]) -> tuple[date, date]:
	"""A whole month where one is chosen, else the days given."""
	if wanted.month:
		month = Month.parse(wanted.month)
		return month.first_day, month.last_day
	return getdate(wanted.from_date or "2000-01-01"), getdate(wanted.to_date or today())


def _with_skips(rows: list[StepTimeliness], skips: list[SkippedSteps]) -> list[dict[str, Any]]:
	"""A line per township and step; steps that were only ever skipped have one of their own."""
	lines = {(row.township, row.step_no, row.step_name): _row(row) for row in rows}
	for skip in skips:
		empty = StepTimeliness(skip.township, skip.township_name, skip.step_no, skip.step_name, 0, 0, 0, 0)
		line = lines.setdefault((skip.township, skip.step_no, skip.step_name), _row(empty))
		line["skipped"] += skip.number
		reason = f"{_(skip.reason_code) if skip.reason_code else '-'} {skip.number}"
		line["skip_reasons"] = "; ".join(filter(None, (line["skip_reasons"], reason)))
	return [lines[key] for key in sorted(lines)]


def _columns() -> list[dict]:
	return [
		{"fieldname": "township", "label": _("Township"), "fieldtype": "Data", "width": 180},
		{"fieldname": "step_no", "label": _("No."), "fieldtype": "Data", "align": "right", "width": 70},
		{"fieldname": "step", "label": _("Step"), "fieldtype": "Data", "width": 240},
		{"fieldname": "done_in_time", "label": _("Done in Time"), "fieldtype": "Int", "width": 110},
		{"fieldname": "done_late", "label": _("Done Late"), "fieldtype": "Int", "width": 110},
		{"fieldname": "running", "label": _("Still in Time"), "fieldtype": "Int", "width": 110},
		{"fieldname": "overdue", "label": _("Overdue"), "fieldtype": "Int", "width": 110},
		# Data: Frappe's row of totals would show the mean of percentages, and a sum of the numbers of steps.
		{
			"fieldname": "in_time_share",
			"label": _("In Time (%)"),
			"fieldtype": "Data",
			"align": "right",
			"width": 120,
		},
		{"fieldname": "skipped", "label": _("Skipped"), "fieldtype": "Int", "width": 90},
		{"fieldname": "skip_reasons", "label": _("Reasons for Skipping"), "fieldtype": "Data", "width": 320},
	]


def _row(row: StepTimeliness) -> dict[str, Any]:
	judged = row.done_in_time + row.done_late + row.overdue
	return {
		"township": row.township_name or row.township,
		"step_no": row.step_no,
		"step": _(row.step_name),
		**{name: getattr(row, name) for name in COUNTS},
		"in_time_share": round(100 * row.done_in_time / judged, 1) if judged else None,
		"skipped": 0,
		"skip_reasons": "",
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

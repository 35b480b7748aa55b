"""Case Timeliness: the monthly sheet of steps in time and overdue, by township and step."""

from datetime import date
from typing import Any

import frappe
from frappe import _
from frappe.utils import getdate

from social_assistance.domain.periods import Month
from social_assistance.engines.cases.timeliness import (
	LeftOverSteps,
	SkippedSteps,
	StepTimeliness,
	list_left_over_steps,
	list_skipped_steps,
	list_step_timeliness,
)
from social_assistance.services.clock import today

Key = tuple[str, int, str]
# A line per township and step.
Lines = dict[Key, dict[str, Any]]
COUNTS = ("done_in_time", "done_late", "running", "overdue")


def execute(filters: dict[str, Any] | None = None) -> tuple[list[dict], list[dict], None, dict]:
	"""Columns, rows and chart; rows outside the reader's area are not counted."""
	wanted = frappe._dict(filters or {})
	first, last = _span(wanted)
	township = wanted.township or None
	rows = list_step_timeliness(first, last, today(), township)
	lines = {_key(row): _row(row) for row in rows}
	_add_left_over(lines, list_left_over_steps(first, today(), township))
	_add_skips(lines, list_skipped_steps(first, last, township))
	return _columns(), [lines[key] for key in sorted(lines)], None, _chart(rows)


def _span(wanted: dict[str, Any]) -> tuple[date, date]:
	"""A whole month where one is chosen, else the days given."""
	if wanted.month:
		month = Month.parse(wanted.month)
		return month.first_day, month.last_day
	return getdate(wanted.from_date or "2000-01-01"), getdate(wanted.to_date or today())


def _add_left_over(lines: Lines, left_over: list[LeftOverSteps]) -> None:
	"""Overdue ones of earlier months stand apart: the share in time is that of the sheet's own steps."""
	for row in left_over:
		_line(lines, row)["left_over"] += row.number


def _add_skips(lines: Lines, skips: list[SkippedSteps]) -> None:
	for skip in skips:
		line = _line(lines, skip)
		line["skipped"] += skip.number
		reason = f"{_(skip.reason_code) if skip.reason_code else '-'} {skip.number}"
		line["skip_reasons"] = "; ".join(filter(None, (line["skip_reasons"], reason)))


def _line(lines: Lines, row: LeftOverSteps | SkippedSteps) -> dict[str, Any]:
	"""The line of a township and step; without any other step of the sheet it gets one of its own."""
	empty = StepTimeliness(row.township, row.township_name, row.step_no, row.step_name, 0, 0, 0, 0)
	return lines.setdefault(_key(row), _row(empty))


def _key(row: StepTimeliness | LeftOverSteps | SkippedSteps) -> Key:
	return row.township, row.step_no, row.step_name


def _columns() -> list[dict]:
	return [
		{"fieldname": "township", "label": _("Township"), "fieldtype": "Data", "width": 180},
		{"fieldname": "step_no", "label": _("No."), "fieldtype": "Data", "align": "right", "width": 70},
		{"fieldname": "step", "label": _("Step"), "fieldtype": "Data", "width": 240},
		{"fieldname": "done_in_time", "label": _("Done in Time"), "fieldtype": "Int", "width": 110},
		{"fieldname": "done_late", "label": _("Done Late"), "fieldtype": "Int", "width": 110},
		{"fieldname": "running", "label": _("Still in Time"), "fieldtype": "Int", "width": 110},
		{"fieldname": "overdue", "label": _("Overdue"), "fieldtype": "Int", "width": 110},
		{
			"fieldname": "left_over",
			"label": _("Overdue from Before"),
			"fieldtype": "Int",
			"width": 150,
		},
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
		"left_over": 0,
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

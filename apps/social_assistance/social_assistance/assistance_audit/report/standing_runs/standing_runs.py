"""Standing Runs (待续作业): unfinished work of background workers, what stands still, and since when."""

from typing import Any

from frappe import _

from social_assistance.engines.runs import standing
from social_assistance.report_columns import build_document_columns


def execute(filters: dict[str, Any] | None = None) -> tuple[list[dict], list[dict]]:
	"""Columns and rows, the longest without a sign of life first."""
	return _columns(), standing.list_standing()


def _columns() -> list[dict]:
	return [
		*build_document_columns(),
		{"fieldname": "work", "label": _("Work"), "fieldtype": "Data", "width": 180},
		{"fieldname": "state", "label": _("State"), "fieldtype": "Data", "width": 110},
		{"fieldname": "since", "label": _("Last Sign of Life"), "fieldtype": "Datetime", "width": 170},
		{"fieldname": "person", "label": _("Asked For By"), "fieldtype": "Data", "width": 130},
		{"fieldname": "words", "label": _("What Happens Next"), "fieldtype": "Data", "width": 520},
	]

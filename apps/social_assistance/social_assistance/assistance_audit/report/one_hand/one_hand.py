"""One Hand (同一人经办): documents that needed two people and were handled by one, for the past too."""

from typing import Any

import frappe
from frappe import _

from social_assistance.engines.verify import one_hand
from social_assistance.report_columns import build_document_columns


def execute(filters: dict[str, Any] | None = None) -> tuple[list[dict], list[dict]]:
	"""Columns and rows; documents that the reader may open, in the own area."""
	names = dict(frappe.get_all("User", fields=["name", "full_name"], as_list=True, limit_page_length=0))
	return _columns(), [
		{
			"rule": _(row.title),
			"kind": _(row.doctype),
			"doctype": row.doctype,
			"document": row.name,
			"subject": " / ".join(_(code) for code in row.subject.split()),
			"person": names.get(row.person, row.person),
			"day": row.day,
		}
		for row in one_hand.in_sight()
	]


def _columns() -> list[dict]:
	return [
		{"fieldname": "rule", "label": _("What Needs Two People"), "fieldtype": "Data", "width": 300},
		*build_document_columns(),
		{"fieldname": "subject", "label": _("Steps"), "fieldtype": "Data", "width": 160},
		{"fieldname": "person", "label": _("Who Acted Alone"), "fieldtype": "Data", "width": 160},
		{"fieldname": "day", "label": _("Date"), "fieldtype": "Date", "width": 110},
	]

"""Recovery Summary: overpayments decided in a span, and what became of them."""

from typing import Any

from frappe import _
from frappe.utils import getdate

from social_assistance.engines.payments import recovery_reports
from social_assistance.services import clock


def execute(filters: dict[str, Any] | None = None) -> tuple[list[dict], list[dict]]:
	"""Columns and rows; recoveries of the reader's area."""
	given = filters or {}
	first = getdate(given.get("from_date") or clock.today().replace(month=1, day=1))
	last = getdate(given.get("to_date") or clock.today())
	rows = recovery_reports.summarise_recoveries(first, last)
	return _columns(), [row | {"cause": _(row["cause"])} for row in rows]


def _columns() -> list[dict]:
	amounts = (
		("overpaid_amount", _("Overpaid")),
		("received_amount", _("Recovered")),
		("written_off_amount", _("Written Off")),
		("outstanding_amount", _("Outstanding")),
	)
	return [
		{
			"fieldname": "scheme",
			"label": _("Scheme"),
			"fieldtype": "Link",
			"options": "Assistance Scheme",
			"width": 160,
		},
		{"fieldname": "cause", "label": _("Cause of Overpayment"), "fieldtype": "Data", "width": 150},
		{"fieldname": "recoveries", "label": _("Recoveries"), "fieldtype": "Int", "width": 110},
		*(
			{"fieldname": name, "label": label, "fieldtype": "Currency", "width": 150}
			for name, label in amounts
		),
	]

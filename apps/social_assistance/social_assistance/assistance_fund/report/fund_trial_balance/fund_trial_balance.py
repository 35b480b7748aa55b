"""Fund Trial Balance: every account before, during and after a span of months."""

from typing import Any

from frappe import _

from social_assistance.engines.funds import fund_reports
from social_assistance.services import clock
from social_assistance.services.awards.grants import parse_month_field


def execute(filters: dict[str, Any] | None = None) -> tuple[list[dict], list[dict]]:
	"""Columns and rows; entries of the reader's area."""
	given = filters or {}
	this_month = f"{clock.today():%Y-%m}"
	first = parse_month_field(given.get("from_month") or f"{clock.today().year}-01", "From Month")
	last = parse_month_field(given.get("to_month") or this_month, "To Month")
	rows = fund_reports.list_trial_balance(str(first), str(last))
	return _columns(), [row | {"account_name": _(row["account_name"])} for row in rows]


def _columns() -> list[dict]:
	amounts = (
		("opening", _("Balance Before")),
		("debit", _("Debit")),
		("credit", _("Credit")),
		("closing", _("Balance After")),
	)
	return [
		{"fieldname": "account", "label": _("Account Code"), "fieldtype": "Data", "width": 110},
		{"fieldname": "account_name", "label": _("Account Name"), "fieldtype": "Data", "width": 220},
		*(
			{"fieldname": name, "label": label, "fieldtype": "Currency", "width": 150}
			for name, label in amounts
		),
	]

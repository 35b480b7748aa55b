"""Ledger Bridge Reconciliation: both ledgers side by side, by month and fund account, and what is still pending."""

from typing import Any

from frappe import _

from social_assistance.services.funds.ledger import ACCOUNTS
from social_assistance_erpnext.services import reconciliation


def execute(filters: dict[str, Any] | None = None) -> tuple[list[dict], list[dict]]:
	"""Columns and rows; the rows of one month, or of all months."""
	rows = reconciliation.list_reconciliation_rows((filters or {}).get("month"))
	return _columns(), [row | {"account_name": _name(row["account"])} for row in rows]


def _name(account: str) -> str:
	"""A fund account's name; an account of ERPNext that no fund account leads to any more stands for itself."""
	return _(ACCOUNTS[account][0]) if account in ACCOUNTS else account


def _columns() -> list[dict]:
	amounts = (
		("debit", _("Debit in the Fund Ledger")),
		("credit", _("Credit in the Fund Ledger")),
		("posted_debit", _("Debit in ERPNext")),
		("posted_credit", _("Credit in ERPNext")),
		("pending", _("Pending (Debit Less Credit)")),
		("difference", _("Unexplained Difference")),
	)
	return [
		{"fieldname": "month", "label": _("Month"), "fieldtype": "Data", "width": 90},
		{"fieldname": "account", "label": _("Account Code"), "fieldtype": "Data", "width": 100},
		{"fieldname": "account_name", "label": _("Account Name"), "fieldtype": "Data", "width": 180},
		*(
			{"fieldname": name, "label": label, "fieldtype": "Currency", "width": 150}
			for name, label in amounts
		),
	]

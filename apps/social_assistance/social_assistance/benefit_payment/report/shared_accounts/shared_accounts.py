"""Shared Accounts: households whose account others have too, or staff; one card is for one household (财办〔2020〕37号)."""

from typing import Any

from frappe import _

from social_assistance.engines.payments import shared_accounts
from social_assistance.report_columns import build_column


def execute(filters: dict[str, Any] | None = None) -> tuple[list[dict], list[dict]]:
	"""Columns and rows; households of the reader's area, the others by their number only."""
	rows = shared_accounts.report()
	return _columns(), [row | {"household": row["name"]} for row in rows]


def _columns() -> list[dict]:
	return [
		build_column("bank_account", _("Bank Account (One Card)"), "Data", 170),
		build_column("bank_name", _("Bank"), "Data", 110),
		build_column("household", _("Household"), "Link", 160, "Registry Household"),
		build_column("head_name", _("Head's Name"), "Data", 100),
		build_column("township", _("Township"), "Link", 130, "Administrative Division"),
		build_column("others", _("Other Households"), "Int", 90),
		build_column("staff", _("Staff or Their Kin"), "Check", 90),
		build_column("is_open", _("Payments Held"), "Check", 90),
		build_column("account_verified_on", _("Account Verified On"), "Date", 110),
		build_column("change", _("Bank Account Change"), "Link", 140, "Bank Account Change"),
		build_column("shared_reason", _("Why Sharing Is Right"), "Data", 220),
		build_column("confirmed_by", _("Answered By"), "Link", 150, "User"),
	]

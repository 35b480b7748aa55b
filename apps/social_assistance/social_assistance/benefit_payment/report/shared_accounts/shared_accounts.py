"""Shared Accounts: households whose account others have too, or staff; one card is for one household (财办〔2020〕37号)."""

from typing import Any

from frappe import _

from social_assistance.engines.payments import shared_accounts


def execute(filters: dict[str, Any] | None = None) -> tuple[list[dict], list[dict]]:
	"""Columns and rows; households of the reader's area, the others by their number only."""
	rows = shared_accounts.report()
	return _columns(), [row | {"household": row["name"]} for row in rows]


def _columns() -> list[dict]:
	def column(fieldname: str, label: str, fieldtype: str, width: int, options: str = "") -> dict:
		return {
			"fieldname": fieldname,
			"label": label,
			"fieldtype": fieldtype,
			"width": width,
			"options": options,
		}

	return [
		column("bank_account", _("Bank Account (One Card)"), "Data", 170),
		column("bank_name", _("Bank"), "Data", 110),
		column("household", _("Household"), "Link", 160, "Registry Household"),
		column("head_name", _("Head's Name"), "Data", 100),
		column("township", _("Township"), "Link", 130, "Administrative Division"),
		column("others", _("Other Households"), "Int", 90),
		column("staff", _("Staff or Their Kin"), "Check", 90),
		column("is_open", _("Payments Held"), "Check", 90),
		column("account_verified_on", _("Account Verified On"), "Date", 110),
		column("change", _("Bank Account Change"), "Link", 140, "Bank Account Change"),
		column("shared_reason", _("Why Sharing Is Right"), "Data", 220),
		column("confirmed_by", _("Answered By"), "Link", 150, "User"),
	]

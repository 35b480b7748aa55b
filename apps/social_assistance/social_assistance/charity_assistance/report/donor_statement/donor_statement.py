"""Donor Statement: what a donor gave in a year, what went back, and in sums where it was used."""

from typing import Any

import frappe
from frappe import _

from social_assistance.domain.money import ZERO
from social_assistance.services.charity import donor_statements
from social_assistance.services.charity.exceptions import DonorInvalidError


def execute(filters: dict[str, Any] | None = None) -> tuple[list[dict], list[dict], None, None, list[dict]]:
	"""Columns, rows and summary; the reader needs read on the donor itself."""
	given = filters or {}
	if not given.get("donor"):
		frappe.throw(_("Choose a donor."), DonorInvalidError)
	frappe.get_doc("Charity Donor", given["donor"]).check_permission("read")
	year = donor_statements.parse_statement_year(given.get("year"))
	gifts = donor_statements.list_donations(given["donor"], year)
	refunds = donor_statements.list_refunds(given["donor"], year)
	uses = donor_statements.list_uses(given["donor"], year)
	rows = [*map(_gift, gifts), *map(_refund, refunds), *map(_use, uses)]
	return _columns(), rows, None, None, _summary(gifts, refunds, uses)


def _gift(row: dict[str, Any]) -> dict[str, Any]:
	texts = (row["campaign"], _(row["donation_kind"]), row["receipt_no"])
	return _row(_("Gift"), row["received_on"], row["name"], texts) | {"given": row["amount"]}


def _refund(row: dict[str, Any]) -> dict[str, Any]:
	texts = (_(row["refund_reason"]), row["cancelled_receipt"])
	return _row(_("Refund"), row["refunded_on"], row["donation"], texts) | {"given_back": row["amount"]}


def _use(row: dict[str, Any]) -> dict[str, Any]:
	households = row["households"] and _("Households: {0}").format(row["households"])
	texts = (row["place"], row["kind"], households)
	return _row(_("Use"), None, None, texts) | {"used": row["amount"]}


def _row(what: str, day: Any, donation: str | None, texts: tuple[str | None, ...]) -> dict[str, Any]:
	return {"what": what, "day": day, "donation": donation, "details": " · ".join(filter(None, texts))}


def _summary(*parts: list[dict]) -> list[dict]:
	given, back, used = (sum((row["amount"] for row in rows), ZERO) for rows in parts)
	figures = ((_("Gifts less refunds"), given - back, "Blue"), (_("Used"), used, "Green"))
	return [
		{"label": label, "value": value, "datatype": "Currency", "indicator": colour}
		for label, value, colour in figures
	]


def _columns() -> list[dict]:
	return [
		{"fieldname": "what", "label": _("What Happened"), "fieldtype": "Data", "width": 90},
		{"fieldname": "day", "label": _("Date"), "fieldtype": "Date", "width": 110},
		{
			"fieldname": "donation",
			"label": _("Donation"),
			"fieldtype": "Link",
			"options": "Charity Donation",
			"width": 140,
		},
		{"fieldname": "details", "label": _("Details"), "fieldtype": "Data", "width": 430},
		{"fieldname": "given", "label": _("Given"), "fieldtype": "Currency", "width": 130},
		{"fieldname": "given_back", "label": _("Refunded"), "fieldtype": "Currency", "width": 130},
		{"fieldname": "used", "label": _("Used"), "fieldtype": "Currency", "width": 130},
	]

"""Goods Stock: every batch of donated goods, what came in, went out and is on hand, and what must be used soon."""

from typing import Any

from frappe import _

from social_assistance.engines.charity import goods_stock_report


def execute(filters: dict[str, Any] | None = None) -> tuple[list[dict], list[dict]]:
	"""Columns and rows; partners see their own stock."""
	given = filters or {}
	rows = goods_stock_report.list_stock_batches(
		item_name=given.get("item_name"),
		partner=given.get("charity_partner"),
		with_empty=bool(given.get("with_empty")),
	)
	return _columns(), [row | {"state": _(row["state"])} for row in rows]


def _columns() -> list[dict]:
	link = {"fieldtype": "Link", "width": 150}
	count = {"fieldtype": "Float", "precision": 3, "width": 100}
	return [
		{"fieldname": "item_name", "label": _("Name of Goods"), "fieldtype": "Data", "width": 130},
		{"fieldname": "unit", "label": _("Unit of Quantity"), "fieldtype": "Data", "width": 90},
		{"fieldname": "on_hand", "label": _("On Hand"), **count},
		{"fieldname": "state", "label": _("Status"), "fieldtype": "Data", "width": 110},
		{"fieldname": "expiry_date", "label": _("Use Before"), "fieldtype": "Date", "width": 110},
		{"fieldname": "value", "label": _("Value"), "fieldtype": "Currency", "width": 120},
		{"fieldname": "received", "label": _("Quantity Received"), **count},
		{"fieldname": "given_back", "label": _("Given Back to Donor"), **count},
		{"fieldname": "issued", "label": _("Handed Over"), **count},
		{"fieldname": "transferred", "label": _("Sent to Other Districts"), **count},
		{"fieldname": "written_off", "label": _("Written Off"), **count},
		{"fieldname": "donation", "label": _("Donation"), "options": "Charity Donation", **link},
		{"fieldname": "charity_partner", "label": _("Charity Partner"), "options": "Charity Partner", **link},
	]

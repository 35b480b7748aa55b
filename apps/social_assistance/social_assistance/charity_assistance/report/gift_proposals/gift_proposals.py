"""Donation Proposals: what the rules would give to all open needs, urgent ones first, with the reasons."""

from typing import Any

from frappe import _

from social_assistance.engines.charity import donation_proposals


def execute(filters: dict[str, Any] | None = None) -> tuple[list[dict], list[dict]]:
	"""Columns and rows; needs and donations of the reader's sight."""
	return _columns(), [_row(proposal) for proposal in donation_proposals.list_donation_proposals()]


def _row(proposal: dict[str, Any]) -> dict[str, Any]:
	return proposal | {"urgency": _(proposal["urgency"]), "reasons": " ".join(proposal["reasons"])}


def _columns() -> list[dict]:
	link = {"fieldtype": "Link", "width": 150}
	return [
		{"fieldname": "charity_need", "label": _("Need"), "options": "Charity Need", **link},
		{
			"fieldname": "household_label",
			"label": _("Household (Neutral)"),
			"fieldtype": "Data",
			"width": 160,
		},
		{"fieldname": "urgency", "label": _("Urgency"), "fieldtype": "Data", "width": 80},
		{"fieldname": "donation", "label": _("Donation"), "options": "Charity Donation", **link},
		{"fieldname": "charity_partner", "label": _("Charity Partner"), "options": "Charity Partner", **link},
		{"fieldname": "item_name", "label": _("Name of Goods"), "fieldtype": "Data", "width": 110},
		{"fieldname": "quantity", "label": _("Quantity"), "fieldtype": "Float", "precision": 3, "width": 90},
		{"fieldname": "unit", "label": _("Unit of Quantity"), "fieldtype": "Data", "width": 80},
		{"fieldname": "amount", "label": _("Amount"), "fieldtype": "Currency", "width": 110},
		{"fieldname": "reasons", "label": _("Reasons"), "fieldtype": "Data", "width": 420},
	]

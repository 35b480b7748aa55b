"""Campaign Statement: raised, refunded, used and left of a campaign by month; it names nobody and may be published."""

from typing import Any

import frappe
from frappe import _

from social_assistance.domain.money import ZERO
from social_assistance.engines.charity import donation_reports
from social_assistance.services.charity.exceptions import CampaignInvalidError


def execute(
	filters: dict[str, Any] | None = None,
) -> tuple[list[dict], list[dict], None, dict[str, Any] | None, list[dict]]:
	"""Columns, one row a month, chart and summary; the reader needs read on the campaign itself."""
	name = (filters or {}).get("campaign")
	if not name:
		frappe.throw(_("Choose a campaign."), CampaignInvalidError)
	frappe.get_doc("Charity Campaign", name).check_permission("read")
	rows = donation_reports.list_campaign_months(name)
	return _columns(), rows, None, _chart(rows), _summary(rows)


def _columns() -> list[dict]:
	amounts = (
		("money", _("Money Received")),
		("goods", _("Goods Received")),
		("refunded", _("Refunded in Month")),
		("raised", _("Raised in Month")),
		("disbursed", _("Disbursed in Month")),
		("written_off", _("Written Off in Month")),
		("left_over", _("Left at Month End")),
	)
	return [
		{"fieldname": "month", "label": _("Month"), "fieldtype": "Data", "width": 100},
		{"fieldname": "gifts", "label": _("Donations"), "fieldtype": "Int", "width": 100},
		*(
			{"fieldname": name, "label": label, "fieldtype": "Currency", "width": 140}
			for name, label in amounts
		),
	]


def _chart(rows: list[dict]) -> dict[str, Any] | None:
	if not rows:
		return None
	datasets = [
		{"name": label, "values": [float(row[name]) for row in rows]}
		for name, label in (("raised", _("Raised in Month")), ("disbursed", _("Disbursed in Month")))
	]
	return {"data": {"labels": [row["month"] for row in rows], "datasets": datasets}, "type": "bar"}


def _summary(rows: list[dict]) -> list[dict]:
	figures = (
		(_("Raised"), sum((row["raised"] for row in rows), ZERO), "Blue"),
		(_("Disbursed"), sum((row["disbursed"] for row in rows), ZERO), "Green"),
		(_("Balance"), rows[-1]["left_over"] if rows else ZERO, "Orange"),
	)
	return [
		{"label": label, "value": value, "datatype": "Currency", "indicator": colour}
		for label, value, colour in figures
	]

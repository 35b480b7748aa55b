"""What a campaign has raised, given back, handed on and has left, from its donations."""

from decimal import Decimal

import frappe
from frappe.query_builder.functions import Count, Sum
from pypika.terms import Case

from social_assistance.domain.money import from_storage

DONATION = "Charity Donation"


def get_campaign_totals(campaign: str) -> dict[str, Decimal | int]:
	"""Sums over the submitted donations, in yuan: money, goods, refunded, disbursed, left; and how many donations."""
	gift = frappe.qb.DocType(DONATION)
	query = (
		frappe.qb.from_(gift)
		.select(
			Sum(Case().when(gift.donation_kind == "Cash", gift.amount).else_(0)).as_("money"),
			Sum(Case().when(gift.donation_kind == "Goods", gift.amount).else_(0)).as_("goods"),
			Sum(gift.refunded_amount).as_("refunded"),
			Sum(gift.disbursed_amount).as_("disbursed"),
			Sum(gift.balance_amount).as_("left"),
			Count("*").as_("gifts"),
		)
		.where((gift.campaign == campaign) & (gift.docstatus == 1))
	)
	row = query.run(as_dict=True)[0]
	sums = {name: from_storage(row[name]) for name in ("money", "goods", "refunded", "disbursed", "left")}
	return {**sums, "gifts": row["gifts"], "raised": sums["money"] + sums["goods"] - sums["refunded"]}

"""Sums of a campaign by month: received, refunded, used, left."""

from collections import defaultdict
from decimal import Decimal
from typing import Any

import frappe
from frappe.query_builder import CustomFunction
from frappe.query_builder.functions import Count, Sum
from pypika.terms import Case, Term

from social_assistance.domain.money import ZERO, from_storage

GIFT, REFUND, HANDED_ON = "Charity Donation", "Charity Refund", "Charity Disbursement"
STOCK, WRITE_OFF = "Goods Stock Entry", "Write-off"
_date_format = CustomFunction("date_format", ["day", "format"])
FIGURES = ("money", "goods", "refunded", "disbursed", "written_off")


def list_campaign_months(campaign: str) -> list[dict[str, Any]]:
	"""One row for every month in which something happened, in order; sums in yuan, the last column carried on."""
	months: dict[str, dict[str, Any]] = defaultdict(lambda: {"gifts": 0, **dict.fromkeys(FIGURES, ZERO)})
	for month, gifts, money, goods in _received(campaign):
		months[month] |= {"gifts": gifts, "money": from_storage(money), "goods": from_storage(goods)}
	for month, amount in _refunded(campaign):
		months[month]["refunded"] = from_storage(amount)
	for month, amount in _disbursed(campaign):
		months[month]["disbursed"] = from_storage(amount)
	for month, amount in _written_off(campaign):
		months[month]["written_off"] = from_storage(amount)
	return _carried_on(months)


def _carried_on(months: dict[str, dict[str, Any]]) -> list[dict[str, Any]]:
	rows, left = [], ZERO
	for month in sorted(months):
		row = months[month]
		raised: Decimal = row["money"] + row["goods"] - row["refunded"]
		left += raised - row["disbursed"] - row["written_off"]
		rows.append({"month": month, **row, "raised": raised, "left_over": left})
	return rows


def _received(campaign: str) -> Any:
	gift = frappe.qb.DocType(GIFT)
	month = _month(gift.received_on)
	return (
		frappe.qb.from_(gift)
		.select(
			month,
			Count("*"),
			Sum(Case().when(gift.donation_kind == "Cash", gift.amount).else_(0)),
			Sum(Case().when(gift.donation_kind == "Goods", gift.amount).else_(0)),
		)
		.where((gift.campaign == campaign) & (gift.docstatus == 1))
		.groupby(month)
		.run()
	)


def _refunded(campaign: str) -> Any:
	refund = frappe.qb.DocType(REFUND)
	month = _month(refund.refunded_on)
	query = frappe.qb.from_(refund).select(month, Sum(refund.amount))
	return query.where(refund.campaign == campaign).groupby(month).run()


def _disbursed(campaign: str) -> Any:
	gift, passed_on = frappe.qb.DocType(GIFT), frappe.qb.DocType(HANDED_ON)
	month = _month(passed_on.disbursed_on)
	return (
		frappe.qb.from_(passed_on)
		.join(gift)
		.on(gift.name == passed_on.donation)
		.select(month, Sum(passed_on.amount))
		.where((gift.campaign == campaign) & (gift.docstatus == 1) & (passed_on.docstatus == 1))
		.groupby(month)
		.run()
	)


def _written_off(campaign: str) -> Any:
	"""Goods that spoiled or were lost; a reversed loss takes itself out in the month of its reversal."""
	gift, entry, undone = (
		frappe.qb.DocType(GIFT),
		frappe.qb.DocType(STOCK),
		frappe.qb.DocType(STOCK).as_("undone"),
	)
	month = _month(entry.posted_on)
	return (
		frappe.qb.from_(entry)
		.join(gift)
		.on(gift.name == entry.donation)
		.left_join(undone)
		.on(undone.name == entry.reversal_of)
		.select(month, -Sum(entry.amount))
		.where((gift.campaign == campaign) & (gift.docstatus == 1))
		.where((entry.entry_kind == WRITE_OFF) | (undone.entry_kind == WRITE_OFF))
		.groupby(month)
		.run()
	)


def _month(day: Term) -> Term:
	return _date_format(day, "%Y-%m")

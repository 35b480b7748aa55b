"""Compare campaigns with their donations, receipts with their serials, donations with the ledger."""

from collections.abc import Iterator
from typing import Any

import frappe
from frappe.query_builder.functions import Coalesce, Count, IfNull, Max, Sum
from pypika.terms import Case

from social_assistance.domain.money import from_storage
from social_assistance.engines.verify.invariants import Check, expect_none
from social_assistance.services.funds.ledger import CHARITY_GOODS, CHARITY_MONEY, GIFTS, get_account_balance

GIFT, RECEIPT, REFUND = "Charity Donation", "Charity Receipt", "Charity Refund"


def check_campaigns() -> Iterator[Check]:
	"""The sum that a campaign raised equals its donations less refunds."""
	campaign, gift = frappe.qb.DocType("Charity Campaign"), frappe.qb.DocType(GIFT)
	sums = (
		frappe.qb.from_(gift)
		.select(
			gift.campaign,
			Sum(gift.amount - gift.refunded_amount).as_("raised"),
			Count("*").as_("gifts"),
		)
		.where(gift.docstatus == 1)
		.groupby(gift.campaign)
	).as_("sums")
	wrong = (
		frappe.qb.from_(campaign)
		.left_join(sums)
		.on(sums.campaign == campaign.name)
		.select(campaign.name)
		.where(
			(campaign.raised_amount != Coalesce(sums.raised, 0))
			| (campaign.donation_count != Coalesce(sums.gifts, 0))
		)
	)
	yield expect_none("CHA-21", "Campaigns raised what their gifts come to", _names(wrong))
	outside = (
		frappe.qb.from_(gift)
		.join(campaign)
		.on(campaign.name == gift.campaign)
		.select(gift.name)
		.where(gift.docstatus == 1)
		.where((gift.received_on < campaign.starts_on) | (gift.received_on > campaign.ends_on))
	)
	yield expect_none("CHA-22", "No gift lies outside its campaign's period", _names(outside))


def check_receipts() -> Iterator[Check]:
	"""No serial is missing; the valid receipt of a donation states the donation less refunds."""
	entry, gift = frappe.qb.DocType(RECEIPT), frappe.qb.DocType(GIFT)
	gaps = (
		frappe.qb.from_(entry)
		.select(entry.charity_partner, entry.serial_year)
		.groupby(entry.charity_partner, entry.serial_year)
		.having(Max(entry.serial_no) != Count("*"))
	)
	yield expect_none(
		"CHA-23", "Receipt serials have no gaps", [f"{partner} {year}" for partner, year in gaps.run()]
	)
	valid = (
		frappe.qb.from_(entry)
		.select(entry.donation, Sum(entry.amount).as_("amount"), Count("*").as_("entries"))
		.where(entry.receipt_status == "Valid")
		.groupby(entry.donation)
	).as_("valid")
	kept = Case().when(gift.docstatus == 1, gift.amount - gift.refunded_amount).else_(0)
	wrong = (
		frappe.qb.from_(gift)
		.left_join(valid)
		.on(valid.donation == gift.name)
		.select(gift.name)
		.where((gift.docstatus > 0) & (gift.receipt_waived == 0))
		.where((Coalesce(valid.amount, 0) != kept) | (Coalesce(valid.entries, 0) > 1))
	)
	yield expect_none("CHA-24", "The valid receipt is over what was kept of the gift", _names(wrong))


def check_charity_books() -> Iterator[Check]:
	"""Refunds equal the refunded sums of donations; donations less refunds equal the ledger."""
	gift, refund = frappe.qb.DocType(GIFT), frappe.qb.DocType(REFUND)
	given_back = (
		frappe.qb.from_(refund)
		.select(refund.donation, Sum(refund.amount).as_("amount"))
		.groupby(refund.donation)
	).as_("given_back")
	wrong = (
		frappe.qb.from_(gift)
		.left_join(given_back)
		.on(given_back.donation == gift.name)
		.select(gift.name)
		.where(gift.docstatus == 1)
		.where(gift.refunded_amount != Coalesce(given_back.amount, 0))
	)
	yield expect_none("CHA-25", "Gifts agree with their refunds", _names(wrong))
	booked = (IfNull(gift.voucher_no, "") != "") & (gift.docstatus == 1)
	kept = frappe.qb.from_(gift).select(Sum(gift.amount - gift.refunded_amount)).where(booked)
	yield Check(
		"CHA-26",
		"Gifts are what the books say came in",
		from_storage(kept.run()[0][0]),
		-get_account_balance(GIFTS),
	)
	left = frappe.qb.from_(gift).select(Sum(gift.balance_amount)).where(booked)
	lies = get_account_balance(CHARITY_MONEY) + get_account_balance(CHARITY_GOODS)
	yield Check(
		"CHA-28", "What is left of gifts is what the books hold", from_storage(left.run()[0][0]), lies
	)
	bare = frappe.qb.from_(gift).select(gift.name)
	bare = bare.where((gift.docstatus == 1) & (IfNull(gift.voucher_no, "") == ""))
	yield expect_none("CHA-27", "Every gift is booked", _names(bare))


def _names(query: Any) -> list[str]:
	return [row[0] for row in query.run()]

"""Compare disbursements with donations: no donation is disbursed beyond its amount."""

from collections.abc import Iterator

import frappe
from frappe.query_builder.functions import Coalesce, Count, IfNull, Sum
from pypika.terms import Case

from social_assistance.engines.verify.invariants import Check, expect_none


def check_donations() -> Iterator[Check]:
	"""Balances against the submitted disbursements; receipts complete and unique."""
	gift, passed_on = frappe.qb.DocType("Charity Donation"), frappe.qb.DocType("Charity Disbursement")
	sums = (
		frappe.qb.from_(passed_on)
		.select(passed_on.donation, Sum(passed_on.amount).as_("amount"))
		.where(passed_on.docstatus == 1)
		.groupby(passed_on.donation)
	).as_("sums")
	handed_on = Coalesce(sums.amount, 0)
	wrong = (
		frappe.qb.from_(gift)
		.left_join(sums)
		.on(sums.donation == gift.name)
		.select(gift.name)
		.where(gift.docstatus == 1)
		.where(
			(gift.disbursed_amount != handed_on)
			| (
				gift.balance_amount + handed_on + gift.written_off_amount + gift.refunded_amount
				!= gift.amount
			)
			| (gift.balance_amount < 0)
		)
	)
	yield expect_none(
		"CHA-01",
		"Balance of every gift is gift less disbursements, write-offs and refunds",
		[row[0] for row in wrong.run()],
	)
	bare = (
		frappe.qb.from_(gift)
		.select(gift.name)
		.where((gift.docstatus == 1) & (IfNull(gift.receipt_no, "") == "") & (gift.receipt_waived == 0))
	)
	yield expect_none(
		"CHA-02", "Every received gift has its receipt, unless waived", [row[0] for row in bare.run()]
	)
	silent = (
		frappe.qb.from_(passed_on)
		.select(Count("*"))
		.where((passed_on.docstatus == 1) & (passed_on.disbursement_kind == "Household"))
		.where(passed_on.consent_given == 0)
	)
	yield Check("CHA-03", "No family was presented without consent", 0, silent.run()[0][0])
	alone = (
		frappe.qb.from_(passed_on)
		.select(passed_on.name)
		.where(
			(passed_on.docstatus == 1) & (IfNull(passed_on.approved_by, "").isin(["", passed_on.prepared_by]))
		)
	)
	yield expect_none(
		"CHA-04", "Every hand-over was approved by a second person", [row[0] for row in alone.run()]
	)


def check_goods_stock() -> Iterator[Check]:
	"""Stock: no batch below zero, every donation of goods entered, issues equal disbursements."""
	entry, item = frappe.qb.DocType("Goods Stock Entry"), frappe.qb.DocType("Charity Donation Item")
	gift = frappe.qb.DocType("Charity Donation")
	below = (
		frappe.qb.from_(entry)
		.select(entry.donation_item)
		.groupby(entry.donation_item)
		.having((Sum(entry.quantity) < 0) | (Sum(entry.amount) < 0))
	)
	yield expect_none("CHA-05", "No batch of goods is below zero", [row[0] for row in below.run()])
	received = (
		frappe.qb.from_(item)
		.join(gift)
		.on(gift.name == item.parent)
		.left_join(entry)
		.on((entry.donation_item == item.name) & (entry.entry_kind == "Receipt"))
		.select(item.name)
		.where(gift.docstatus == 1)
		.where(entry.name.isnull() | (entry.quantity != item.quantity))
	)
	yield expect_none(
		"CHA-06", "Every received line of goods is on stock", [row[0] for row in received.run()]
	)
	yield expect_none("CHA-07", "Goods that left are the goods of a hand-over", _unexplained_issues())


def _unexplained_issues() -> list[str]:
	"""Disbursements whose goods differ from the net movements that name them."""
	entry, passed_on = frappe.qb.DocType("Goods Stock Entry"), frappe.qb.DocType("Charity Disbursement")
	moved = (
		frappe.qb.from_(entry)
		.select(entry.disbursement, Sum(entry.amount).as_("amount"))
		.where(IfNull(entry.disbursement, "") != "")
		.groupby(entry.disbursement)
	).as_("moved")
	booked = Case().when(passed_on.docstatus == 1, passed_on.amount).else_(0)
	query = (
		frappe.qb.from_(passed_on)
		.left_join(moved)
		.on(moved.disbursement == passed_on.name)
		.select(passed_on.name)
		.where(passed_on.donation_kind == "Goods")
		.where(booked + Coalesce(moved.amount, 0) != 0)
	)
	return [row[0] for row in query.run()]


def check_wishes() -> Iterator[Check]:
	"""A wish has status Claimed exactly while one claim is active."""
	need, claim = frappe.qb.DocType("Charity Need"), frappe.qb.DocType("Wish Claim")
	odd = (
		frappe.qb.from_(need)
		.left_join(claim)
		.on(claim.open_claim_key == need.name)
		.select(need.name)
		.where(
			((need.need_status == "Claimed") & claim.name.isnull())
			| ((need.need_status == "Open") & claim.name.notnull())
		)
	)
	yield expect_none(
		"CHA-08", "A wish is claimed while one claim stands on it", [row[0] for row in odd.run()]
	)
	keyless = (
		frappe.qb.from_(claim)
		.select(claim.name)
		.where(
			((claim.claim_status == "Claimed") & (IfNull(claim.open_claim_key, "") != claim.charity_need))
			| ((claim.claim_status != "Claimed") & claim.open_claim_key.notnull())
		)
	)
	yield expect_none("CHA-09", "A standing claim holds its wish's key", [row[0] for row in keyless.run()])

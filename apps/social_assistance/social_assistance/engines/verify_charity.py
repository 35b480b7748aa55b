"""Checks of gifts: what was handed on is what left the donations, and never more than was given."""

from collections.abc import Iterator

import frappe
from frappe.query_builder.functions import Coalesce, Count, IfNull, Sum

from social_assistance.engines.verify import Check, none_of


def donations() -> Iterator[Check]:
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
			| (gift.balance_amount != gift.amount - handed_on)
			| (gift.balance_amount < 0)
		)
	)
	yield none_of(
		"CHA-01", "Balance of every gift is gift less disbursements", [row[0] for row in wrong.run()]
	)
	bare = (
		frappe.qb.from_(gift)
		.select(gift.name)
		.where((gift.docstatus == 1) & (IfNull(gift.receipt_no, "") == ""))
	)
	yield none_of("CHA-02", "Every received gift has its receipt", [row[0] for row in bare.run()])
	silent = (
		frappe.qb.from_(passed_on)
		.select(Count("*"))
		.where((passed_on.docstatus == 1) & (passed_on.consent_given == 0))
	)
	yield Check("CHA-03", "No family was presented without consent", 0, silent.run()[0][0])

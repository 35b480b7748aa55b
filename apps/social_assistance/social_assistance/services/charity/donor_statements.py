"""What a donor is told once a year: donations, refunds, and in sums only where the donations went."""

from datetime import date
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, formatdate

from social_assistance.domain.money import ZERO, format_chinese_capitals, format_plain_yuan, from_storage
from social_assistance.domain.privacy.small_counts import PublicRow, build_public_rows
from social_assistance.services import clock
from social_assistance.services.charity import donation_trail
from social_assistance.services.charity.exceptions import DonorInvalidError

GIFT, REFUND = "Charity Donation", "Charity Refund"
EARLIEST_YEAR = 2000


def build_donor_statement(donor: Document, year: int | str | None = None) -> dict[str, Any]:
	"""The statement of a donor for a year, by default last year; sums in yuan."""
	chosen = parse_statement_year(year)
	gifts, refunds = list_donations(donor.name, chosen), list_refunds(donor.name, chosen)
	uses = list_uses(donor.name, chosen)
	given = sum((row["amount"] for row in gifts), ZERO)
	back = sum((row["amount"] for row in refunds), ZERO)
	return {
		"year": chosen,
		"donor": donor.donor_name,
		"uscc": donor.uscc,
		"partner": donor.charity_partner,
		"gifts": [_printed(row, "received_on") for row in gifts],
		"refunds": [_printed(row, "refunded_on") for row in refunds],
		"uses": [{**row, "amount": format_plain_yuan(row["amount"])} for row in uses],
		"given": format_plain_yuan(given),
		"given_back": format_plain_yuan(back),
		"kept": format_plain_yuan(given - back),
		"kept_in_capitals": format_chinese_capitals(given - back),
		"used": format_plain_yuan(sum((row["amount"] for row in uses), ZERO)),
		"dated": formatdate(clock.today()),
	}


def parse_statement_year(year: int | str | None) -> int:
	"""A year that a statement can be about; last year when none is given."""
	chosen = cint(year) or clock.today().year - 1
	if not EARLIEST_YEAR <= chosen <= clock.today().year:
		message = _("Year {0} is not possible: from {1} to this year.")
		frappe.throw(message.format(year, EARLIEST_YEAR), DonorInvalidError)
	return chosen


def list_donations(donor: str, year: int) -> list[dict[str, Any]]:
	"""Donations that came in within the year, with campaign and receipt."""
	gift, campaign = frappe.qb.DocType(GIFT), frappe.qb.DocType("Charity Campaign")
	rows = (
		frappe.qb.from_(gift)
		.left_join(campaign)
		.on(campaign.name == gift.campaign)
		.select(gift.name, gift.received_on, gift.donation_kind, gift.amount, gift.receipt_no)
		.select(campaign.campaign_name.as_("campaign"))
		.where((gift.donor == donor) & (gift.docstatus == 1))
		.where(gift.received_on[date(year, 1, 1) : date(year, 12, 31)])
		.orderby(gift.received_on, gift.name)
		.run(as_dict=True)
	)
	return [_exact(row) for row in rows]


def list_refunds(donor: str, year: int) -> list[dict[str, Any]]:
	"""What went back to the donor within the year, whenever it had been given."""
	gift, refund = frappe.qb.DocType(GIFT), frappe.qb.DocType(REFUND)
	rows = (
		frappe.qb.from_(refund)
		.join(gift)
		.on(gift.name == refund.donation)
		.select(refund.name, refund.refunded_on, refund.amount, refund.donation, refund.refund_reason)
		.select(refund.cancelled_receipt)
		.where(gift.donor == donor)
		.where(refund.refunded_on[date(year, 1, 1) : date(year, 12, 31)])
		.orderby(refund.refunded_on, refund.name)
		.run(as_dict=True)
	)
	return [_exact(row) for row in rows]


def list_uses(donor: str, year: int) -> list[dict[str, Any]]:
	"""What was handed on within the year, in sums by township and kind of need; few households together are not told apart.

	A statement leaves the organisation like the public page of a donation, and follows the same rule.
	"""
	gifts = frappe.get_all(GIFT, {"donor": donor, "docstatus": 1}, pluck="name", limit_page_length=0)
	days, fewest = (date(year, 1, 1), date(year, 12, 31)), donation_trail.get_smallest_public_count()
	rows = [
		_used_for(row, fewest)
		for row in build_public_rows(donation_trail.list_disbursements(gifts, days), fewest)
	]
	return rows + [_exact(_sent(row)) for row in donation_trail.list_other_district_aid(gifts, days)]


def _used_for(row: PublicRow, fewest: int) -> dict[str, Any]:
	merged = _("Not Listed Separately")
	return {
		"place": row.township or merged,
		"kind": _(row.kind) if row.kind else merged,
		"households": str(row.households)
		if row.households is not None
		else _("Fewer than {0}").format(fewest),
		"amount": row.amount,
	}


def _sent(row: dict[str, Any]) -> dict[str, Any]:
	return {
		"place": row["receiving_place"],
		"kind": row["receiving_organisation"],
		"households": "",
		"amount": row["amount"],
	}


def _exact(row: dict[str, Any]) -> dict[str, Any]:
	return dict(row) | {"amount": from_storage(row["amount"])}


def _printed(row: dict[str, Any], day: str) -> dict[str, Any]:
	return row | {"day": formatdate(row[day]), "amount": format_plain_yuan(row["amount"])}

"""Where a donation went, for whoever holds its receipt: amounts, townships, kinds of need, months; no family."""

from collections.abc import Collection
from datetime import date
from typing import Any

import frappe

from social_assistance.domain.charity.donations import QUANTITY_PLACES
from social_assistance.domain.money import from_storage
from social_assistance.domain.periods import Month
from social_assistance.domain.privacy.small_counts import PublishedDisbursement, build_public_rows
from social_assistance.services.charity import receipts
from social_assistance.services.charity.partners import DISBURSEMENT, DONATION, NEED
from social_assistance.services.registry.divisions import is_township_of

Days = tuple[date, date]
DIVISION = "Administrative Division"
_SUMS = ("amount", "disbursed_amount", "written_off_amount", "refunded_amount", "balance_amount")


def get_donation_trail(receipt_no: str, token: str) -> dict[str, Any] | None:
	"""The receipt's donation and what became of it; None when number and check code do not belong together."""
	receipt = receipts.get_receipt_facts(receipt_no, token)
	if receipt is None:
		return None
	gift = frappe.get_doc(DONATION, frappe.db.get_value(receipts.RECEIPT, receipt_no, "donation"))
	fewest = get_smallest_public_count()
	return {
		"receipt": receipt,
		"kind": gift.donation_kind,
		"sums": {field: from_storage(gift.get(field)) for field in _SUMS},
		"goods": [
			(row.item_name, from_storage(row.quantity, QUANTITY_PLACES).normalize(), row.unit)
			for row in gift.items
		],
		"rows": build_public_rows(list_disbursements([gift.name]), fewest),
		"fewest": fewest,
		"elsewhere": list_other_district_aid([gift.name]),
	}


def get_smallest_public_count() -> int:
	"""Households that a place or kind of need must have helped before it is told."""
	return int(frappe.db.get_single_value("Assistance Settings", "smallest_public_group") or 0)


def list_disbursements(gifts: Collection[str], days: Days | None = None) -> list[PublishedDisbursement]:
	"""What became of donations among households of the district, within days if they are given; for `small_counts` only."""
	given, need = frappe.qb.DocType(DISBURSEMENT), frappe.qb.DocType(NEED)
	place, township = (frappe.qb.DocType(DIVISION).as_(alias) for alias in ("place", "township"))
	query = (
		frappe.qb.from_(given)
		.left_join(need)
		.on(need.name == given.charity_need)
		.left_join(place)
		.on(place.name == given.division)
		.left_join(township)
		.on(is_township_of(township, place))
		.select(given.household, township.division_name, need.need_kind)
		.select(given.disbursed_on, given.amount, given.disbursement_status)
		.where(given.donation.isin(list(gifts) or [""]))
		.where((given.docstatus == 1) & (given.disbursement_kind == "Household"))
	)
	if days:
		query = query.where(given.disbursed_on[days[0] : days[1]])
	return [
		PublishedDisbursement(
			household,
			township_name or "",
			kind or "",
			str(Month.of(day)),
			from_storage(amount),
			status == "Delivered",
		)
		for household, township_name, kind, day, amount, status in query.run()
	]


def list_other_district_aid(gifts: Collection[str], days: Days | None = None) -> list[dict[str, Any]]:
	"""Help sent to other districts names the organisation that received it, which is no family."""
	sent: dict[str, Any] = {"donation": ("in", list(gifts) or [""]), "docstatus": 1}
	sent["disbursement_kind"] = "Other District"
	if days:
		sent["disbursed_on"] = ("between", days)
	fields = ["receiving_organisation", "receiving_place", "disbursed_on", "amount", "delivered_on"]
	return list(frappe.get_all(DISBURSEMENT, sent, fields, order_by="disbursed_on"))

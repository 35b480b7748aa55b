"""Where a gift went, for whoever holds its receipt: amounts, townships, kinds of need, months; no family."""

from typing import Any

import frappe
from frappe.query_builder.functions import Max

from social_assistance.domain.money import from_storage
from social_assistance.domain.periods import Month
from social_assistance.domain.small_counts import HandOver, publish
from social_assistance.services import charity_receipts
from social_assistance.services.charity import DISBURSEMENT, DONATION, NEED

DIVISION = "Administrative Division"
_SUMS = ("amount", "disbursed_amount", "written_off_amount", "refunded_amount", "balance_amount")


def trail(receipt_no: str, token: str) -> dict[str, Any] | None:
	"""The receipt's gift and what became of it; None when number and check code do not belong together."""
	receipt = charity_receipts.facts(receipt_no, token)
	if receipt is None:
		return None
	gift = frappe.get_doc(DONATION, frappe.db.get_value(charity_receipts.RECEIPT, receipt_no, "donation"))
	fewest = int(frappe.db.get_single_value("Assistance Settings", "smallest_public_group") or 0)
	return {
		"receipt": receipt,
		"kind": gift.donation_kind,
		"sums": {field: from_storage(gift.get(field)) for field in _SUMS},
		"goods": [(row.item_name, from_storage(row.quantity, 3).normalize(), row.unit) for row in gift.items],
		"rows": publish(_hand_overs(gift.name), fewest),
		"fewest": fewest,
		"elsewhere": _elsewhere(gift.name),
	}


def _hand_overs(donation: str) -> list[HandOver]:
	given, need = frappe.qb.DocType(DISBURSEMENT), frappe.qb.DocType(NEED)
	place, above = (frappe.qb.DocType(DIVISION).as_(alias) for alias in ("place", "above"))
	query = (
		frappe.qb.from_(given)
		.left_join(need)
		.on(need.name == given.charity_need)
		.left_join(place)
		.on(place.name == given.division)
		.left_join(above)
		.on((above.lft <= place.lft) & (above.rgt >= place.rgt) & (above.division_level == "Township"))
		.select(
			given.household,
			Max(above.division_name),
			Max(need.need_kind),
			given.disbursed_on,
			given.amount,
			given.disbursement_status,
		)
		.where((given.donation == donation) & (given.docstatus == 1))
		.where(given.disbursement_kind == "Household")
		.groupby(given.name)
	)
	return [
		HandOver(
			household,
			township or "",
			kind or "",
			str(Month.of(day)),
			from_storage(amount),
			status == "Delivered",
		)
		for household, township, kind, day, amount, status in query.run()
	]


def _elsewhere(donation: str) -> list[dict[str, Any]]:
	"""Help sent to other districts names the organisation that received it, which is no family."""
	sent = {"donation": donation, "docstatus": 1, "disbursement_kind": "Other District"}
	fields = ["receiving_organisation", "receiving_place", "disbursed_on", "amount", "delivered_on"]
	return list(frappe.get_all(DISBURSEMENT, sent, fields, order_by="disbursed_on"))

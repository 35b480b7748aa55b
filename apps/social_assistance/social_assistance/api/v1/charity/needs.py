"""What a charity partner's programs and pages call: needs that may be presented, and where a donation went."""

from typing import Any

import frappe

NEED_FIELDS = [
	"name",
	"household_label",
	"need_kind",
	"urgency",
	"description",
	"wanted_amount",
	"received_amount",
]
TRAIL_FIELDS = ["name", "household_label", "disbursed_on", "amount", "use_text", "delivered_on"]
MOST_ROWS = 200


@frappe.whitelist(methods=["GET"])
def open_needs(need_kind: str = "") -> list[dict[str, Any]]:
	"""Open needs of households that consented, under their neutral labels, urgent ones first.

	Permission: read on Charity Need; the list filter leaves partners nothing but consented open needs.
	"""
	filters = {"need_status": "Open", "consent_given": 1, **({"need_kind": need_kind} if need_kind else {})}
	return frappe.get_list(
		"Charity Need",
		filters=filters,
		fields=NEED_FIELDS,
		order_by="urgency desc, creation",
		limit=MOST_ROWS,
	)


@frappe.whitelist(methods=["GET"])
def donation_trail(donation: str) -> dict[str, Any]:
	"""What became of a donation: the disbursements and what is left.

	Permission: read on the donation; disbursements through the list filter.
	"""
	gift = frappe.get_doc("Charity Donation", donation)
	gift.check_permission("read")
	handed_on = frappe.get_list(
		"Charity Disbursement",
		filters={"donation": donation, "docstatus": 1},
		fields=TRAIL_FIELDS,
		order_by="disbursed_on",
		limit=MOST_ROWS,
	)
	fields = ("name", "receipt_no", "amount", "disbursed_amount", "balance_amount")
	return {**{field: gift.get(field) for field in fields}, "disbursements": handed_on}

"""Receipts of donations: the book of serial numbers, the print, and the check that anyone holding the paper can make.

Fiscal donation receipts come from the finance bureau's own system; its number is recorded beside ours, never invented.
"""

import secrets
from decimal import Decimal
from typing import Any

import frappe
import segno
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, formatdate, get_fullname, get_url

from social_assistance.domain.charity.donations import QUANTITY_PLACES
from social_assistance.domain.money import ZERO, format_chinese_capitals, from_storage
from social_assistance.domain.privacy.masking import mask_name
from social_assistance.services import clock
from social_assistance.services.charity.partners import PARTNER
from social_assistance.services.numbering import DIGITS, take_number

DONATION, RECEIPT = "Charity Donation", "Charity Receipt"
VALID, VOID = "Valid", "Void"
CHECK_PAGE = "/donation-check"
# The organisation's own nine characters inside its unified social credit code (GB 32100).
_ORGANISATION = slice(8, 17)
_TOKEN_BYTES = 8
_FACTS = (
	"receipt_no",
	"receipt_token",
	"donation",
	"charity_partner",
	"amount",
	"issued_on",
	"receipt_status",
	"replaced_by",
	"donor_name",
)


def issue_receipt(donation: Document) -> None:
	"""Number and check code of a donation that is being received; a donor may waive the receipt (慈善法 art. 38)."""
	donation.handler_name = get_fullname()
	donation.disbursed_amount, donation.refunded_amount = ZERO, ZERO
	donation.balance_amount = donation.amount
	if not donation.receipt_waived:
		entry = create_receipt(donation, donation.amount)
		donation.receipt_no, donation.receipt_token = entry.receipt_no, entry.receipt_token


def create_receipt(donation: Document, amount: Decimal, **words: str | None) -> Document:
	"""The next entry of the partner's book; it has no gaps because the serial is part of the transaction.

	`words` are what a correction put right.
	"""
	uscc = frappe.db.get_value(PARTNER, donation.charity_partner, "uscc")
	today = clock.today()
	number = take_number(f"SJ-{uscc[_ORGANISATION]}", today)
	values = {
		"doctype": RECEIPT,
		"receipt_no": number,
		"donation": donation.name,
		"charity_partner": donation.charity_partner,
		"amount": amount,
		"issued_on": today,
		"handler_name": get_fullname(),
		"receipt_token": secrets.token_hex(_TOKEN_BYTES).upper(),
		"serial_year": today.year,
		"serial_no": cint(number[-DIGITS:]),
		**words,
	}
	return frappe.get_doc(values).insert(  # allow: PERM-ignore-permissions only services write the book
		ignore_permissions=True
	)


def void_receipt(receipt_no: str | None, reason: str, **links: str | None) -> None:
	"""The entry stays in the book and says from now on that it is void, why, and what took its place."""
	if receipt_no:
		values = {"receipt_status": VOID, "voided_on": clock.today(), "void_reason": reason, **links}
		frappe.db.set_value(RECEIPT, receipt_no, values)


def get_receipt_print_data(document: Document) -> dict[str, Any]:
	"""What the printed receipt shows (慈善法 art. 38), with the check address as a QR code.

	`document` is a donation, printed with its newest receipt, or an entry of the book.
	"""
	donation, entry = _pair(document)
	amount = from_storage(entry.amount if entry else donation.amount)
	return {
		"number": entry.receipt_no if entry else None,
		"fiscal_number": donation.fiscal_receipt_no,
		"donor": get_printed_donor(donation, entry) or _("Anonymous"),
		"donor_uscc": frappe.db.get_value("Charity Donor", donation.donor, "uscc")
		if donation.donor
		else None,
		"received_on": formatdate(donation.received_on),
		"issued_on": formatdate(entry.issued_on) if entry else "",
		"kind": _(donation.donation_kind),
		"items": _printed_items(donation, entry),
		"amount": f"{amount:.2f}",
		"amount_in_capitals": format_chinese_capitals(amount),
		"purpose": donation.purpose or _("Not restricted"),
		"campaign": _campaign_line(donation.campaign),
		"partner": donation.charity_partner,
		"uscc": frappe.db.get_value(PARTNER, donation.charity_partner, "uscc"),
		"handler": entry.handler_name if entry else donation.handler_name,
		"waived": donation.receipt_waived,
		"token": entry.receipt_token if entry else None,
		"is_void": donation.docstatus == 2 or bool(entry and entry.receipt_status == VOID),
		"void_reason": entry.void_reason if entry else None,
		"replaced_by": entry.replaced_by if entry else None,
		"corrects": entry.corrects if entry else None,
		"qr": segno.make(get_check_url(entry), error="m").svg_inline(scale=2) if entry else "",
	}


def get_printed_donor(donation: Document, entry: Any) -> str | None:
	"""The donor's name on the paper: as corrected, else as on the gift; None for an anonymous gift."""
	if donation.is_anonymous:
		return None
	return (entry and entry.donor_name) or donation.donor_name


def get_check_url(entry: Document) -> str:
	"""Address of the public check page for one receipt."""
	return get_url(f"{CHECK_PAGE}?no={entry.receipt_no}&code={entry.receipt_token}")


def get_receipt_facts(receipt_no: str, token: str) -> dict[str, Any] | None:
	"""What the holder of a receipt may see of it; None when number and check code do not belong together."""
	entry = frappe.db.get_value(RECEIPT, receipt_no, _FACTS, as_dict=True)
	given = token.strip().upper().encode()
	if not entry or not secrets.compare_digest((entry.receipt_token or "").encode(), given):
		return None
	donation = frappe.get_doc(DONATION, entry.donation)
	return {
		"receipt_no": receipt_no,
		"partner": entry.charity_partner,
		"received_on": formatdate(donation.received_on),
		"issued_on": formatdate(entry.issued_on),
		"amount": from_storage(entry.amount),
		"items": _printed_items(donation, entry),
		"donor": mask_name(get_printed_donor(donation, entry) or "") or _("Anonymous"),
		"is_valid": entry.receipt_status == VALID,
		"replaced_by": entry.replaced_by,
	}


def _pair(document: Document) -> tuple[Document, Document | None]:
	if document.doctype == RECEIPT:
		return frappe.get_doc(DONATION, document.donation), document
	return document, frappe.get_doc(RECEIPT, document.receipt_no) if document.receipt_no else None


def _printed_items(donation: Document, entry: frappe._dict | Document | None) -> list[dict[str, str]]:
	"""Kind and quantity of the goods that a receipt is over, without trailing zeros."""
	back = _given_back(donation, entry.receipt_no if entry else None)
	rows = [(row, *_kept(row, *back.get(row.name, (ZERO, ZERO)))) for row in donation.items]
	return [
		{
			"name": row.item_name,
			"quantity": f"{quantity.normalize():f}",
			"unit": row.unit,
			"unit_value": f"{from_storage(row.unit_value):.2f}",
			"value": f"{value:.2f}",
		}
		for row, quantity, value in rows
		if quantity
	]


def _kept(row: Document, quantity: Decimal, value: Decimal) -> tuple[Decimal, Decimal]:
	return from_storage(row.quantity, QUANTITY_PLACES) - quantity, from_storage(row.line_value) - value


def _given_back(donation: Document, receipt_no: str | None) -> dict[str, tuple[Decimal, Decimal]]:
	"""Units and yuan by batch that had gone back when a receipt was issued: nothing before the first one."""
	row = frappe.qb.DocType("Charity Refund Item")
	refunds = _refunds_before(donation, receipt_no)
	query = frappe.qb.from_(row).select(row.donation_item, row.quantity, row.amount)
	found: dict[str, tuple[Decimal, Decimal]] = {}
	for item, quantity, value in query.where(row.parent.isin(refunds)).run() if refunds else ():
		units, yuan = found.get(item, (ZERO, ZERO))
		found[item] = (units + from_storage(quantity, QUANTITY_PLACES), yuan + from_storage(value))
	return found


def _refunds_before(donation: Document, receipt_no: str | None) -> list[str]:
	"""From a receipt back to the first: each refund made one receipt void and issued the next."""
	fields = ["name", "new_receipt", "cancelled_receipt"]
	rows = frappe.get_all("Charity Refund", {"donation": donation.name}, fields) if receipt_no else []
	by_receipt = {row.new_receipt: row for row in rows if row.new_receipt}
	found: list[str] = []
	corrections = dict(
		frappe.get_all(RECEIPT, {"donation": donation.name}, ["name", "corrects"], as_list=True)
	)
	while receipt_no in by_receipt or corrections.get(receipt_no):
		step = by_receipt.pop(receipt_no, None)
		if step:
			found.append(step.name)
		receipt_no = step.cancelled_receipt if step else corrections.pop(receipt_no)
	return found


def _campaign_line(campaign: str | None) -> str:
	if not campaign:
		return ""
	name, number = frappe.db.get_value("Charity Campaign", campaign, ["campaign_name", "filing_no"])
	return f"{name} {number or ''}".strip()

"""Receipts of donations: number, check code, print, and the check that anyone holding the paper can make.

Fiscal donation receipts come from the finance bureau's own system; its number is recorded beside ours, never invented.
"""

import secrets
from typing import Any

import frappe
import segno
from frappe import _
from frappe.model.document import Document
from frappe.utils import formatdate, get_url

from social_assistance.domain.masking import mask_name
from social_assistance.domain.money import ZERO, from_storage, in_chinese_capitals
from social_assistance.services import clock
from social_assistance.services.charity import DONATION, PARTNER
from social_assistance.services.numbering import next_number

CHECK_PAGE = "/donation-check"
# The organisation's own nine characters inside its unified social credit code (GB 32100).
_ORGANISATION = slice(8, 17)
_TOKEN_BYTES = 8


def issue(donation: Document) -> None:
	"""Number, check code and full balance; the serial has no gaps because it is part of the submission."""
	uscc = frappe.db.get_value(PARTNER, donation.charity_partner, "uscc")
	donation.receipt_no = next_number(f"SJ-{uscc[_ORGANISATION]}", clock.today())
	donation.receipt_token = secrets.token_hex(_TOKEN_BYTES).upper()
	donation.disbursed_amount, donation.balance_amount = ZERO, donation.amount


def for_print(donation: Document) -> dict[str, Any]:
	"""What the printed receipt shows, with the check address as a QR code."""
	amount = from_storage(donation.amount)
	return {
		"number": donation.receipt_no,
		"fiscal_number": donation.fiscal_receipt_no,
		"donor": _("Anonymous") if donation.is_anonymous else donation.donor_name,
		"received_on": formatdate(donation.received_on),
		"amount": f"{amount:.2f}",
		"amount_in_capitals": in_chinese_capitals(amount),
		"purpose": donation.purpose or _("Not restricted"),
		"partner": donation.charity_partner,
		"uscc": frappe.db.get_value(PARTNER, donation.charity_partner, "uscc"),
		"token": donation.receipt_token,
		"is_void": donation.docstatus == 2,
		"qr": segno.make(check_url(donation), error="m").svg_inline(scale=2),
	}


def check_url(donation: Document) -> str:
	"""Address of the public check page for one receipt."""
	return get_url(f"{CHECK_PAGE}?no={donation.receipt_no}&code={donation.receipt_token}")


def facts(receipt_no: str, token: str) -> dict[str, Any] | None:
	"""What the holder of a receipt may see of it; None when number and check code do not belong together."""
	found = frappe.db.get_value(
		DONATION,
		{"receipt_no": receipt_no},
		[
			"receipt_token",
			"charity_partner",
			"received_on",
			"amount",
			"donor_name",
			"is_anonymous",
			"docstatus",
		],
		as_dict=True,
	)
	given = token.strip().upper().encode()
	if (
		not found
		or not found.receipt_token
		or not secrets.compare_digest(found.receipt_token.encode(), given)
	):
		return None
	return {
		"receipt_no": receipt_no,
		"partner": found.charity_partner,
		"received_on": formatdate(found.received_on),
		"amount": from_storage(found.amount),
		"donor": _("Anonymous") if found.is_anonymous else mask_name(found.donor_name or ""),
		"is_valid": found.docstatus == 1,
	}

"""Gifts in the books: money and goods with the partners, and the reversal of both."""

from decimal import Decimal

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate

from social_assistance.domain.money import from_storage
from social_assistance.services import clock
from social_assistance.services.fund_ledger import (
	CHARITY_GOODS,
	CHARITY_MONEY,
	GIFTS,
	Place,
	Posting,
	Reference,
	credit,
	debit,
	post,
	reverse,
)


def book_gift(donation: Document) -> str | None:
	"""A gift on the day on which it came in; a closed month refuses it."""
	amount, place, source = from_storage(donation.amount), Place(), charity_source()
	postings = [debit(account_of(donation), amount, place, source), credit(GIFTS, amount, place, source)]
	return post("Gift Received", postings, _reference(donation), getdate(donation.received_on))


def take_back_gift(donation: Document) -> None:
	"""The mirror image of a cancelled gift, today: its own month may be closed."""
	if donation.voucher_no:
		reverse(donation.voucher_no, clock.today(), _("Donation cancelled"))


def book_refund(refund: Document, donation: Document) -> str | None:
	"""What went back to the donor, on the day of the refund."""
	return post(
		"Gift Refunded",
		refund_postings(donation, from_storage(refund.amount)),
		_reference(refund),
		getdate(refund.refunded_on),
	)


def refund_postings(donation: Document, amount: Decimal) -> list[Posting]:
	"""Both sides of a refund."""
	place, source = Place(), charity_source()
	return [debit(GIFTS, amount, place, source), credit(account_of(donation), amount, place, source)]


def account_of(donation: Document) -> str:
	"""Where the gift lies."""
	return CHARITY_GOODS if donation.donation_kind == "Goods" else CHARITY_MONEY


def charity_source() -> str | None:
	"""The fund source that stands for gifts, where the bureau keeps one."""
	name = frappe.db.get_value("Fund Source", {"source_kind": "Charity", "is_enabled": 1}, order_by="name")
	return str(name) if name else None


def _reference(doc: Document) -> Reference:
	return Reference(doc.doctype, doc.name)

"""Donations in the books: money and goods with the partners, what was handed on or lost, and the reversal of each."""

from decimal import Decimal

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate

from social_assistance.domain.money import from_storage
from social_assistance.services import clock
from social_assistance.services.funds.ledger import (
	CHARITY_GOODS,
	CHARITY_MONEY,
	GIFTS,
	GIFTS_USED,
	GOODS_LOST,
	Place,
	Posting,
	Reference,
	make_credit,
	make_debit,
	post_voucher,
	reverse_voucher,
)
from social_assistance.services.funds.ledger import DOCTYPE as ENTRY


def post_donation_voucher(donation: Document) -> str | None:
	"""A donation on the day on which it came in; a closed month refuses it."""
	amount, place, source = from_storage(donation.amount), Place(), get_charity_source()
	postings = [
		make_debit(get_donation_account(donation), amount, place, source),
		make_credit(GIFTS, amount, place, source),
	]
	return post_voucher("Gift Received", postings, _reference(donation), getdate(donation.received_on))


def reverse_donation_voucher(donation: Document) -> None:
	"""The mirror image of a cancelled donation, today: its own month may be closed."""
	if donation.voucher_no:
		reverse_voucher(donation.voucher_no, clock.today(), _("Donation cancelled"))


def post_refund_voucher(refund: Document, donation: Document) -> str | None:
	"""What went back to the donor, on the day of the refund."""
	amount, place, source = from_storage(refund.amount), Place(), get_charity_source()
	postings = [
		make_debit(GIFTS, amount, place, source),
		make_credit(get_donation_account(donation), amount, place, source),
	]
	return post_voucher("Gift Refunded", postings, _reference(refund), getdate(refund.refunded_on))


def post_disbursement_voucher(disbursement: Document) -> None:
	"""A disbursement on its day, where the household lives."""
	postings = _use(GIFTS_USED, disbursement, from_storage(disbursement.amount), disbursement.division)
	post_voucher("Gift Handed On", postings, _reference(disbursement), getdate(disbursement.disbursed_on))


def reverse_disbursement_voucher(disbursement: Document) -> None:
	"""The mirror image of a reversed disbursement, today."""
	booked = {"reference_doctype": disbursement.doctype, "reference_name": disbursement.name}
	voucher = frappe.db.get_value(ENTRY, {**booked, "entry_kind": "Gift Handed On"}, "voucher_no")
	if voucher:
		reverse_voucher(voucher, clock.today(), disbursement.reversal_reason or _("Reversed"))


def post_write_off_voucher(entry: Document, donation: Document) -> None:
	"""Goods that were written off, on the day of the stock's book."""
	postings = _use(GOODS_LOST, donation, -from_storage(entry.amount), None)
	post_voucher("Goods Written Off", postings, _reference(entry), getdate(entry.posted_on))


def _use(account: str, document: Document, amount: Decimal, division: str | None) -> list[Posting]:
	"""Out of where the donation lies; the money account is the district's, the use is the place's."""
	source = get_charity_source()
	used = make_debit(account, amount, Place(division), source)
	return [used, make_credit(get_donation_account(document), amount, Place(), source)]


def get_donation_account(document: Document) -> str:
	"""Where a donation lies, or where a disbursement takes it from."""
	return CHARITY_GOODS if document.donation_kind == "Goods" else CHARITY_MONEY


def get_charity_source() -> str | None:
	"""The fund source that stands for donations, where the bureau keeps one."""
	name = frappe.db.get_value("Fund Source", {"source_kind": "Charity", "is_enabled": 1}, order_by="name")
	return str(name) if name else None


def _reference(doc: Document) -> Reference:
	return Reference(doc.doctype, doc.name)

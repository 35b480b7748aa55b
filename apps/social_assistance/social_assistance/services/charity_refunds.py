"""Refunds: what is left of a gift goes back to its donor, in the books by reversal, with the receipt made void."""

from decimal import Decimal

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate

from social_assistance.domain.money import from_storage
from social_assistance.exceptions import RefundInvalidError
from social_assistance.services import charity_ledger, clock, goods_stock
from social_assistance.services.charity import (
	DONATION,
	locked_donation,
	move_balance,
	positive,
	require_balance,
	require_partner,
)
from social_assistance.services.charity_campaigns import add_raised
from social_assistance.services.charity_items import GOODS
from social_assistance.services.charity_receipts import enter, make_void

REFUND = "Charity Refund"


def refund(donation: str, amount: str, reason: str, text: str = "", request_key: str = "") -> Document:
	"""Give back an amount today; the same request key returns the refund that it made before."""
	gift = locked_donation(donation)
	done = _made_before(gift, request_key)
	if done:
		# The first click's refund may be newer than the own snapshot; a locking read sees it.
		return frappe.get_doc(REFUND, done, for_update=True)
	values = {
		"doctype": REFUND,
		"donation": gift.name,
		"amount": amount,
		"refund_reason": reason,
		"refund_text": text,
		"refunded_on": clock.today(),
	}
	document = frappe.get_doc(values)
	document.flags.request_key = request_key or None
	return document.insert()


def _made_before(gift: Document, request_key: str) -> str | None:
	"""The refund of this key. It is read past the own snapshot, and only if the locked gift was refunded at all."""
	if not request_key or not gift.refunded_amount:
		return None
	filters = {"request_key": request_key, "donation": gift.name}
	found: str | None = frappe.db.get_value(REFUND, filters, for_update=True)
	return found


def check(document: Document) -> None:
	"""Own partner's gift, received, of which so much is left; judged under the gift's lock."""
	gift = locked_donation(document.donation)
	require_partner(gift.charity_partner)
	document.update(
		{
			"charity_partner": gift.charity_partner,
			"campaign": gift.campaign,
			"handled_by": frappe.session.user,
			"request_key": document.flags.request_key,
		}
	)
	if gift.docstatus != 1:
		_refuse(_("Donation {0} is not submitted; there is nothing to give back.").format(gift.name))
	document.amount = positive(document, "amount", RefundInvalidError)
	_require_day(document, gift)
	if document.refund_reason == "Other" and not (document.refund_text or "").strip():
		_refuse(_("Explain the reason of the refund."))
	require_balance(gift, document.amount)
	_require_whole(gift, document.amount)


def book(document: Document) -> None:
	"""Gift, campaign, receipt and ledger together; called when the refund is entered."""
	gift = locked_donation(document.donation)
	move_balance(gift, document.amount, "refunded_amount")
	if gift.donation_kind == GOODS:
		goods_stock.withdraw(gift)
	voucher = charity_ledger.book_refund(document, gift)
	new = _replace_receipt(gift, document.name)
	if new:
		printed = {"receipt_no": new.receipt_no, "receipt_token": new.receipt_token}
		frappe.db.set_value(DONATION, gift.name, printed)
	books = {
		"voucher_no": voucher,
		"cancelled_receipt": gift.receipt_no,
		"new_receipt": new and new.name,
	}
	document.db_set(books)
	if gift.campaign:
		add_raised(gift.campaign, -document.amount)


def _replace_receipt(gift: Document, refund_name: str) -> Document | None:
	"""The receipt over the whole gift becomes void; what the donor did give in the end gets a new one."""
	if not gift.receipt_no:
		return None
	remaining = from_storage(gift.amount) - from_storage(gift.refunded_amount)
	new = enter(gift, remaining) if remaining else None
	make_void(gift.receipt_no, _("Refunded"), refund=refund_name, replaced_by=new and new.name)
	return new


def _require_day(document: Document, gift: Document) -> None:
	day = getdate(document.refunded_on)
	if not getdate(gift.received_on) <= day <= clock.today():
		_refuse(_("Refunded On must lie between the day of the gift and today."))


def _require_whole(gift: Document, amount: Decimal) -> None:
	if gift.donation_kind == GOODS and amount != from_storage(gift.amount):
		message = _("Goods go back as a whole: {0} yuan, and only while none of them was handed on.")
		_refuse(message.format(from_storage(gift.amount)))


def _refuse(message: str) -> None:
	frappe.throw(message, RefundInvalidError)

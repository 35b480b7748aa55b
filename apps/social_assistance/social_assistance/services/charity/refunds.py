"""Refunds: what is left of a donation goes back to its donor, in the books by reversal, with the receipt made void.

Money goes back by its sum, goods by what is given back of each batch.
"""

from collections.abc import Sequence
from typing import NamedTuple

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate

from social_assistance.domain.money import ZERO, from_storage
from social_assistance.services import clock
from social_assistance.services.charity import goods_stock, vouchers
from social_assistance.services.charity.campaigns import add_raised_amount
from social_assistance.services.charity.donated_items import GOODS
from social_assistance.services.charity.exceptions import RefundInvalidError
from social_assistance.services.charity.partners import (
	DONATION,
	get_locked_donation,
	move_balance,
	read_positive_amount,
	require_balance,
	require_partner,
)
from social_assistance.services.charity.receipts import RECEIPT, create_receipt, void_receipt

REFUND = "Charity Refund"


class ReturnedGoods(NamedTuple):
	"""So many units of a batch."""

	donation_item: str
	quantity: str


def refund_donation(
	donation: str,
	amount: str,
	reason: str,
	text: str = "",
	request_key: str = "",
	goods: Sequence[ReturnedGoods] = (),
) -> Document:
	"""Give back today an amount of money, or goods: those listed, else all that are on hand.

	The same request key returns the refund that it made before.
	"""
	gift = get_locked_donation(donation)
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
		"items": [row._asdict() for row in goods],
	}
	document = frappe.get_doc(values)
	document.flags.request_key = request_key or None
	return document.insert()


def _made_before(gift: Document, request_key: str) -> str | None:
	"""The refund of this key. It is read past the own snapshot, and only if the locked donation was refunded at all."""
	if not request_key or not gift.refunded_amount:
		return None
	filters = {"request_key": request_key, "donation": gift.name}
	found: str | None = frappe.db.get_value(REFUND, filters, for_update=True)
	return found


def check_refund(document: Document) -> None:
	"""Own partner's donation, received, of which so much is left; judged under the donation's lock."""
	gift = get_locked_donation(document.donation)
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
	_value_goods(document, gift)
	document.amount = read_positive_amount(document, "amount", RefundInvalidError)
	_require_day(document, gift)
	if document.refund_reason == "Other" and not (document.refund_text or "").strip():
		_refuse(_("Explain the reason of the refund."))
	require_balance(gift, document.amount)


def post_refund(document: Document) -> None:
	"""Donation, campaign, receipt and ledger together; called when the refund is entered."""
	gift = get_locked_donation(document.donation)
	move_balance(gift, document.amount, "refunded_amount")
	if gift.donation_kind == GOODS:
		goods_stock.refund_goods(document)
	voucher = vouchers.post_refund_voucher(document, gift)
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
		add_raised_amount(gift.campaign, -document.amount)


def _replace_receipt(gift: Document, refund_name: str) -> Document | None:
	"""The receipt over the whole donation becomes void; what the donor did give in the end gets a new one."""
	if not gift.receipt_no:
		return None
	remaining = from_storage(gift.amount) - from_storage(gift.refunded_amount)
	corrected = frappe.db.get_value(RECEIPT, gift.receipt_no, "donor_name")
	new = create_receipt(gift, remaining, donor_name=corrected) if remaining else None
	void_receipt(gift.receipt_no, _("Refunded"), refund=refund_name, replaced_by=new and new.name)
	return new


def _require_day(document: Document, gift: Document) -> None:
	day = getdate(document.refunded_on)
	if not getdate(gift.received_on) <= day <= clock.today():
		_refuse(_("Refunded On must lie between the day of the gift and today."))


def _value_goods(document: Document, gift: Document) -> None:
	"""The batches that go back at the value at which they lie on stock; their sum is the refund. A donation of money has none."""
	if gift.donation_kind != GOODS:
		document.set("items", [])
		return
	if not document.items:
		document.set("items", _all_on_hand(gift))
	seen: set[str] = set()
	for row in document.items:
		_value_row(row, gift)
		if row.donation_item in seen:
			_refuse(_("Row {0}: {1} is listed twice.").format(row.idx, row.item_name))
		seen.add(row.donation_item)
	total = sum((row.amount for row in document.items), ZERO)
	given = read_positive_amount(document, "amount", RefundInvalidError) if document.amount else total
	if given != total:
		_refuse(_("The goods that go back are worth {0} yuan, not {1}.").format(total, given))
	document.amount = total


def _all_on_hand(gift: Document) -> list[dict[str, object]]:
	batches = ((row.name, goods_stock.get_stock_on_hand(row.name, lock=True).quantity) for row in gift.items)
	return [{"donation_item": name, "quantity": quantity} for name, quantity in batches if quantity > 0]


def _value_row(row: Document, gift: Document) -> None:
	found = goods_stock.get_batch(row.donation_item)
	if found.donation != gift.name:
		_refuse(_("Row {0}: {1} belongs to another donation.").format(row.idx, found.item_name))
	label = _("Row {0}: {1}").format(row.idx, _(row.meta.get_label("quantity")))
	row.quantity = goods_stock.parse_quantity(row.quantity, label)
	left = goods_stock.get_stock_on_hand(found.name, lock=True)
	goods_stock.require_sufficient_stock(found, row.quantity, left)
	row.update({"item_name": found.item_name, "unit": found.unit})
	row.amount = left.value_of(row.quantity, from_storage(found.unit_value))


def _refuse(message: str) -> None:
	frappe.throw(message, RefundInvalidError)

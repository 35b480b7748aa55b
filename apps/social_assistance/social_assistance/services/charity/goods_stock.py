"""The stock of donated goods: an append-only book of movements per batch, never below zero.

A batch is one line of a donation of goods. The row of the donation is the lock: whoever takes from a batch waits for it.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate

from social_assistance.domain.charity.donations import QUANTITY_PLACES, compute_line_value
from social_assistance.domain.errors import DomainError
from social_assistance.domain.money import ZERO, from_storage, parse_amount
from social_assistance.permissions.transition_permits import allow_transition
from social_assistance.services import clock
from social_assistance.services.charity import vouchers
from social_assistance.services.charity.exceptions import (
	DonationInvalidError,
	GoodsExpiredError,
	StockExceededError,
)
from social_assistance.services.charity.partners import get_locked_donation, move_balance
from social_assistance.services.domain_errors import throw_domain_error

DOCTYPE, BATCH = "Goods Stock Entry", "Charity Donation Item"
RECEIPT, ISSUE, TRANSFER, WRITE_OFF, REVERSAL = "Receipt", "Issue", "Transfer", "Write-off", "Reversal"
NOTHING = Decimal("0.000")
KEY_LENGTH = 40


@dataclass(frozen=True)
class StockOnHand:
	"""What is on hand of a batch: units, and yuan."""

	quantity: Decimal
	amount: Decimal

	def value_of(self, quantity: Decimal, unit_value: Decimal) -> Decimal:
		"""Yuan that leave with so many units; the last unit takes what is left, so that roundings never add up."""
		return (
			self.amount
			if quantity == self.quantity
			else min(self.amount, compute_line_value(quantity, unit_value))
		)


def receive_goods(donation: Document) -> None:
	"""Put the goods of a received donation on stock; called when it is submitted."""
	for row in donation.get("items") or []:
		quantity, amount = from_storage(row.quantity, QUANTITY_PLACES), from_storage(row.line_value)
		_write(
			RECEIPT,
			get_batch(row.name),
			quantity,
			amount,
			f"{RECEIPT}|{row.name}",
			getdate(donation.received_on),
		)


def withdraw_goods(donation: Document) -> None:
	"""Take the goods of a cancelled donation off the stock again; the caller holds its row and knows it untouched."""
	for name in frappe.get_all(DOCTYPE, {"donation": donation.name, "entry_kind": RECEIPT}, pluck="name"):
		reverse_stock_entry(name, _("Cancelled: {0}").format(donation.name))


def get_batch(name: str) -> frappe._dict:
	"""Facts of a batch: its donation and partner, item, unit, value of a unit and last day of use."""
	fields = ["name", "parent as donation", "item_name", "unit", "unit_value", "expiry_date"]
	found = frappe.db.get_value(BATCH, name, fields, as_dict=True)
	if not found:
		frappe.throw(_("There is no batch {0} on stock.").format(name), StockExceededError)
	found.charity_partner = frappe.db.get_value("Charity Donation", found.donation, "charity_partner")
	return found


def get_stock_on_hand(name: str, lock: bool = False) -> StockOnHand:
	"""What is left of a batch. With `lock` the newest committed rows are read, not those of the own snapshot."""
	entry = frappe.qb.DocType(DOCTYPE)
	query = frappe.qb.from_(entry).select(entry.quantity, entry.amount).where(entry.donation_item == name)
	rows = (query.for_update() if lock else query).run()
	return StockOnHand(
		sum((from_storage(quantity, QUANTITY_PLACES) for quantity, _amount in rows), NOTHING),
		sum((from_storage(amount) for _quantity, amount in rows), ZERO),
	)


def issue_goods(disbursement: Document) -> None:
	"""Take the goods of a disbursement from their batches; the caller holds the donation's row."""
	kind = TRANSFER if disbursement.disbursement_kind == "Other District" else ISSUE
	day = getdate(disbursement.disbursed_on)
	for row in disbursement.items:
		quantity = from_storage(row.quantity, QUANTITY_PLACES)
		key = f"{kind}|{disbursement.name}|{row.donation_item}"
		_take(kind, get_batch(row.donation_item), quantity, key, day, disbursement=disbursement.name)


def return_goods(disbursement: Document, reason: str) -> None:
	"""Return the goods of a reversed disbursement to their batches, at the value at which they left."""
	entries = {"disbursement": disbursement.name, "entry_kind": ("in", (ISSUE, TRANSFER))}
	for name in frappe.get_all(DOCTYPE, entries, pluck="name"):
		reverse_stock_entry(name, reason)


def write_off_goods(name: str, asked: str, reason: str, request_key: str = "") -> str:
	"""Take spoilt, expired or lost goods off the stock and off the balance of their donation; all of them when none is asked.

	The same request key returns the entry that it made before.
	"""
	found = get_batch(name)
	donation = get_locked_donation(found.donation)
	key = f"{WRITE_OFF}|{name}|{request_key[:KEY_LENGTH] or frappe.generate_hash(length=10)}"
	# Read past the own snapshot: the first click may have ended while this one waited for the lock.
	done = frappe.db.get_value(DOCTYPE, {"entry_key": key}, for_update=True)
	if done:
		return str(done)
	left = get_stock_on_hand(name, lock=True)
	quantity = parse_quantity(asked, _("Quantity")) if asked else left.quantity
	entry = _take(WRITE_OFF, found, quantity, key, clock.today(), remark=reason)
	move_balance(donation, -from_storage(entry.amount), "written_off_amount")
	vouchers.post_write_off_voucher(entry, donation)
	return str(entry.name)


def refund_goods(refund: Document) -> None:
	"""Take refunded goods off the stock: each line undoes so much of the receipt of its batch; the caller holds the donation's row."""
	receipts = frappe.get_all(
		DOCTYPE,
		{"donation": refund.donation, "entry_kind": RECEIPT},
		["donation_item", "name"],
		as_list=True,
	)
	receipt_of = dict(receipts)
	for row in refund.items:
		found = get_batch(row.donation_item)
		quantity = from_storage(row.quantity, QUANTITY_PLACES)
		require_sufficient_stock(found, quantity, get_stock_on_hand(found.name, lock=True))
		receipt = receipt_of[found.name]
		_write(
			REVERSAL,
			found,
			-quantity,
			-from_storage(row.amount),
			f"{REVERSAL}|{receipt}|{refund.name}",
			getdate(refund.refunded_on),
			refund=refund.name,
			reversal_of=receipt,
			remark=_("Refunded: {0}").format(refund.name),
		)


def reverse_stock_entry(name: str, reason: str) -> None:
	"""Undo an entry by its mirror image; a second reversal is refused by the unique key."""
	entry = frappe.get_doc(DOCTYPE, name)
	quantity, amount = from_storage(entry.quantity, QUANTITY_PLACES), from_storage(entry.amount)
	_write(
		REVERSAL,
		get_batch(entry.donation_item),
		-quantity,
		-amount,
		f"{REVERSAL}|{name}",
		clock.today(),
		disbursement=entry.disbursement,
		reversal_of=name,
		remark=reason,
	)


def parse_quantity(value: Any, label: str) -> Decimal:
	"""A typed number of units, to the gram or millilitre."""
	try:
		return parse_amount(str(value or 0), "quantity", allow_zero=False, places=QUANTITY_PLACES)
	except DomainError as error:
		throw_domain_error(error, label, DonationInvalidError)


def require_sufficient_stock(found: frappe._dict, quantity: Decimal, left: StockOnHand) -> None:
	"""Refuse more units than a batch has."""
	if quantity <= 0 or quantity > left.quantity:
		asked, there = (f"{number.normalize():f}" for number in (quantity, left.quantity))
		frappe.throw(
			_("{0}: {1} {2} are asked for, but {3} are on hand.").format(
				found.item_name, asked, found.unit, there
			),
			StockExceededError,
		)


def require_usable_batch(found: frappe._dict, day: date) -> None:
	"""Refuse to hand out what may no longer be used."""
	if found.expiry_date and getdate(found.expiry_date) <= day:
		message = _("{0} of donation {1} had to be used before {2}. Write it off.")
		frappe.throw(message.format(found.item_name, found.donation, found.expiry_date), GoodsExpiredError)


def _take(kind: str, found: frappe._dict, quantity: Decimal, key: str, day: date, **texts: Any) -> Document:
	left = get_stock_on_hand(found.name, lock=True)
	require_sufficient_stock(found, quantity, left)
	if kind != WRITE_OFF:
		require_usable_batch(found, day)
	amount = left.value_of(quantity, from_storage(found.unit_value))
	return _write(kind, found, -quantity, -amount, key, day, **texts)


def _write(
	kind: str, found: frappe._dict, quantity: Decimal, amount: Decimal, key: str, day: date, **texts: Any
) -> Document:
	entry = frappe.get_doc(
		{
			"doctype": DOCTYPE,
			"entry_kind": kind,
			"posted_on": day,
			"donation": found.donation,
			"donation_item": found.name,
			"charity_partner": found.charity_partner,
			"item_name": found.item_name,
			"unit": found.unit,
			"expiry_date": found.expiry_date,
			"quantity": quantity,
			"amount": amount,
			"entry_key": key,
			**texts,
		}
	)
	with allow_transition(DOCTYPE):
		return entry.insert(  # allow: PERM-ignore-permissions only services write the book, no role does
			ignore_permissions=True
		)

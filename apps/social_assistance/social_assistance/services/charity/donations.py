"""A donation on its way into the books: checked as a draft, received, cancelled."""

import frappe
from frappe import _
from frappe.model.document import Document

from social_assistance.domain.money import from_storage
from social_assistance.services.charity import campaigns, donors, goods_stock, receipts, vouchers
from social_assistance.services.charity.donated_items import GOODS, value_goods
from social_assistance.services.charity.exceptions import DonationInUseError, DonationInvalidError
from social_assistance.services.charity.partners import (
	DONATION,
	get_locked_donation,
	read_positive_amount,
	require_not_in_future,
	require_partner,
)


def check_donation(donation: Document) -> None:
	"""What every donation needs before it is kept, also as a draft."""
	donation.charity_partner = require_partner(donation.charity_partner)
	donors.fill_donor(donation)
	if not donation.is_anonymous and not (donation.donor_name or "").strip():
		frappe.throw(_("Enter the donor, or tick Anonymous Donor."), DonationInvalidError)
	value_goods(donation)
	donation.amount = read_positive_amount(donation, "amount")
	require_not_in_future(donation, "received_on")
	_refuse_second_entry(donation)
	if donation.campaign:
		campaigns.require_open_campaign(donation)
	if donation.is_restricted and not (donation.purpose or "").strip():
		frappe.throw(_("A donation with restricted purpose needs its purpose."), DonationInvalidError)


def receive_donation(donation: Document) -> None:
	"""Donor on file and receipt; part of the submission."""
	donors.find_or_create_donor(donation)
	receipts.issue_receipt(donation)


def post_donation(donation: Document) -> None:
	"""Stock, ledger and campaign; a closed month or campaign refuses the whole submission."""
	goods_stock.receive_goods(donation)
	donation.db_set("voucher_no", vouchers.post_donation_voucher(donation))
	if donation.campaign:
		campaigns.count_donation(donation)


def require_unused_donation(donation: Document) -> None:
	"""A donation can be cancelled only while nothing of it was handed on or given back."""
	stored = get_locked_donation(donation.name)
	if stored.disbursed_amount or stored.written_off_amount:
		message = _("Donation {0} was disbursed or written off in part. Reverse that first.")
		frappe.throw(message.format(donation.name), DonationInUseError)
	if stored.refunded_amount:
		message = _("Donation {0} was refunded in part; what is left can be refunded too.")
		frappe.throw(message.format(donation.name), DonationInUseError)


def cancel_donation(donation: Document) -> None:
	"""Receipt void, goods off the stock, ledger mirrored, campaign and bank reference free again."""
	receipts.void_receipt(donation.receipt_no, _("Donation cancelled"))
	goods_stock.withdraw_goods(donation)
	vouchers.reverse_donation_voucher(donation)
	donation.db_set("reference_key", None)
	if donation.campaign:
		campaigns.add_raised_amount(donation.campaign, -from_storage(donation.amount), -1)


def _refuse_second_entry(donation: Document) -> None:
	"""One bank transfer is one donation; the unique key holds it for two clerks at the same moment too."""
	number = "".join((donation.bank_reference or "").split()) if donation.donation_kind != GOODS else ""
	donation.bank_reference = number or None
	donation.reference_key = f"{donation.charity_partner}|{number}" if number else None
	same = number and frappe.db.get_value(
		DONATION, {"reference_key": donation.reference_key, "name": ("!=", donation.name)}
	)
	if same:
		message = _("Bank transaction {0} is already recorded as donation {1}.")
		frappe.throw(message.format(number, same), DonationInvalidError)

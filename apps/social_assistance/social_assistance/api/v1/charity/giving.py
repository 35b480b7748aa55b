"""What the desk and programs call where donations go out: proposals, disbursements, wishes, stock."""

from typing import Any, Literal

import frappe
from frappe import _
from frappe.utils import getdate

from social_assistance.engines.charity import donation_proposals
from social_assistance.permissions.charity_scope import list_partners
from social_assistance.services import clock
from social_assistance.services.charity import deliveries, disbursements, goods_stock, needs, wish_claims

NEED, DONATION, DISBURSEMENT, CLAIM = "Charity Need", "Charity Donation", "Charity Disbursement", "Wish Claim"


@frappe.whitelist(methods=["GET"])
def proposals(charity_need: str = "") -> list[dict[str, Any]]:
	"""What the rules propose for one need, or for all open needs: donation, amount or quantity, reasons in words.

	Permission: read on needs and on donations; both are read through their list filters.
	"""
	_require(DONATION, "read")
	_require(NEED, "read", charity_need or None)
	return donation_proposals.list_donation_proposals(charity_need or None)


@frappe.whitelist(methods=["POST"])
def draft_disbursement(
	charity_need: str, donation: str, amount: str = "", donation_item: str = "", quantity: str = ""
) -> str:
	"""A draft disbursement from a proposal; returns its name.

	Permission: create on Charity Disbursement, read on the need and on the donation.
	"""
	_require(NEED, "read", charity_need)
	_require(DONATION, "read", donation)
	doc = frappe.get_doc(
		{
			"doctype": DISBURSEMENT,
			"donation": donation,
			"charity_need": charity_need,
			"disbursed_on": clock.today(),
			"amount": amount or None,
			"items": [{"donation_item": donation_item, "quantity": quantity}] if donation_item else [],
		}
	)
	return str(doc.insert().name)


@frappe.whitelist(methods=["POST"])
def record_delivery(
	disbursement: str,
	delivered_on: str,
	signed_by: Literal["Household Member", "Guardian", "Village on Behalf", "Receiving Organisation"],
	delivery_proof: str = "",
	delivery_photo: str = "",
	signer_name: str = "",
	receiving_receipt_no: str = "",
) -> None:
	"""Record that an approved disbursement arrived, with its proof.

	Permission: write and submit on the stored disbursement.
	"""
	_check(DISBURSEMENT, disbursement, "write", "submit")
	delivery = deliveries.Delivery(
		getdate(delivered_on), signed_by, delivery_proof, delivery_photo, signer_name, receiving_receipt_no
	)
	deliveries.deliver_disbursement(disbursement, delivery)


@frappe.whitelist(methods=["POST"])
def reverse_disbursement(disbursement: str, reason: str) -> None:
	"""Undo an approved or delivered disbursement.

	Permission: write and cancel on the stored disbursement.
	"""
	_check(DISBURSEMENT, disbursement, "write", "cancel")
	disbursements.reverse_disbursement(disbursement, reason)


@frappe.whitelist(methods=["POST"])
def claim_wish(charity_need: str) -> str:
	"""Reserve an open wish for the user's own partner; returns the claim.

	Permission: an account of an enabled partner. Whoever comes second no longer may read the wish, but learns why.
	"""
	_require(NEED, "read")
	own = list_partners() or []
	return wish_claims.claim_wish(charity_need, own[0] if own else None)


@frappe.whitelist(methods=["POST"])
def withdraw_need(charity_need: str) -> None:
	"""Take an open need back.

	Permission: write on the stored need.
	"""
	_check(NEED, charity_need, "write")
	needs.withdraw_need(charity_need)


@frappe.whitelist(methods=["POST"])
def give_wish_back(claim: str, reason: str) -> None:
	"""Open a claimed wish to others again.

	Permission: the claimant, or an office that may write the wish.
	"""
	_check_claim(claim)
	wish_claims.release_claim(claim, reason)


@frappe.whitelist(methods=["POST"])
def fulfil_wish(claim: str, fulfilment_proof: str, remark: str = "") -> None:
	"""A wish without money or goods is fulfilled, with its proof.

	Permission: the claimant, or an office that may write the wish.
	"""
	_check_claim(claim)
	wish_claims.fulfil_claim(claim, fulfilment_proof, remark)


@frappe.whitelist(methods=["GET"])
def goods_of(donation: str) -> list[dict[str, Any]]:
	"""The batches of a donation that are on hand, for choosing what is handed over.

	Permission: read on the stored donation.
	"""
	_check(DONATION, donation, "read")
	return list(donation_proposals.get_batches_on_hand([donation]).values())


@frappe.whitelist(methods=["POST"])
def write_off_goods(donation_item: str, reason: str, quantity: str = "", request_key: str = "") -> str:
	"""Take spoilt, expired or lost goods off the stock, all of a batch unless a quantity is given.

	The same request key never takes twice.

	Permission: read on the stored donation of the batch, and the right to approve disbursements.
	"""
	donation = goods_stock.get_batch(donation_item).donation
	_check(DONATION, donation, "read")
	_require(DISBURSEMENT, "submit")
	if not reason.strip():
		frappe.throw(_("Give the reason of the write-off."), frappe.MandatoryError)
	return goods_stock.write_off_goods(donation_item, quantity, reason.strip(), request_key)


def _require(doctype: str, right: str, name: str | None = None) -> None:
	if not frappe.has_permission(doctype, right, name):
		raise frappe.PermissionError


def _check(doctype: str, name: str, *rights: str) -> None:
	doc = frappe.get_doc(doctype, name)
	for right in rights:
		doc.check_permission(right)


def _check_claim(claim: str) -> None:
	doc = frappe.get_doc(CLAIM, claim)
	doc.check_permission("read")
	own = list_partners()
	if own is None:
		_require(NEED, "write", doc.charity_need)
	elif doc.charity_partner not in own:
		raise frappe.PermissionError

"""What the desk and programs call for campaigns and refunds."""

from typing import Any

import frappe

from social_assistance.services.charity import campaign_amendments, refunds
from social_assistance.services.charity import campaign_moves as moves
from social_assistance.services.charity.campaigns import CAMPAIGN

AMENDMENT = campaign_amendments.DOCTYPE
AMENDED = ("name", "amendment_status", "filing_no", "filed_on", "plan_version", "is_late")
STANDING = ("name", "campaign_status", "filing_no", "next_publication_on", "report_due_on")


@frappe.whitelist(methods=["POST"])
def file_campaign(campaign: str, filing_no: str, filed_on: str = "") -> dict[str, Any]:
	"""Accept the plan of a campaign under its filing number.

	Permission: write on the stored campaign, and the district reviewer's role.
	"""
	_check(campaign)
	moves.file_campaign(campaign, filing_no, filed_on)
	return _standing(campaign)


@frappe.whitelist(methods=["POST"])
def open_campaign(campaign: str) -> dict[str, Any]:
	"""Begin to take donations.

	Permission: write on the stored campaign, and the partner's role.
	"""
	_check(campaign)
	moves.open_campaign(campaign)
	return _standing(campaign)


@frappe.whitelist(methods=["POST"])
def publish_campaign(campaign: str) -> dict[str, Any]:
	"""Record that the figures so far were published today.

	Permission: write on the stored campaign, and the partner's role.
	"""
	_check(campaign)
	moves.publish_figures(campaign)
	return _standing(campaign)


@frappe.whitelist(methods=["POST"])
def close_campaign(campaign: str, grounds: str) -> dict[str, Any]:
	"""End a campaign before its last day.

	Permission: write on the stored campaign, and the partner's role.
	"""
	_check(campaign)
	moves.close_campaign_early(campaign, grounds)
	return _standing(campaign)


@frappe.whitelist(methods=["POST"])
def report_campaign(campaign: str) -> dict[str, Any]:
	"""Record the full report, which is attached.

	Permission: write on the stored campaign, and the partner's role.
	"""
	_check(campaign)
	moves.record_final_report(campaign)
	return _standing(campaign)


@frappe.whitelist(methods=["POST"])
def file_amendment(amendment: str, filing_no: str, filed_on: str = "") -> dict[str, Any]:
	"""Accept the change of a filed plan under a filing number of its own.

	Permission: write on the stored amendment, and the district reviewer's role.
	"""
	frappe.get_doc(AMENDMENT, amendment).check_permission("write")
	campaign_amendments.file_amendment(amendment, filing_no, filed_on)
	return dict(frappe.db.get_value(AMENDMENT, amendment, AMENDED, as_dict=True))


@frappe.whitelist(methods=["POST"])
def withdraw_amendment(amendment: str) -> dict[str, Any]:
	"""Take back a change that was not filed.

	Permission: write on the stored amendment, for its own partner.
	"""
	frappe.get_doc(AMENDMENT, amendment).check_permission("write")
	campaign_amendments.withdraw_amendment(amendment)
	return dict(frappe.db.get_value(AMENDMENT, amendment, AMENDED, as_dict=True))


@frappe.whitelist(methods=["POST"])
def refund_donation(
	donation: str,
	amount: str,
	reason: str,
	text: str = "",
	request_key: str = "",
	goods: dict[str, float | str] | str | None = None,
) -> dict[str, Any]:
	"""Give an amount of money back to its donor today, or goods by their batches (batch: quantity; none: all on hand).

	Permission: submit on the stored donation, and create on refunds. The same request key never refunds twice.
	"""
	frappe.get_doc("Charity Donation", donation).check_permission("submit")
	frappe.has_permission(refunds.REFUND, "create", throw=True)
	listed = frappe.parse_json(goods) or {}
	rows = [refunds.ReturnedGoods(name, str(quantity)) for name, quantity in listed.items()]
	done = refunds.refund_donation(donation, amount, reason, text, request_key, rows)
	return {field: done.get(field) for field in ("name", "amount", "cancelled_receipt", "new_receipt")}


def _check(name: str) -> None:
	frappe.get_doc(CAMPAIGN, name).check_permission("write")


def _standing(name: str) -> dict[str, Any]:
	return dict(frappe.db.get_value(CAMPAIGN, name, STANDING, as_dict=True))

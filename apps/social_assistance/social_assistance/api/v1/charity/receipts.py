"""Receipts of gifts."""

import frappe

from social_assistance.services.charity import receipt_corrections


@frappe.whitelist(methods=["POST"])
def correct_receipt(receipt: str, donor_name: str, reason: str) -> str:
	"""Correct the donor's name on an issued receipt by a new numbered one; returns its number.

	Permission: read on the receipt, submit on its donation.
	"""
	entry = frappe.get_doc("Charity Receipt", receipt)
	entry.check_permission("read")
	frappe.get_doc("Charity Donation", entry.donation).check_permission("submit")
	return str(receipt_corrections.correct_receipt(receipt, donor_name, reason).name)

"""What the desk calls for a bank's return file: confirm it, or turn it down."""

from typing import Any

import frappe

from social_assistance.engines.payments import return_posting

DOCTYPE = return_posting.RETURN


@frappe.whitelist(methods=["POST"])
def confirm_return(bank_return: str) -> dict[str, Any]:
	"""Book a return file to its lines as the second person.

	Permission: write on the stored return, a confirming role, and not the person who imported it.
	"""
	frappe.get_doc(DOCTYPE, bank_return).check_permission("write")
	return_posting.confirm(bank_return)
	return _standing(bank_return)


@frappe.whitelist(methods=["POST"])
def turn_down_return(bank_return: str, remark: str) -> dict[str, Any]:
	"""Refuse a return file with the reason; nothing of it is booked.

	Permission: as for confirming it.
	"""
	frappe.get_doc(DOCTYPE, bank_return).check_permission("write")
	return_posting.turn_down(bank_return, remark)
	return _standing(bank_return)


def _standing(bank_return: str) -> dict[str, Any]:
	fields = ["name", "return_status", "paid_count", "failed_count", "confirmed_by"]
	return dict(frappe.db.get_value(DOCTYPE, bank_return, fields, as_dict=True))

"""What the desk calls for a Bank Account Change: confirm, reject, take back."""

from typing import Any

import frappe

from social_assistance.services.awards import account_changes

DOCTYPE = account_changes.DOCTYPE


@frappe.whitelist(methods=["POST"])
def confirm_change(change: str, shared_reason: str = "") -> dict[str, Any]:
	"""Make the prepared account the household's; an account that others have too needs the reason why that is right.

	Permission: write on the stored change, a confirming role other than that of the preparation, and another person.
	"""
	frappe.get_doc(DOCTYPE, change).check_permission("write")
	account_changes.confirm(change, shared_reason)
	return _standing(change)


@frappe.whitelist(methods=["POST"])
def reject_change(change: str, remark: str) -> dict[str, Any]:
	"""Refuse a prepared change with the reason.

	Permission: as for confirming it.
	"""
	frappe.get_doc(DOCTYPE, change).check_permission("write")
	account_changes.reject(change, remark)
	return _standing(change)


@frappe.whitelist(methods=["POST"])
def take_back_change(change: str) -> dict[str, Any]:
	"""Withdraw one's own change.

	Permission: write on the stored change, and the person who prepared it.
	"""
	frappe.get_doc(DOCTYPE, change).check_permission("write")
	account_changes.take_back(change)
	return _standing(change)


def _standing(change: str) -> dict[str, Any]:
	fields = ["name", "change_status", "household", "confirmed_by", "shared_count"]
	return dict(frappe.db.get_value(DOCTYPE, change, fields, as_dict=True))

"""Desk calls that reshape households: split, merge, move and the answers to a transfer."""

import frappe
from frappe.utils import getdate

from social_assistance.services.cases import household_transfer
from social_assistance.services.registry import household_splits_and_merges

HOUSEHOLD, TRANSFER = "Registry Household", "Household Transfer"


@frappe.whitelist(methods=["POST"])
def split_household(
	household: str, leaving: str | dict, on_date: str, remaining: str | dict | None = None
) -> str:
	"""Members (person → relation) form a new household; returns its name.

	Permission: write on that household.
	"""
	frappe.get_doc(HOUSEHOLD, household).check_permission("write")
	return household_splits_and_merges.split_household(
		household, _relations(leaving), getdate(on_date), _relations(remaining)
	)


@frappe.whitelist(methods=["POST"])
def merge_household(household: str, into: str, on_date: str, relations: str | dict | None = None) -> str:
	"""The household ends and its members join another one; returns that one's name.

	Permission: write on both households.
	"""
	frappe.get_doc(HOUSEHOLD, household).check_permission("write")
	frappe.get_doc(HOUSEHOLD, into).check_permission("write")
	return household_splits_and_merges.merge_households(
		household, into, getdate(on_date), _relations(relations)
	)


@frappe.whitelist(methods=["POST"])
def move_household(household: str, division: str, on_date: str, reason: str) -> str | None:
	"""Move inside the township at once, or ask another township to take over; returns the transfer's name then.

	Permission: write on that household.
	"""
	frappe.get_doc(HOUSEHOLD, household).check_permission("write")
	return household_transfer.move_household(household, division, getdate(on_date), reason)


@frappe.whitelist(methods=["POST"])
def accept_transfer(transfer: str) -> None:
	"""Take a household over.

	Permission: write on Registry Household in the receiving division, checked in the service.
	"""
	frappe.get_doc(TRANSFER, transfer).check_permission("read")
	household_transfer.accept_transfer(transfer)


@frappe.whitelist(methods=["POST"])
def decline_transfer(transfer: str, answer: str) -> None:
	"""Refuse to take a household over.

	Permission: write on Registry Household in the receiving division, checked in the service.
	"""
	frappe.get_doc(TRANSFER, transfer).check_permission("read")
	household_transfer.decline_transfer(transfer, answer)


@frappe.whitelist(methods=["POST"])
def withdraw_transfer(transfer: str) -> None:
	"""Take the own request back.

	Permission: write on Registry Household in the sending division, checked in the service.
	"""
	frappe.get_doc(TRANSFER, transfer).check_permission("read")
	household_transfer.withdraw_transfer(transfer)


def _relations(value: str | dict | None) -> dict[str, str]:
	parsed = frappe.parse_json(value) if value else {}
	return {str(person): str(relation) for person, relation in parsed.items()}

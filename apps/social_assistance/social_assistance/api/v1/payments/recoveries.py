"""What the desk and programs call for an Overpayment Recovery: decide, agree on repayment, write off, hand over."""

from typing import Any, Literal

import frappe

from social_assistance.services.payments import recoveries
from social_assistance.services.payments import recovery_write_offs as write_offs

DOCTYPE = recoveries.DOCTYPE
STANDING = (
	"name",
	"recovery_status",
	"overpaid_amount",
	"received_amount",
	"outstanding_amount",
	"repayment_mode",
)


@frappe.whitelist(methods=["POST"])
def decide_recovery(recovery: str) -> dict[str, Any]:
	"""Order the repayment.

	Permission: write on the stored recovery, the approver's role, and not the person who prepared it.
	"""
	_check(recovery)
	recoveries.decide_recovery(recovery)
	return _standing(recovery)


@frappe.whitelist(methods=["POST"])
def agree_repayment(
	recovery: str,
	mode: Literal["One Payment", "Instalments", "Offset"],
	monthly_amount: str = "",
	first_month: str = "",
) -> dict[str, Any]:
	"""Record how the sum comes back; offsets need the attached consent.

	Permission: write on the stored recovery, and the finance role.
	"""
	_check(recovery)
	recoveries.agree_repayment(recovery, mode, monthly_amount, first_month)
	return _standing(recovery)


@frappe.whitelist(methods=["POST"])
def propose_write_off(recovery: str, grounds: str, amount: str = "") -> dict[str, Any]:
	"""Ask for what cannot be recovered to be written off, all that is outstanding unless an amount is given.

	Permission: write on the stored recovery, and the finance role.
	"""
	_check(recovery)
	write_offs.propose_write_off(recovery, grounds, amount)
	return _standing(recovery)


@frappe.whitelist(methods=["POST"])
def approve_write_off(recovery: str, decision_no: str, request_key: str = "") -> dict[str, Any]:
	"""End the claim, or the part that was proposed. The same request key never books twice.

	Permission: write on the stored recovery, the approver's role, and not the person who proposed it.
	"""
	_check(recovery)
	entry = write_offs.approve_write_off(recovery, decision_no, request_key)
	return {**_standing(recovery), "write_off": entry.name}


@frappe.whitelist(methods=["POST"])
def hand_over(recovery: str, to: str, remark: str) -> dict[str, Any]:
	"""Pass a suspected offence on.

	Permission: write on the stored recovery.
	"""
	_check(recovery)
	recoveries.refer_to_authorities(recovery, to, remark)
	return _standing(recovery)


def _check(name: str) -> None:
	frappe.get_doc(DOCTYPE, name).check_permission("write")


def _standing(name: str) -> dict[str, Any]:
	return dict(frappe.db.get_value(DOCTYPE, name, STANDING, as_dict=True))

"""What the desk and programs call for a Payment Run: prepare, preview, approve, execute, stop, file."""

from typing import Any, Literal

import frappe

from social_assistance.engines.payments import bank_files, monthly_run
from social_assistance.engines.runs import handing_over, presses
from social_assistance.services.awards import payment_holds, returned_payments
from social_assistance.services.payments import finance_lists, runs

DOCTYPE = runs.DOCTYPE
STANDING = (
	"name",
	"run_status",
	"progress",
	"award_count",
	"due_amount",
	"held_count",
	"held_amount",
	"line_count",
	"line_amount",
	"file_count",
	"filed_amount",
	"failure",
)


@frappe.whitelist(methods=["POST"])
def prepare_run(
	payment_month: str,
	scheme: str | None = None,
	division: str | None = None,
	run_kind: Literal["Regular", "Supplementary", "Category Payment"] = "Regular",
	category_rule: str | None = None,
) -> str:
	"""Create a run for a month (YYYY-MM) and return its name; one of kind Category Payment pays by a rule in force.

	Permission: create on Payment Run (finance officers).
	"""
	frappe.has_permission(DOCTYPE, "create", throw=True)
	return runs.create_payment_run(
		payment_month, scheme or None, division or None, run_kind, category_rule or None
	)


@frappe.whitelist(methods=["POST"])
def preview_run(payment_run: str) -> dict[str, Any]:
	"""Compute totals and differences to last month; nobody is paid yet.

	Permission: write on the stored run, and the finance role.
	"""
	_check(payment_run)
	monthly_run.preview_payment_run(payment_run)
	return _standing(payment_run)


@frappe.whitelist(methods=["POST"])
def approve_run(payment_run: str) -> dict[str, Any]:
	"""Agree with the previewed list.

	Permission: write on the stored run, the approver's role, and not the person who prepared it.
	"""
	_check(payment_run)
	runs.approve(payment_run)
	return _standing(payment_run)


@frappe.whitelist(methods=["POST"])
def execute_run(payment_run: str, now: bool = False) -> dict[str, Any]:
	"""Begin or resume the approved run in the background; `now` waits for a small run, large ones are always queued.

	Permission: write on the stored run, and the finance role.
	"""
	_check(payment_run)
	monthly_run.start_payment_run(payment_run, now=now)
	return _standing(payment_run)


@frappe.whitelist(methods=["POST"])
def stop_run(payment_run: str) -> dict[str, Any]:
	"""Stop a running run after the batch at hand; it can be resumed.

	Permission: write on the stored run, and the finance role.
	"""
	_check(payment_run)
	presses.stop_run(DOCTYPE, payment_run)
	return _standing(payment_run)


@frappe.whitelist(methods=["POST"])
def discard_run(payment_run: str) -> dict[str, Any]:
	"""Give up a run that has no payment lines.

	Permission: write on the stored run, and the finance role.
	"""
	_check(payment_run)
	handing_over.require_idle(DOCTYPE, payment_run)
	runs.discard_payment_run(payment_run)
	presses.drop_discarded_work(DOCTYPE, payment_run)
	return _standing(payment_run)


@frappe.whitelist(methods=["POST"])
def prepare_finance_list(payment_run: str) -> str:
	"""Make the finance bureau's list of an executed run; returns its name.

	Permission: create on Finance List (finance officers), and read on the stored run.
	"""
	frappe.has_permission("Finance List", "create", throw=True)
	frappe.get_doc(DOCTYPE, payment_run).check_permission("read")
	return str(frappe.get_doc({"doctype": "Finance List", "payment_run": payment_run}).insert().name)


@frappe.whitelist(methods=["POST"])
def answer_finance_list(finance_list: str, approved: bool, remark: str = "") -> dict[str, Any]:
	"""Approve or refuse a list.

	Permission: write on the stored list, the approver's role, and not the person who prepared it.
	"""
	frappe.get_doc("Finance List", finance_list).check_permission("write")
	finance_lists.answer_finance_list(finance_list, approved=approved, remark=remark)
	return dict(frappe.db.get_value("Finance List", finance_list, ["name", "list_status"], as_dict=True))


@frappe.whitelist(methods=["POST"])
def write_bank_files(payment_run: str, encoding: Literal["", "GBK", "UTF-8"] = "") -> dict[str, Any]:
	"""Write the bank files of an executed run whose finance list is approved, one or more per bank.

	Permission: write on the stored run, and the finance role.
	"""
	_check(payment_run)
	bank_files.start_bank_files(payment_run, encoding)
	return _standing(payment_run)


@frappe.whitelist(methods=["POST"])
def correct_account(award: str) -> dict[str, Any]:
	"""Let returned months be paid by the next run, to the account that was changed and confirmed since.

	Permission: create on Payment Hold (finance and district reviewers), and read on the stored award.
	"""
	frappe.has_permission("Payment Hold", "create", throw=True)
	frappe.get_doc("Benefit Award", award).check_permission("read")
	returned_payments.correct_account(award)
	return dict(
		frappe.db.get_value("Benefit Award", award, ["name", "bank_name", "bank_account"], as_dict=True)
	)


@frappe.whitelist(methods=["POST"])
def release_hold(payment_hold: str, remark: str) -> dict[str, Any]:
	"""End a hold with the grounds for it.

	Permission: write on the stored hold.
	"""
	frappe.get_doc("Payment Hold", payment_hold).check_permission("write")
	payment_holds.release_hold(payment_hold, remark)
	return dict(frappe.db.get_value("Payment Hold", payment_hold, ["name", "hold_status"], as_dict=True))


def _check(name: str) -> None:
	frappe.get_doc(DOCTYPE, name).check_permission("write")


def _standing(name: str) -> dict[str, Any]:
	return dict(frappe.db.get_value(DOCTYPE, name, STANDING, as_dict=True))

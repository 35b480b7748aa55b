"""A month of payments over HTTP: every monthly scheme with a regular run, or what the regular run left out."""

import time

import frappe
from frappe import _

from social_assistance.constants import DISTRICT_APPROVER, FINANCE_OFFICER
from social_assistance.exceptions import AssistanceError
from social_assistance.services import clock
from social_assistance.walkthrough import staff
from social_assistance.walkthrough.client import DeskClient

API = "social_assistance.api.v1.payments.runs"
LONGEST_WAIT = 600


def pay_month(base_url: str, site: str, password: str, month: str, scheme: str | None) -> list[dict]:
	"""Run the month for one scheme or all, as finance officer and district approver; returns the runs."""
	village = staff.find_urban_village_with_staff()
	finance, approver = (
		DeskClient(base_url, site, staff.find_account(role, village), password)
		for role in (FINANCE_OFFICER, DISTRICT_APPROVER)
	)
	finance.day = approver.day = clock.today()
	return [
		pay_run(finance, approver, month, code) for code in ([scheme] if scheme else list_monthly_schemes())
	]


def list_monthly_schemes() -> list[str]:
	"""Schemes paid monthly in cash that have an award."""
	schemes = frappe.get_all(
		"Assistance Scheme", filters={"is_recurring": 1, "pays_cash": 1}, pluck="name", order_by="sort_order"
	)
	awarded = set(frappe.get_all("Benefit Award", pluck="scheme", distinct=True))
	return [code for code in schemes if code in awarded]


def pay_run(
	finance: DeskClient, approver: DeskClient, month: str, scheme: str | None, division: str = ""
) -> dict:
	"""Prepare, preview, approve, execute and file one run; a supplementary one when the month's regular run exists."""
	kind = "Supplementary" if _has_regular_run(month, scheme) else "Regular"
	run = finance.call(
		f"{API}.prepare_run", payment_month=month, scheme=scheme or "", division=division, run_kind=kind
	)
	return _carry_out(finance, approver, run)


def pay_supplement(finance: DeskClient, approver: DeskClient, month: str, scheme: str) -> dict:
	"""Prepare, preview, approve, execute and file what a scheme owes beside the month's regular run."""
	run = finance.call(f"{API}.prepare_run", payment_month=month, scheme=scheme, run_kind="Supplementary")
	return _carry_out(finance, approver, run)


def pay_category(finance: DeskClient, approver: DeskClient, month: str, rule: str) -> dict:
	"""Prepare, preview, approve, execute and file what a Category Payment Rule orders for a month."""
	run = finance.call(
		f"{API}.prepare_run", payment_month=month, run_kind="Category Payment", category_rule=rule
	)
	return _carry_out(finance, approver, run)


def _carry_out(finance: DeskClient, approver: DeskClient, run: str) -> dict:
	"""From the preview to the bank files, each step by the officer whose step it is."""
	finance.call(f"{API}.preview_run", payment_run=run)
	_wait(finance, run, "Previewed")
	approver.call(f"{API}.approve_run", payment_run=run)
	finance.call(f"{API}.execute_run", payment_run=run, now=1)
	_wait(finance, run, "Executed")
	listed = finance.call(f"{API}.prepare_finance_list", payment_run=run)
	approver.call(f"{API}.answer_finance_list", finance_list=listed, approved=1)
	finance.call(f"{API}.write_bank_files", payment_run=run)
	return _wait(finance, run, "Filed")


def _wait(finance: DeskClient, run: str, status: str) -> dict:
	"""Wait until a worker has brought the run to a status, and return it."""
	for _second in range(LONGEST_WAIT):
		doc = finance.load("Payment Run", run)
		if doc["run_status"] == status:
			return doc
		if doc.get("failure"):
			break
		time.sleep(1)
	raise AssistanceError(
		_("Payment run {0} is not {1}: {2}").format(
			run, _(status), doc.get("failure") or _(doc["run_status"])
		)
	)


def _has_regular_run(month: str, scheme: str | None) -> bool:
	return bool(
		frappe.db.exists("Payment Run", {"payment_month": month, "scheme": scheme, "run_kind": "Regular"})
	)

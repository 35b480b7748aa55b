"""A month of payments over HTTP: every monthly scheme with a regular run, or what the regular run left out."""

import frappe

from social_assistance.constants import DISTRICT_APPROVER, FINANCE_OFFICER
from social_assistance.services import clock
from social_assistance.walkthrough import staff
from social_assistance.walkthrough.client import DeskClient


def pay_month(base_url: str, site: str, password: str, month: str, scheme: str | None) -> list[dict]:
	"""Run the month for one scheme or all, as finance officer and district approver; returns the runs."""
	village = staff.urban_village_with_staff()
	finance, approver = (
		DeskClient(base_url, site, staff.account_for(role, village), password)
		for role in (FINANCE_OFFICER, DISTRICT_APPROVER)
	)
	finance.day = approver.day = clock.today()
	return [pay(finance, approver, month, code) for code in ([scheme] if scheme else monthly_schemes())]


def monthly_schemes() -> list[str]:
	"""Schemes paid monthly in cash that have an award."""
	schemes = frappe.get_all(
		"Assistance Scheme", filters={"is_recurring": 1, "pays_cash": 1}, pluck="name", order_by="sort_order"
	)
	awarded = set(frappe.get_all("Benefit Award", pluck="scheme", distinct=True))
	return [code for code in schemes if code in awarded]


def pay(finance: DeskClient, approver: DeskClient, month: str, scheme: str | None) -> dict:
	"""Prepare, preview, approve, execute and file one run; a supplementary one when the month's regular run exists."""
	api = "social_assistance.api.v1.payments"
	kind = "Supplementary" if _has_regular_run(month, scheme) else "Regular"
	run = finance.call(f"{api}.prepare_run", payment_month=month, scheme=scheme or "", run_kind=kind)
	finance.call(f"{api}.preview_run", payment_run=run)
	approver.call(f"{api}.approve_run", payment_run=run)
	finance.call(f"{api}.execute_run", payment_run=run, now=1)
	listed = finance.call(f"{api}.prepare_finance_list", payment_run=run)
	approver.call(f"{api}.answer_finance_list", finance_list=listed, approved=1)
	finance.call(f"{api}.write_bank_files", payment_run=run)
	return finance.load("Payment Run", run)


def _has_regular_run(month: str, scheme: str | None) -> bool:
	return bool(
		frappe.db.exists("Payment Run", {"payment_month": month, "scheme": scheme, "run_kind": "Regular"})
	)

"""Medical costs that the demo bureau capped, with the figures of the district survey report: three families, 26,894.25 yuan, 90.75 %.

Rules are written by the policy officer and put into force by the approver; records are made by the reviewer, decided by the
approver and paid by the finance officer, through the calls of the desk.
"""

from datetime import date
from typing import Any

import frappe

from social_assistance.demo.accounts import DOMAIN
from social_assistance.engines.base import commit_batch
from social_assistance.services import clock
from social_assistance.walkthrough import month
from social_assistance.walkthrough.local import LocalClient

POLICY, REVIEWER = f"policy@{DOMAIN}", f"review@{DOMAIN}"
FINANCE, APPROVER = f"finance@{DOMAIN}", f"approval@{DOMAIN}"
CAP, CAP_RULE, AID_RULE = "Medical Cost Cap", "Medical Cap Rule", "Funeral Aid Rule"
CLASSES = ("TEKUN", "DIBAO-URBAN", "DIBAO-RURAL", "DIBIAN")
THRESHOLD = 5000
# Class of the patient, then yuan: total, in-policy, basic insurance, serious-illness insurance, medical aid, other payments.
BILLS = (
	("DIBAO-URBAN", "78650.30", "70000.00", "38500.00", "7200.00", "6059.85", "0.00"),
	("DIBAO-RURAL", "61204.75", "55162.16", "29000.00", "6858.56", "4000.00", "1000.00"),
	("DIBIAN", "41880.00", "37000.00", "20649.50", "5000.00", "2000.00", "0.00"),
)
FUNERAL_MONTHS, FUNERAL_FIXED = 6, 2000


def ensure_medical_caps() -> int:
	"""Rules in force and three families paid, once; returns how many records there are now."""
	if not frappe.db.count(CAP):
		today = clock.today()
		_put_into_force(_cap_rule(today))
		_put_into_force(_aid_rule(today))
		for number, (scheme, *sums) in enumerate(BILLS, start=1):
			_grant(today, number, scheme, sums)
		month.pay_supplement(_client(FINANCE), _client(APPROVER), f"{today:%Y-%m}", "MEDICAL-CAP")
		commit_batch()
	return int(frappe.db.count(CAP))


def _put_into_force(record: dict[str, Any]) -> None:
	saved = _client(POLICY).save(record)
	_client(APPROVER).call(
		"social_assistance.api.v1.policy.second_person.put_into_force",
		doctype=record["doctype"],
		name=saved["name"],
	)


def _cap_rule(today: date) -> dict[str, Any]:
	row = {"doctype": "Medical Cap Class", "threshold": THRESHOLD, "share_above": 100, "yearly_cap": 0}
	return {
		"doctype": CAP_RULE,
		"naming_series": "YF-.YYYY.-",
		"division": _district(),
		"effective_from": f"{today.year - 1}-01-01",
		"citation": f"平湛医保〔{today.year - 1}〕3号（演示）",
		"classes": [{**row, "scheme": scheme} for scheme in CLASSES],
	}


def _aid_rule(today: date) -> dict[str, Any]:
	row = {"doctype": "Funeral Aid Class", "residence_class": "Any", "months": 0, "standard": "", "amount": 0}
	months = {"months": FUNERAL_MONTHS, "standard": "Basic Living of Extreme Difficulty"}
	return {
		"doctype": AID_RULE,
		"naming_series": "SF-.YYYY.-",
		"division": _district(),
		"effective_from": f"{today.year}-01-01",
		"citation": f"平湛民〔{today.year}〕4号（演示）",
		"classes": [
			{**row, "scheme": "TEKUN", **months},
			{**row, "scheme": "DIBAO-URBAN", "amount": FUNERAL_FIXED},
			{**row, "scheme": "DIBAO-RURAL", "amount": FUNERAL_FIXED},
		],
	}


def _grant(today: date, number: int, scheme: str, sums: list[str]) -> None:
	fields = ("total_cost", "in_policy_cost", "basic_paid", "serious_paid", "aid_paid", "other_paid")
	bill = {
		"doctype": "Medical Cap Bill",
		"bill_no": f"{today.year}YL{number:06d}",
		"hospital": "平湛区人民医院",
		"settled_on": str(today.replace(day=1)),
		**dict(zip(fields, sums, strict=True)),
	}
	record = {"doctype": CAP, "naming_series": "YL-.YYYY.-", "person": _patient(scheme), "bills": [bill]}
	saved = _client(REVIEWER).save(record)
	_client(APPROVER).call(
		"social_assistance.api.v1.awards.granted_sums.decide_medical_cap",
		medical_cap=saved["name"],
		granted=1,
	)


def _patient(scheme: str) -> str:
	"""Somebody whom a running award with a verified account covers."""
	filters = {"scheme": scheme, "award_status": "Active", "account_verified_on": ("is", "set")}
	awards = frappe.get_all("Benefit Award", filters, pluck="name", order_by="name desc", limit=1)
	return str(frappe.db.get_value("Award Person", {"parent": awards[0]}, "person", order_by="idx"))


def _district() -> str:
	return str(frappe.db.get_single_value("Assistance Settings", "district"))


def _client(user: str) -> LocalClient:
	client = LocalClient(user)
	client.day = clock.today()
	return client

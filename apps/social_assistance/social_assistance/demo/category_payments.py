"""Category payments of the demo bureau: this year's gift for the Spring Festival, and the price subsidy of last month.

Written by the policy officer, put into force by the approver, paid by the finance officer, through the calls of the desk.
"""

from datetime import date, timedelta
from typing import Any

import frappe

from social_assistance.demo.accounts import DOMAIN
from social_assistance.engines.base import commit_batch
from social_assistance.services import clock
from social_assistance.walkthrough import month
from social_assistance.walkthrough.local import LocalClient

POLICY, FINANCE, APPROVER = f"policy@{DOMAIN}", f"finance@{DOMAIN}", f"approval@{DOMAIN}"
RULE, READING = "Category Payment Rule", "Price Index Reading"
# Class and yuan per household.
GIFT = (("TEKUN", 800), ("DIBAO-URBAN", 500), ("DIBAO-RURAL", 500), ("DIBIAN", 300), ("GANGZHI", 300))
SUBSIDISED = ("TEKUN", "DIBAO-URBAN", "DIBAO-RURAL")
# Months before the present one, and the rises of consumer and food prices; the second one starts the subsidy.
READINGS = ((3, 3.1, 5.2), (2, 3.6, 6.4))
PUBLISHED_ON_DAY = 9


def ensure_category_payments() -> int:
	"""One gift and one price subsidy, paid once; returns how many rules there are now."""
	if not frappe.db.count(RULE):
		today = clock.today()
		policy, approver = _client(POLICY), _client(APPROVER)
		for reading in READINGS:
			_put_into_force(policy, approver, _reading(today, *reading))
		january, last_month = f"{today.year}-01", f"{_months_before(today, 1):%Y-%m}"
		_pay(policy, approver, _gift(today, january), january)
		_pay(policy, approver, _subsidy(last_month), last_month)
	return int(frappe.db.count(RULE))


def _pay(policy: LocalClient, approver: LocalClient, rule: dict[str, Any], payment_month: str) -> None:
	name = _put_into_force(policy, approver, rule)
	month.pay_category(_client(FINANCE), approver, payment_month, name)
	commit_batch()


def _put_into_force(policy: LocalClient, approver: LocalClient, record: dict[str, Any]) -> str:
	saved = policy.save(record)
	approver.call(
		"social_assistance.api.v1.policy.second_person.put_into_force",
		doctype=record["doctype"],
		name=saved["name"],
	)
	return str(saved["name"])


def _gift(today: date, payment_month: str) -> dict[str, Any]:
	return {
		**_rule(f"{today.year}年春节慰问金", payment_month, f"平湛民〔{today.year}〕1号（演示）"),
		"method": "Fixed Amount",
		"unit": "Household",
		"classes": [_class(scheme, amount) for scheme, amount in GIFT],
	}


def _subsidy(payment_month: str) -> dict[str, Any]:
	return {
		**_rule("价格临时补贴", payment_month, "社会救助和保障标准与物价上涨挂钩联动机制（演示）"),
		"method": "Price Subsidy",
		"unit": "Person",
		"start_rise": 3.5,
		"start_food_rise": 6,
		"start_months": 1,
		"stop_months": 1,
		"rounding": "half_up_yuan",
		"classes": [_class(scheme, 0) for scheme in SUBSIDISED],
	}


def _rule(cause: str, payment_month: str, citation: str) -> dict[str, Any]:
	return {
		"doctype": RULE,
		"naming_series": "BT-.YYYY.-",
		"cause": cause,
		"division": frappe.db.get_single_value("Assistance Settings", "district"),
		"from_month": payment_month,
		"to_month": payment_month,
		"citation": citation,
	}


def _class(scheme: str, amount: int) -> dict[str, Any]:
	row = {"doctype": "Category Payment Class", "scheme": scheme, "residence_class": "Any"}
	return {**row, "amount": amount, "subsidy_share": 100}


def _reading(today: date, months_ago: int, consumer: float, food: float) -> dict[str, Any]:
	return {
		"doctype": READING,
		"naming_series": "JG-.YYYY.-",
		"index_month": f"{_months_before(today, months_ago):%Y-%m}",
		"published_on": str(_months_before(today, months_ago - 1).replace(day=PUBLISHED_ON_DAY)),
		"citation": "平湛区统计局（演示）",
		"consumer_rise": consumer,
		"food_rise": food,
	}


def _months_before(today: date, count: int) -> date:
	"""The first day of the month so many months ago."""
	first = today.replace(day=1)
	for _number in range(count):
		first = (first - timedelta(days=1)).replace(day=1)
	return first


def _client(user: str) -> LocalClient:
	client = LocalClient(user)
	client.day = clock.today()
	return client

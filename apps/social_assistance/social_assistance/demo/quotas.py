"""The table of quotas of the demo bureau: for each township some more people than dibao covers there now."""

from typing import Any

import frappe

from social_assistance.demo.accounts import DOMAIN
from social_assistance.engines.awards import quota_use
from social_assistance.services import clock
from social_assistance.walkthrough.local import LocalClient

POLICY, APPROVER = f"policy@{DOMAIN}", f"approval@{DOMAIN}"
QUOTA, SCHEMES = "Township Quota", ("DIBAO-RURAL", "DIBAO-URBAN")
# Per cent of those covered, by the number of the township: most have room, one in five is over its number.
SHARES = (105, 110, 103, 108, 96)


def ensure_quotas() -> int:
	"""A table in force for each kind of dibao, once; returns how many there are now."""
	if not frappe.db.count(QUOTA):
		for scheme in SCHEMES:
			_enter_table(scheme)
	return int(frappe.db.count(QUOTA))


def _enter_table(scheme: str) -> None:
	"""Written by the policy officer and put into force by the approver."""
	today = clock.today()
	policy, approver = LocalClient(POLICY), LocalClient(APPROVER)
	policy.day = approver.day = today
	saved = policy.save(
		{
			"doctype": QUOTA,
			"naming_series": "ZB-.YYYY.-",
			"scheme": scheme,
			"effective_from": f"{today.year}-01-01",
			"citation": "平湛区低保指导人数分配表（演示）",
			"townships": [
				{"doctype": "Township Quota Row", "division": row["township"], "persons": _quota(number, row)}
				for number, row in enumerate(quota_use.list_quota_use(scheme, today))
			],
		}
	)
	approver.call(
		"social_assistance.api.v1.policy.second_person.put_into_force", doctype=QUOTA, name=saved["name"]
	)


def _quota(number: int, row: dict[str, Any]) -> int:
	return int(row["persons"] * SHARES[number % len(SHARES)] // 100)

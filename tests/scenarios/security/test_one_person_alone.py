"""One person with a legitimate account takes nothing: the account, the return, the hold, the visit, the rules (over HTTP)."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from harness.http import Person, refusal

SITE = "@social.localhost"
CLERK, LEADER, ASSISTANT = f"clerk.daying{SITE}", f"leader.daying{SITE}", f"assistant.daying{SITE}"
FINANCE, REVIEW, APPROVAL, POLICY = f"finance{SITE}", f"review{SITE}", f"approval{SITE}", f"policy{SITE}"
AUDIT = f"audit{SITE}"
HOME, CHANGE, HOLD = "Registry Household", "Bank Account Change", "Payment Hold"
OWN_CARD = "6217001234567890122"
ACCOUNTS = "social_assistance.api.v1.payments.accounts."
RUNS = "social_assistance.api.v1.payments.runs."
# A picture of one pixel.
PNG = bytes.fromhex(
	"89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c63f8cfc0f01f00050001ff"
	"5c0d5e3a0000000049454e44ae426082"
)


@pytest.fixture(scope="module")
def paid_homes(http: Callable[..., Person]) -> list[dict[str, Any]]:
	"""Three households of the clerk's township with an award in force, and their awards."""
	rows = http(CLERK).call(
		"frappe.client.get_list",
		doctype="Benefit Award",
		filters={"award_status": "Active"},
		fields=["name", "household", "bank_account"],
		order_by="name",
		limit_page_length=3,
	)
	assert len(rows) == 3
	return list(rows)


def put(person: Person, doctype: str, name: str, **values: Any) -> Any:
	return person.put(f"/api/resource/{doctype}/{name}", json=values)


def proof(person: Person) -> str:
	answer = person.post(
		"/api/method/upload_file",
		data={
			"is_private": 1,
			"doctype": CHANGE,
			"docname": "new-bank-account-change-1",
			"fieldname": "proof_file",
		},
		files={"file": ("card.png", PNG)},
	)
	assert answer.ok, answer.text[:500]
	return str(answer.json()["message"]["file_url"])


def proposed(person: Person, household: str, account: str) -> str:
	values = {
		"household": household,
		"change_reason": "New Card",
		"reason_text": "旧卡遗失",
		"bank_name": "建设银行",
		"bank_account": account,
		"proof_file": proof(person),
	}
	answer = person.post(f"/api/resource/{CHANGE}", json=values)
	assert answer.ok, refusal(answer)
	return str(answer.json()["data"]["name"])


def test_the_theft_by_account_ends_at_the_first_step(http, paid_homes) -> None:
	clerk, reviewer = http(CLERK), http(REVIEW)
	for row in paid_homes:
		for person in (clerk, reviewer):
			answer = put(person, HOME, row["household"], bank_account=OWN_CARD, bank_name="建设银行")
			assert answer.status_code == 417, answer.text[:300]
			assert "银行账户变更" in refusal(answer)
		answer = put(clerk, HOME, row["household"], account_verified_on="2026-11-29")
		assert answer.status_code == 403, answer.text[:300]
	award = paid_homes[0]["name"]
	for person in (http(FINANCE), reviewer):
		answer = person.try_call(f"{RUNS}correct_account", award=award)
		assert answer.status_code == 417 and "没有被银行退回" in refusal(answer)
	for row in paid_homes:
		kept = clerk.call(
			"frappe.client.get_value",
			doctype="Benefit Award",
			filters={"name": row["name"]},
			fieldname="bank_account",
		)
		assert kept["bank_account"] == row["bank_account"]


def test_the_second_person_sees_that_the_card_is_shared_and_has_to_say_why(http, paid_homes) -> None:
	clerk, leader = http(CLERK), http(LEADER)
	first, second = paid_homes[0]["household"], paid_homes[1]["household"]
	change = proposed(clerk, first, OWN_CARD)
	for person in (clerk, http(ASSISTANT), http(FINANCE), http(AUDIT)):
		answer = person.try_call(f"{ACCOUNTS}confirm_change", change=change)
		assert answer.status_code == 403, f"{person.user}: {answer.text[:300]}"
	leader.call(f"{ACCOUNTS}confirm_change", change=change)
	again = proposed(clerk, second, OWN_CARD)
	answer = leader.try_call(f"{ACCOUNTS}confirm_change", change=again)
	assert answer.status_code == 417 and "1户家庭" in refusal(answer)
	leader.call(f"{ACCOUNTS}reject_change", change=again, remark="一卡一户")
	rows = http(AUDIT).call("frappe.desk.query_report.run", report_name="Shared Accounts", filters="{}")[
		"result"
	]
	assert isinstance(rows, list)


def test_whoever_set_a_hold_does_not_release_it(http, paid_homes) -> None:
	finance = http(FINANCE)
	made = finance.post(
		f"/api/resource/{HOLD}",
		json={"award": paid_homes[2]["name"], "hold_reason": "Red Finding", "remark": "核查中"},
	)
	assert made.ok, refusal(made)
	hold = made.json()["data"]["name"]
	answer = finance.try_call(f"{RUNS}release_hold", payment_hold=hold, remark="已核实")
	assert answer.status_code == 403 and "他人" in refusal(answer)
	by_hand = finance.post(
		f"/api/resource/{HOLD}",
		json={"award": paid_homes[1]["name"], "hold_reason": "Payment Returned", "remark": "自称退票"},
	)
	assert by_hand.status_code == 417
	http(APPROVAL).call(f"{RUNS}release_hold", payment_hold=hold, remark="核查无误")


def test_a_home_visit_is_not_made_by_one(http) -> None:
	clerk, assistant = http(CLERK), http(ASSISTANT)
	household = clerk.call("frappe.client.get_list", doctype=HOME, limit_page_length=1)[0]["name"]
	visit = {
		"household": household,
		"visited_on": "2026-01-05",
		"visit_mode": "On Site",
		"conclusion": "True",
		"member_signed": 1,
		"investigators": [{"investigator": user, "signed": 1} for user in (CLERK, f"reviewer.daying{SITE}")],
	}
	head = clerk.call(
		"frappe.client.get_value", doctype=HOME, filters={"name": household}, fieldname="head_person"
	)
	visit["member_present"] = head["head_person"]
	assert assistant.post("/api/resource/Home Visit", json=visit).status_code == 403
	answer = clerk.post("/api/resource/Home Visit", json=visit)
	assert answer.status_code == 417 and "本人账号" in refusal(answer)


@pytest.mark.parametrize(
	("doctype", "filters", "change"),
	[
		("Holiday Calendar", {}, lambda doc: {"days": doc["days"][:-1]}),
		("Staff Assignment", {"user": CLERK}, lambda doc: {"to_date": "2099-12-31"}),
	],
)
def test_rules_and_areas_wait_for_a_second_person(http, doctype, filters, change) -> None:
	policy = http(POLICY)
	name = policy.call(
		"frappe.client.get_list", doctype=doctype, filters=filters, limit_page_length=1, order_by="name desc"
	)[0]["name"]
	before = policy.get(f"/api/resource/{doctype}/{name}").json()["data"]
	values = change(before)
	try:
		answer = put(policy, doctype, name, **values)
		assert answer.ok, refusal(answer)
		assert answer.json()["data"]["force_status"] == "Waiting for a Second Person"
		method = "social_assistance.api.v1.policy.second_person.put_into_force"
		for person in (policy, http(AUDIT), http(LEADER)):
			assert person.try_call(method, doctype=doctype, name=name).status_code == 403
		forged = put(policy, doctype, name, force_status="In Force", in_force=json.dumps({}))
		assert forged.status_code == 403
	finally:
		put(policy, doctype, name, **{field: before.get(field) for field in values})

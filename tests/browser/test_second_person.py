"""The buttons of the second person on the forms, in Chinese: what waits says so, whoever prepared it has no button."""

from collections.abc import Callable
from typing import Any

import pytest

from harness.browser import Desk
from harness.http import Person

SITE = "@social.localhost"
CLERK, LEADER, POLICY, APPROVAL, FINANCE = (
	f"clerk.hedong{SITE}",
	f"leader.hedong{SITE}",
	f"policy{SITE}",
	f"approval{SITE}",
	f"finance{SITE}",
)
# The one by which no case of the demo district goes.
TEMPLATE = "TOWNSHIP-16-V1"
# Nobody else's: an account that the scenarios share asks for a reason.
CARD = "6217009876543210775"
PNG = bytes.fromhex(
	"89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c63f8cfc0f01f00050001ff"
	"5c0d5e3a0000000049454e44ae426082"
)


@pytest.fixture
def change(http: Callable[..., Person]) -> str:
	"""A change of account that the clerk prepared."""
	clerk = http(CLERK)
	changes = clerk.call(
		"frappe.client.get_list", doctype="Bank Account Change", fields=["household"], limit_page_length=0
	)
	filters = {
		"household_status": "Active",
		"bank_account": ["is", "set"],
		"name": ["not in", [each["household"] for each in changes] or [""]],
	}
	home = clerk.call(
		"frappe.client.get_list", doctype="Registry Household", filters=filters, limit_page_length=1
	)
	# As a form does that has no name yet.
	target = {
		"doctype": "Bank Account Change",
		"docname": "new-bank-account-change-1",
		"fieldname": "proof_file",
	}
	uploaded = clerk.post(
		"/api/method/upload_file", data={**target, "is_private": 1}, files={"file": ("card.png", PNG)}
	)
	values = {
		"household": home[0]["name"],
		"change_reason": "New Card",
		"reason_text": "旧卡遗失",
		"bank_name": "建设银行",
		"bank_account": CARD,
		"proof_file": uploaded.json()["message"]["file_url"],
	}
	made = clerk.post("/api/resource/Bank Account Change", json=values)
	assert made.ok, made.text[:500]
	return str(made.json()["data"]["name"])


def buttons(opened: Desk, label: str) -> int:
	return opened.page.get_by_role("button", name=label, exact=True).count()


def test_an_account_is_confirmed_by_the_leader(
	change: str, desk: Callable[..., Desk], http: Callable[..., Person]
) -> None:
	stored = http(LEADER).get(f"/api/resource/Bank Account Change/{change}").json()["data"]
	assert http(LEADER).get(stored["proof_file"]).ok, "the second person sees the proof"
	clerk, leader = desk(CLERK), desk(LEADER)
	clerk.open(f"bank-account-change/{change}", wait_for=".form-layout")
	clerk.page.get_by_role("button", name="收回", exact=True).wait_for()
	assert buttons(clerk, "确认账户") == 0
	leader.open(f"bank-account-change/{change}", wait_for=".form-layout")
	leader.page.get_by_role("button", name="确认账户", exact=True).wait_for()
	assert leader.page.get_by_text("原账户").count()
	leader.press("确认账户", confirmed=True)
	leader.page.wait_for_function("() => window.cur_frm?.doc.change_status == 'Confirmed'")
	leader.settle()
	assert buttons(leader, "确认账户") == 0


def test_a_calendar_is_put_into_force_by_the_approver(
	http: Callable[..., Person], desk: Callable[..., Desk]
) -> None:
	policy = http(POLICY)
	first = {"holiday_date": "2033-01-01", "day_name": "元旦", "day_kind": "Holiday"}
	made = policy.post(
		"/api/resource/Holiday Calendar",
		json={"calendar_year": 2033, "citation": "试验通知", "days": [first]},
	)
	assert made.ok, made.text[:500]
	agree(desk, POLICY, "holiday-calendar/2033")


def agree(
	desk: Callable[..., Desk], author: str, path: str, field: str = "force_status", value: str = "In Force"
) -> None:
	"""The author reads what waits and has no button; the approver presses it."""
	here, approver = desk(author), desk(APPROVAL)
	here.open(path, wait_for=".form-layout")
	here.page.wait_for_function("() => window.cur_frm && !cur_frm.is_new()")
	here.settle()
	if field == "force_status":
		here.page.get_by_text("确认前仍按原内容执行").first.wait_for()
	assert buttons(here, "确认生效") == 0
	approver.open(path, wait_for=".form-layout")
	approver.page.get_by_role("button", name="确认生效", exact=True).wait_for()
	approver.press("确认生效", confirmed=True)
	approver.page.wait_for_function(
		"([field, value]) => window.cur_frm?.doc[field] == value", arg=[field, value]
	)
	approver.settle()
	assert buttons(approver, "确认生效") == 0


def make(person: Person, doctype: str, **values: Any) -> str:
	made = person.post(f"/api/resource/{doctype}", json=values)
	assert made.ok, made.text[:500]
	return str(made.json()["data"]["name"])


def copy(person: Person, doctype: str, name: str, **values: Any) -> str:
	"""A new document with the values of another one."""
	doc = person.get(f"/api/resource/{doctype}/{name}").json()["data"]
	return make(person, doctype, **{**without_keys(doc), **values})


def without_keys(doc: dict[str, Any]) -> dict[str, Any]:
	"""Values without what names the document, or says who saved it and when."""
	of_the_record = "doctype name owner creation modified modified_by docstatus idx parent parenttype parentfield amended_from"
	of_the_force = "force_status proposed_by in_force in_force_by in_force_on"
	left_out = {*of_the_record.split(), *of_the_force.split()}
	return {
		key: [without_keys(row) for row in value] if isinstance(value, list) else value
		for key, value in doc.items()
		if key not in left_out
	}


def test_a_bank_layout_is_put_into_force_by_the_approver(
	http: Callable[..., Person], desk: Callable[..., Desk]
) -> None:
	values = {"layout_name": "试验银行格式", "bank_name": "试验银行"}
	layout = copy(http(FINANCE), "Bank Layout", "通用格式", **values)
	agree(desk, FINANCE, f"bank-layout/{layout}")


def test_an_area_of_staff_is_put_into_force_by_the_approver(
	http: Callable[..., Person], desk: Callable[..., Desk]
) -> None:
	policy, user = http(POLICY), f"verification{SITE}"
	fields = ["user", "full_name", "division", "assignment_role"]
	[held] = policy.call(
		"frappe.client.get_list",
		doctype="Staff Assignment",
		fields=fields,
		filters={"user": user, "to_date": ["is", "not set"]},
	)
	area = make(policy, "Staff Assignment", **held, from_date="2021-01-01", to_date="2021-12-31")
	agree(desk, POLICY, f"staff-assignment/{area}")


def test_a_policy_is_put_into_force_by_the_approver(
	http: Callable[..., Person], desk: Callable[..., Desk]
) -> None:
	policy = http(POLICY)
	latest = policy.call(
		"frappe.client.get_list",
		doctype="Policy Version",
		filters={"docstatus": 1},
		order_by="effective_from desc",
		limit_page_length=1,
	)
	version = copy(policy, "Policy Version", latest[0]["name"], effective_from="2041-01-01")
	agree(desk, POLICY, f"policy-version/{version}", "docstatus", "1")


def test_a_procedure_is_put_into_force_by_the_approver(desk: Callable[..., Desk]) -> None:
	author = desk(POLICY)
	author.open(f"process-template/{TEMPLATE}", wait_for=".form-layout")
	author.page.get_by_role("button", name="新建版本", exact=True).click()
	author.page.wait_for_function("() => window.cur_frm?.doc.template_status == 'Draft'")
	draft = author.page.evaluate("cur_frm.docname")
	agree(desk, POLICY, f"process-template/{draft}", "template_status", "Active")


def test_the_missing_calendar_is_told_to_the_policy_officer(desk: Callable[..., Desk]) -> None:
	"""Whichever day the test runs on: the years are those that the server gives with the page."""
	here = desk(POLICY)
	here.open("holiday-calendar")
	here.page.evaluate(
		"() => { frappe.boot.missing_holiday_years = [2099]; $('.missing-holidays').remove(); }"
	)
	here.page.evaluate("() => frappe.set_route('policy-desk')")
	banner = here.page.locator(".missing-holidays")
	banner.filter(has_text="2099").wait_for()
	assert "缺少" in banner.inner_text()
	here.page.get_by_role("alert").get_by_role("link", name="节假日日历").click()
	here.page.wait_for_function("() => window.cur_frm?.doctype == 'Holiday Calendar' && cur_frm.is_new()")
	here.settle()

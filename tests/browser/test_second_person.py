"""The buttons of the second person on the forms, in Chinese: what waits says so, whoever prepared it has no button."""

from collections.abc import Callable

import pytest

from harness.browser import Desk
from harness.http import Person

SITE = "@social.localhost"
CLERK, LEADER, POLICY, APPROVAL = (
	f"clerk.hedong{SITE}",
	f"leader.hedong{SITE}",
	f"policy{SITE}",
	f"approval{SITE}",
)
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
	filters = {"household_status": "Active", "bank_account": ["is", "set"]}
	home = clerk.call(
		"frappe.client.get_list", doctype="Registry Household", filters=filters, limit_page_length=1
	)
	uploaded = clerk.post(
		"/api/method/upload_file", data={"is_private": 1}, files={"file": ("card.png", PNG)}
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


def press(opened: Desk, label: str) -> None:
	opened.page.get_by_role("button", name=label, exact=True).click()
	opened.page.locator(".modal.show .btn-modal-primary").click()


def test_an_account_is_confirmed_by_the_leader(change: str, desk: Callable[..., Desk]) -> None:
	clerk, leader = desk(CLERK), desk(LEADER)
	clerk.open(f"bank-account-change/{change}", wait_for=".form-layout")
	clerk.page.get_by_role("button", name="收回", exact=True).wait_for()
	assert buttons(clerk, "确认账户") == 0
	leader.open(f"bank-account-change/{change}", wait_for=".form-layout")
	leader.page.get_by_role("button", name="确认账户", exact=True).wait_for()
	assert leader.page.get_by_text("原账户").count()
	press(leader, "确认账户")
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
	author, approver = desk(POLICY), desk(APPROVAL)
	author.open("holiday-calendar/2033", wait_for=".form-layout")
	author.page.get_by_text("确认前仍按原内容执行").first.wait_for()
	assert buttons(author, "确认生效") == 0
	approver.open("holiday-calendar/2033", wait_for=".form-layout")
	approver.page.get_by_role("button", name="确认生效", exact=True).wait_for()
	press(approver, "确认生效")
	approver.page.wait_for_function("() => window.cur_frm?.doc.force_status == 'In Force'")
	approver.settle()
	assert buttons(approver, "确认生效") == 0

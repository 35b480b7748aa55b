"""Reviews on the desk in Chinese: the clerk who fills in the sheet, the approver who decides, the auditor who reads."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from harness.browser import Desk
from harness.http import Person

CLERK = "clerk.daying@social.localhost"
TASK = "Review Task"


@pytest.fixture(scope="module")
def people(http: Callable[..., Person]) -> dict[str, str]:
	"""An account of each role that has to do with reviews."""
	manager = http("Administrator")

	def holder(role: str) -> str:
		rows = manager.call(
			"frappe.client.get_list",
			doctype="User",
			filters=[["Has Role", "role", "=", role], ["User", "name", "like", "%@social.localhost"]],
			fields=["name"],
			limit_page_length=1,
		)
		return str(rows[0]["name"])

	return {"clerk": CLERK, "approver": holder("District Approver"), "auditor": holder("Auditor")}


def first(person: Person, doctype: str, filters: dict[str, Any]) -> str:
	"""The first document of that kind which the person sees, or nothing."""
	rows = person.call("frappe.client.get_list", doctype=doctype, filters=filters, limit_page_length=1)
	return str(rows[0]["name"]) if rows else ""


@pytest.fixture(scope="module")
def review(http: Callable[..., Person]) -> str:
	"""A review that the clerk has filled in and put before the district."""
	clerk = http(CLERK)
	sheet = {
		"review_cause": "Voluntary Exit",
		"findings": "子女已就业，家庭自愿退出",
		"proposal_text": "建议停发",
		"proposed_result": "Stop",
		"exit_reason": "Voluntary",
	}
	begun = first(clerk, TASK, {"review_status": "Open"})
	if begun:
		# One that another test or the day's run has opened: an award has one open review at a time, and its cause stays.
		kept = {field: value for field, value in sheet.items() if field != "review_cause"}
		answer = clerk.put(f"/api/resource/{TASK}/{begun}", json=kept)
	else:
		award = first(clerk, "Benefit Award", {"award_status": "Active"})
		answer = clerk.post(f"/api/resource/{TASK}", json={**sheet, "award": award})
	assert answer.ok, answer.text[:500]
	name = answer.json()["data"]["name"]
	clerk.call("social_assistance.api.v1.reviews.tasks.propose", review=name)
	return str(name)


@pytest.mark.parametrize(
	("who", "path", "words"),
	[
		("clerk", "review-desk", ("复核与退出", "待办复核")),
		("clerk", "review-task", ("复核任务",)),
		("clerk", "review-task/{review}", ("复核表", "已提出意见")),
		("approver", "review-task/{review}", ("同意并决定", "退回乡镇")),
		("approver", "review-task", ("已提出意见",)),
		("auditor", "review-task/{review}", ("复核表",)),
		("auditor", "query-report/Review Progress", ("乡镇", "复核")),
		("auditor", "bulk-action-run", ("批量办理",)),
	],
)
def test_screens_speak_chinese(
	desk: Callable[..., Desk],
	people: dict[str, str],
	review: str,
	tmp_path: Path,
	who: str,
	path: str,
	words: tuple[str, ...],
) -> None:
	page = desk(people[who])
	page.open(path.format(review=review))
	for word in words:
		# A filter's hidden options hold the same words.
		page.page.locator(f"text={word} >> visible=true").first.wait_for()
	page.settle()
	page.screenshot(tmp_path / f"{who}.png")


def test_an_approver_previews_a_batch(
	desk: Callable[..., Desk], people: dict[str, str], review: str, tmp_path: Path
) -> None:
	page = desk(people["approver"])
	page.open(f"review-task?name={json.dumps(review)[1:-1]}")
	page.page.locator(".list-row-checkbox").first.check()
	page.page.locator(".actions-btn-group button").first.click()
	page.page.get_by_text("批量决定所选复核").click()
	page.page.get_by_role("button", name="预览").click()
	page.page.locator(".modal-dialog table").wait_for()
	page.screenshot(tmp_path / "batch.png")
	assert page.page.get_by_text("确认办理1件").is_visible()
	# What is typed after the preview takes preview and button away: nothing else than what was shown is carried out.
	page.page.locator(".modal-dialog [data-fieldname=remark] textarea").fill("补充说明")
	page.page.get_by_role("button", name="预览").wait_for()
	assert page.page.locator(".modal-dialog table").count() == 0


def test_the_lists_of_the_home_say_how_each_review_stands(review: str, desk: Callable[..., Desk]) -> None:
	here = desk(CLERK)
	here.open("review-desk", wait_for=".quick-list-item")
	states = here.page.locator(".quick-list-item .indicator-pill").all_inner_texts()
	assert states
	assert {text.strip() for text in states} <= {"办理中", "已提出意见", "已决定", "已超期"}

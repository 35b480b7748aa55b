"""A month's run in the desk: finance prepares and executes with progress on the screen, the approver agrees, twice."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from harness.browser import Desk
from harness.http import Person

FINANCE, APPROVER = "finance@social.localhost", "approval@social.localhost"
API = "social_assistance.api.v1.payments.runs."
# A scheme for few people of the demo district.
SCHEME, SCHEME_NAME = "TEKUN", "特困人员救助供养"
# At the socket, because the form takes and gives back its own handlers.
HEAR_PROGRESS = """() => {
	window.heard = [];
	frappe.realtime.socket.onAny((event, message) => {
		if (event === "payment_run_progress") window.heard.push(message.progress);
	});
}"""


@pytest.fixture
def run(http: Callable[..., Person]) -> str:
	month = f"{date.today():%Y-%m}"
	return str(http(FINANCE).call(f"{API}prepare_run", payment_month=month, scheme=SCHEME))


def test_a_run_from_the_preview_to_the_bank_files(run: str, desk: Callable[..., Desk]) -> None:
	finance, approver = desk(FINANCE), desk(APPROVER)
	finance.open_form(f"payment-run/{run}")
	finance.press("预览")
	finance.wait_for_value("run_status", "Previewed")
	finance.page.get_by_role("cell", name=SCHEME_NAME).first.wait_for()
	approver.open_form(f"payment-run/{run}")
	approver.press("批准发放", confirmed=True)
	approver.wait_for_value("run_status", "Approved")
	finance.open_form(f"payment-run/{run}")
	finance.page.evaluate(HEAR_PROGRESS)
	finance.press("执行发放", confirmed=True)
	finance.page.wait_for_function("() => window.heard.includes(100)")
	finance.wait_for_value("run_status", "Executed")
	assert finance.page.get_by_role("button", name="生成代发文件", exact=True).count() == 0
	finance.press("编制财政清单")
	finance.page.wait_for_url("**/finance-list/*")
	listed = finance.page.url.rsplit("/", 1)[1]
	approver.open_form(f"finance-list/{listed}")
	approver.press("批准清单")
	approver.page.wait_for_function("() => cur_frm.doc.list_status == 'Approved'")
	finance.open_form(f"payment-run/{run}")
	finance.press("生成代发文件")
	finance.wait_for_value("run_status", "Filed")


def test_a_month_is_picked_or_typed(desk: Callable[..., Desk], tmp_path: Path) -> None:
	finance = desk(FINANCE)
	finance.open_form("payment-run/new")
	field = finance.page.locator("[data-fieldname=payment_month] input:visible")
	field.click()
	finance.page.locator(".datepicker.active .datepicker--cell-month").nth(6).click()
	finance.page.wait_for_function("() => /^\\d{4}-07$/.test(cur_frm.doc.payment_month)")
	finance.screenshot(tmp_path / "month.png")
	field.fill("2026-05")
	field.press("Tab")
	finance.page.wait_for_function("() => cur_frm.doc.payment_month == '2026-05'")

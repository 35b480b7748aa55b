"""The desk of a charity partner in Chinese: its workspace, a campaign with its progress, a new donation."""

import re
from collections.abc import Callable

from harness.browser import Desk

PARTNER = "charity@social.localhost"
LATIN = re.compile(r"[A-Za-z]{3,}")


def words(desk: Desk, selector: str) -> list[str]:
	texts = desk.page.locator(selector).all_inner_texts()
	return [line.strip() for text in texts for line in text.split("\n") if line.strip()]


def test_a_partner_finds_campaigns_gifts_and_statements(desk: Callable[..., Desk]) -> None:
	here = desk(PARTNER)
	here.open("", ".widget.number-widget-box")
	here.settle()
	shown = words(here, ".layout-main-section")
	assert {"募捐活动", "捐赠人", "捐赠收入管理", "募捐活动收支表"} <= set(shown)
	assert [line for line in shown if LATIN.search(line)] == []

	here.open("charity-campaign?campaign_status=Running", ".list-row-container .indicator-pill.green")
	here.page.locator(".list-row-container .list-subject a").first.click()
	here.page.wait_for_selector(".form-dashboard .progress")
	here.settle()
	form = words(
		here, ".form-dashboard, .form-layout .control-label, .form-layout .section-head, .page-actions"
	)
	assert "登记捐赠" in " ".join(form)
	assert [line for line in form if LATIN.search(line) and not line.startswith("Ctrl")] == []

	assert [line for line in words(here, ".new-timeline") if "@" in line] == []
	numbers = here.page.evaluate(
		"() => [3802000, -420000000, 12345, 9999, 1234.5].map((each) => frappe.utils.shorten_number(each, 'China', 5))"
	)
	assert [each.strip() for each in numbers] == ["380.2 万", "-4.2 亿", "1.23 万", "9999", "1234.5"]

	here.open("charity-donation/new", ".form-layout .form-section:visible")
	here.page.wait_for_function("() => cur_frm.doc.charity_partner")

"""Investigation, notice and review on the desk and on paper, in Chinese, with the family of the walkthrough."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from harness.bench import BenchSite
from harness.browser import PATIENCE_MS, Desk
from harness.families import walked_family
from harness.http import Person

if TYPE_CHECKING:
	from playwright.sync_api import Browser

ADMINISTRATOR = "Administrator"
CLERK, REVIEWER, AUDITOR = (
	"clerk.hedong@social.localhost",
	"review@social.localhost",
	"audit@social.localhost",
)
PHONE = {"width": 390, "height": 844}
HEADER = "X-Assist-Business-Date"
GET, LIST = "frappe.client.get", "frappe.client.get_list"
LETTERS = (
	("Assistance Application", "Acceptance Notice", "受理通知书"),
	("Assistance Application", "Kin Record", "近亲属登记备案表"),
	("Application Decision", "Decision Letter", "确认通知书"),
	("Public Notice", "Notice Sheet", "公示"),
	("Home Visit", "Home Visit Sheet", "入户调查表"),
)


@pytest.fixture(scope="module")
def walked(bench_site: BenchSite) -> dict[str, Any]:
	"""A family that went through all steps."""
	return walked_family(bench_site, __file__)


@pytest.fixture(scope="module")
def papers(walked: dict[str, Any], http: Callable[..., Person]) -> dict[str, str]:
	"""Names of the case and of its documents."""
	admin, case = http(ADMINISTRATOR), walked["application"]
	found = {"Assistance Application": case}
	for doctype in ("Application Decision", "Public Notice", "Home Visit"):
		rows = admin.call(
			LIST, doctype=doctype, filters={"application": case}, order_by="creation", limit_page_length=1
		)
		found[doctype] = rows[0]["name"]
	return found


@pytest.mark.parametrize(("doctype", "letter", "title"), LETTERS, ids=[letter for _, letter, _ in LETTERS])
def test_letters_are_chinese_pdfs(
	papers: dict[str, str], http: Callable[..., Person], tmp_path: Path, doctype: str, letter: str, title: str
) -> None:
	answer = http(CLERK).get(
		"/api/method/frappe.utils.print_format.download_pdf",
		params={"doctype": doctype, "name": papers[doctype], "format": letter, "no_letterhead": 1},
	)
	assert answer.ok and answer.content.startswith(b"%PDF"), answer.text[:300]
	(tmp_path / f"{letter}.pdf").write_bytes(answer.content)
	page = (
		http(CLERK)
		.get("/printview", params={"doctype": doctype, "name": papers[doctype], "format": letter})
		.text
	)
	assert title in page


def test_the_home_visit_fits_a_phone(
	papers: dict[str, str], desk: Callable[..., Desk], tmp_path: Path
) -> None:
	here = desk(CLERK)
	here.page.set_viewport_size(PHONE)
	here.open(f"home-visit/{papers['Home Visit']}", ".form-layout")
	here.settle()
	here.page.screenshot(path=tmp_path / "visit-phone.png", full_page=True)
	width = here.page.evaluate("() => document.scrollingElement.scrollWidth")
	assert width <= PHONE["width"]


@pytest.mark.parametrize(
	("user", "path", "word"),
	[
		(CLERK, "home-visit/view/calendar/default", "日历"),
		(CLERK, "assistance-application/view/calendar/default", "日历"),
		(CLERK, "home-visit", "入户调查"),
		(CLERK, "democratic-appraisal/new", "评议"),
		(CLERK, "notice-objection/new", "公示异议"),
		(CLERK, "public-notice", "公示"),
		(REVIEWER, "spot-check-run/new", "抽查"),
		(REVIEWER, "notice-objection", "公示异议"),
		(AUDITOR, "spot-check-run", "抽查"),
		(AUDITOR, "democratic-appraisal", "民主评议"),
	],
)
def test_screens_open_in_chinese(
	walked: dict[str, Any], desk: Callable[..., Desk], tmp_path: Path, user: str, path: str, word: str
) -> None:
	here = desk(user)
	here.open(path)
	here.page.locator("body", has_text=word).wait_for()
	here.settle()
	here.screenshot(tmp_path / f"{user.split('@')[0]}-{path.replace('/', '-')}.png")
	labels = here.page.locator(
		".form-layout .control-label:visible, .list-row-head .level-item:visible"
	).all_inner_texts()
	english = [label for label in labels if re.search("[A-Za-z]{3,}", label)]
	assert english == []


def test_the_public_page_shows_a_running_notice_only(
	papers: dict[str, str],
	http: Callable[..., Person],
	bench_site: BenchSite,
	chromium: "Browser",
	tmp_path: Path,
) -> None:
	notice = http(ADMINISTRATOR).call(GET, doctype="Public Notice", name=papers["Public Notice"])
	guest, page = http(), f"/notice?key={notice['notice_key']}"
	assert "该公示不存在或已结束" in guest.get(page, headers={"Accept-Language": "zh"}).text
	assert "该公示不存在或已结束" in guest.get("/notice?key=x").text
	during = {HEADER: notice["posted_on"]}
	shown = guest.get(page, headers=during).text
	assert json.loads(notice["content"])["applicant_name"] in shown and "noindex" in shown
	sent = {"key": notice["notice_key"], "ground": "Income", "text": "有固定工资"}
	answer = guest.post("/notice", data=sent, headers=during).text
	assert re.search(r"YY-\d{4}-\d{5}", answer), answer[-1500:]
	assert (
		"至多" in answer or "不超过" in guest.post("/notice", data={**sent, "text": ""}, headers=during).text
	)
	view = chromium.new_context(viewport=PHONE, locale="zh-CN", extra_http_headers=during).new_page()
	view.set_default_timeout(PATIENCE_MS)
	view.goto(f"{bench_site.url}{page}")
	view.screenshot(path=tmp_path / "notice-public.png", full_page=True)
	view.context.close()

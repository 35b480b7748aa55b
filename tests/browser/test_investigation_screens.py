"""Investigation, notice and review on the desk and on paper, in Chinese, with the family of the walkthrough."""

import json
import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest

from harness.bench import BenchSite
from harness.browser import PATIENCE_MS, Desk
from harness.families import family_without_case, walked_family
from harness.http import Person

if TYPE_CHECKING:
	from playwright.sync_api import Browser

ADMINISTRATOR = "Administrator"
CLERK, REVIEWER, AUDITOR = (
	"clerk.hedong@social.localhost",
	"review@social.localhost",
	"audit@social.localhost",
)
COLLEAGUE = "reviewer.hedong@social.localhost"
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


SECOND_ROW = '[data-fieldname="investigators"] .grid-row[data-idx="2"] .btn-open-row'
DRAWN_ROW = """() => {
	const { signed, signature_drawn, signature_time, signature_place } = cur_frm.doc.investigators[1];
	return [signed, !!signature_drawn, signature_time?.slice(0, 10), signature_place];
}"""
# Whether the pad holds ink beside its base line, which alone is far less.
INKED = """(pad) => {
	const { data } = pad.getContext("2d").getImageData(0, 0, pad.width, pad.height);
	return data.filter((value, place) => place % 4 === 3 && value > 0).length;
}"""
PLACE = {"latitude": 27.99, "longitude": 120.65}
SIGNED = {
	"Self-care Assessment": {
		"day": "assessed_on",
		"assessor_kind": "Township",
		"care_form": "Dispersed",
	},
	"Home Visit": {
		"day": "visited_on",
		"visit_level": "Township",
		"visit_status": "Planned",
		"visit_mode": "On Site",
	},
}


def record(person: Person, doctype: str) -> str:
	"""Name of a new record of today with two investigators, of whom nobody signed."""
	home = family_without_case(person)
	values = dict(SIGNED[doctype])
	day = values.pop("day")
	of_whom = (
		{"person": home["head_person"]} if doctype == "Self-care Assessment" else {"household": home["name"]}
	)
	doc = {
		"doctype": doctype,
		day: datetime.now(ZoneInfo("Asia/Shanghai")).date().isoformat(),
		"investigators": [{"investigator": CLERK}, {"investigator": COLLEAGUE}],
	}
	return str(person.call("frappe.client.insert", doc=doc | values | of_whom)["name"])


def draw(here: Desk) -> None:
	"""Two strokes of the mouse on the pad of the open row."""
	pad = here.page.locator('.form-in-grid [data-fieldname="signature_drawn"] canvas:visible')
	pad.scroll_into_view_if_needed()
	box = pad.bounding_box()
	assert box
	for top in (0.3, 0.6):
		here.page.mouse.move(box["x"] + 40, box["y"] + box["height"] * top)
		here.page.mouse.down()
		here.page.mouse.move(box["x"] + 200, box["y"] + box["height"] * (top + 0.2), steps=8)
		here.page.mouse.up()


@pytest.mark.parametrize("doctype", SIGNED)
def test_a_signature_is_drawn_on_the_device_with_time_and_place(
	http: Callable[..., Person], desk: Callable[..., Desk], tmp_path: Path, doctype: str
) -> None:
	name = record(http(CLERK), doctype)
	here = desk(CLERK)
	here.page.context.grant_permissions(["geolocation"])
	here.page.context.set_geolocation(PLACE)
	path = f"{doctype.lower().replace(' ', '-')}/{name}"
	here.open_form(path)
	here.page.locator(SECOND_ROW).click()
	draw(here)
	here.page.wait_for_function("() => cur_frm.doc.investigators[1].signature_place")
	here.page.keyboard.press("Control+s")
	here.page.wait_for_function("() => !cur_frm.is_dirty()")
	here.settle()
	here.open_form(path)
	today = datetime.now(ZoneInfo("Asia/Shanghai")).date().isoformat()
	assert here.page.evaluate(DRAWN_ROW) == [0, True, today, "27.99000,120.65000"]
	here.page.locator(SECOND_ROW).click()
	pad = here.page.locator('.form-in-grid [data-fieldname="signature_drawn"] canvas:visible')
	pad.scroll_into_view_if_needed()
	here.settle()
	here.screenshot(tmp_path / f"{doctype}.png")
	assert pad.evaluate(INKED) > 1000
	words = here.page.locator(".form-in-grid .form-column:visible").all_inner_texts()
	assert "Asia/Shanghai" not in " ".join(words)

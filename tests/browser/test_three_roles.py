"""The desk in Chinese as five people: each finds the own work, nobody the others', and nothing of ours is in English."""

import re
from collections.abc import Callable

import pytest

from harness.browser import Desk

CLERK_1, CLERK_2 = "clerk.hedong@social.localhost", "clerk.daying@social.localhost"
HOMES = {
	CLERK_1: "乡镇（街道）工作台",
	CLERK_2: "乡镇（街道）工作台",
	"approval@social.localhost": "区（县）工作台",
	"audit@social.localhost": "监督审计",
	"charity@social.localhost": "慈善工作台",
}
# What may stand in Latin letters on a Chinese desk: numbers of cases and records, keys, mail addresses, the names of formats.
LATIN = re.compile(r"[A-Za-z]{3,}")
ALLOWED = re.compile(
	r"^[\w.+-]*@[\w.-]*$|^[A-Z]{1,3}-\d{4}-\d+$|^dh\d+$|^[0-9a-f]{10}$|^\W*$|Ctrl|Excel|CSV|PDF|JSON"
)
# What the filters above a list say: field names in the framework's own hover texts are no labels.
FILTER_WORDS = """() => [...document.querySelectorAll(".page-form [placeholder], .page-form option")]
	.map((each) => (each.getAttribute("placeholder") || each.textContent).trim()).filter(Boolean)"""
CORE = ("用户", "网站", "构建", "工具", "设置", "集成")


def shown(desk: Desk, selector: str) -> list[str]:
	"""Visible words below a selector, one line each."""
	texts = desk.page.locator(selector).all_inner_texts()
	return [line.strip() for text in texts for line in text.split("\n") if line.strip()]


def english(lines: list[str]) -> list[str]:
	return [line for line in lines if LATIN.search(line) and not ALLOWED.search(line)]


def rows(desk: Desk, route: str) -> int:
	"""Number of rows that a list says it holds."""
	desk.open(route, ".list-row-container, .frappe-list .no-result:visible")
	count = desk.page.evaluate("() => cur_list.data.length")
	return int(count)


@pytest.mark.parametrize("user", HOMES)
def test_everybody_starts_at_the_own_workspace_in_chinese(desk: Callable[..., Desk], user: str) -> None:
	here = desk(user)
	here.open("", ".desk-sidebar .sidebar-item-label, .sidebar-item-label")
	here.page.wait_for_selector(".widget")
	here.settle()
	sidebar = shown(here, ".standard-sidebar-section:not(.hidden) .sidebar-item-label")
	assert sidebar[0] == HOMES[user]
	assert not set(sidebar) & set(CORE)
	assert (
		english(shown(here, ".layout-main-section .widget-title, .shortcut-widget-box, .links-widget-box"))
		== []
	)


@pytest.mark.parametrize("route", ["assistance-application", "registry-household"])
def test_lists_speak_chinese(desk: Callable[..., Desk], route: str) -> None:
	here = desk(CLERK_1)
	rows(here, route)
	assert english(shown(here, ".page-head .title-text, .list-row-head .list-header-subject")) == []
	filters = here.page.evaluate(FILTER_WORDS)
	assert len(filters) > 3
	assert english(filters) == []


def test_a_new_application_form_speaks_chinese(desk: Callable[..., Desk]) -> None:
	here = desk(CLERK_1)
	here.open("assistance-application/new", ".form-layout .form-section:visible")
	here.settle()
	words = shown(here, ".form-layout .control-label, .form-layout .section-head, .form-tabs")
	assert len(words) > 10
	assert english(words) == []


def test_two_townships_do_not_meet(desk: Callable[..., Desk]) -> None:
	seen = {}
	for user in (CLERK_1, CLERK_2):
		here = desk(user)
		assert rows(here, "registry-household") > 0
		seen[user] = set(here.page.evaluate("() => cur_list.data.map((row) => row.division)"))
	assert not seen[CLERK_1] & seen[CLERK_2]


def test_the_other_townships_family_does_not_open(desk: Callable[..., Desk]) -> None:
	there = desk(CLERK_2)
	rows(there, "registry-household")
	name = there.page.evaluate("() => cur_list.data[0].name")
	here = desk(CLERK_1)
	address = "name => fetch(`/api/resource/Registry Household/${name}`).then((answer) => answer.status)"
	assert here.page.evaluate(address, name) == 403
	here.errors.clear()


def test_the_auditor_reads_and_cannot_add(desk: Callable[..., Desk]) -> None:
	here = desk("audit@social.localhost")
	assert rows(here, "registry-household") > 0
	assert here.page.locator(".page-head .primary-action:visible").count() == 0


def test_a_partner_of_the_charity_sees_no_families(desk: Callable[..., Desk]) -> None:
	here = desk("charity@social.localhost")
	assert here.page.evaluate("() => frappe.boot.user.can_read.includes('Registry Household')") is False
	assert here.page.evaluate("() => frappe.boot.user.can_read.includes('Charity Donation')") is True


@pytest.mark.parametrize(
	("path", "word", "source"),
	[
		("assistance-scheme", "城市低保", "Urban Minimum Living Guarantee"),
		("assistance-scheme/DIBAO-URBAN", "城市低保", "Urban Minimum Living Guarantee"),
		("process-template", "全国通用十六环节", "National Sixteen Steps"),
		("process-template/NATIONAL-16-V1", "受理", "Acceptance"),
	],
)
def test_names_that_ship_with_the_product_are_shown_in_chinese(
	desk: Callable[..., Desk], path: str, word: str, source: str
) -> None:
	here = desk("supervision@social.localhost")
	here.open(path, ".list-row, .form-layout .grid-row")
	text = here.page.locator(".page-container:visible").inner_text()
	assert word in text and source not in text

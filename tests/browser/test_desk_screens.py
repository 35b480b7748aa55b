"""A walk through the desk's screens in Chinese. The `desk` fixture fails a test whose page wrote an error to the console."""

import json
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple
from zoneinfo import ZoneInfo

import pytest

from harness.bench import BenchSite
from harness.browser import PATIENCE_MS, Desk
from harness.families import family_without_case
from harness.http import Person

if TYPE_CHECKING:
	from playwright.sync_api import Browser

ADMINISTRATOR, CLERK = "Administrator", "clerk.hedong@social.localhost"
REVIEWER = "review@social.localhost"
WORKFLOW = "Assistance Application Procedure"


class Screen(NamedTuple):
	"""Where, what has to be drawn there, and a word that has to be read there."""

	path: str
	shows: str
	word: str


class Samples(NamedTuple):
	"""Documents of the framework that the screens show."""

	todo: str
	board: str
	event: str


@pytest.fixture(scope="module")
def samples(http: Callable[..., Person]) -> Samples:
	"""A task, a board that shows it, and an appointment at ten o'clock."""
	admin = http(ADMINISTRATOR)

	def insert(**doc: Any) -> str:
		return admin.call("frappe.client.insert", doc=json.dumps(doc))["name"]

	today = datetime.now(ZoneInfo("Asia/Shanghai")).date()
	return Samples(
		todo=insert(doctype="ToDo", description="核对入户调查表"),
		board=insert(
			doctype="Kanban Board",
			kanban_board_name="待办看板",
			reference_doctype="ToDo",
			field_name="status",
			columns=[{"column_name": state} for state in ("Open", "Closed", "Cancelled")],
		),
		event=insert(
			doctype="Event", subject="民主评议会", starts_on=f"{today} 10:00:00", event_type="Public"
		),
	)


WORKSPACES = [
	Screen("users", ".layout-main-section .widget", "用户"),
	Screen("build", ".layout-main-section .widget", "单据类型"),
	Screen("tools", ".layout-main-section .widget", "待办事项"),
]
REPORTS_AND_TOOLS = [
	Screen("query-report/Database Storage Usage By Tables", ".datatable .dt-row-0", "tabDocField"),
	Screen("administrative-division/view/tree", ".tree-node, .tree-link", "全部收缩"),
	Screen("permission-manager", ".page-form", "角色权限管理"),
	Screen("print-format-builder", ".page-content .btn", "打印格式"),
	Screen("recorder", ".page-content", "录音机"),
]
WORKFLOWS = [
	Screen("workflow", ".list-row", WORKFLOW),
	Screen(f"workflow/{WORKFLOW}", "[data-fieldname=transitions] .grid-row", WORKFLOW),
	Screen(f"workflow-builder/{WORKFLOW}", ".vue-flow__node", WORKFLOW),
	Screen("doctype/ToDo", ".form-layout", "待办事项"),
]
TOWNSHIP_SCREENS = [
	Screen("township-desk", ".layout-main-section .widget", "乡镇（街道）工作台"),
	Screen("assistance-application", ".list-row, .no-result", "救助申请"),
	Screen("assistance-application/new", ".form-layout", "尚未保存"),
	Screen("registry-household", ".list-row", "家庭"),
	Screen("registry-person", ".list-row", "人员"),
	Screen("administrative-division/view/tree", ".tree-link", "行政区划"),
]
ON_DEMAND = [
	"file_uploader.bundle.js",
	"form_builder.bundle.js",
	"workflow_builder.bundle.js",
	"print_format_builder.bundle.js",
	"data_import_tools.bundle.js",
	"kanban_board.bundle.js",
	"video_player.bundle.js",
	"onboarding_tours.bundle.js",
	"/assets/frappe/node_modules/ace-builds/src-min-noconflict/ace.js",
	"/assets/frappe/node_modules/html5-qrcode/html5-qrcode.min.js",
	"/assets/frappe/node_modules/js-sha256/build/sha256.min.js",
	"/assets/frappe/node_modules/qz-tray/qz-tray.js",
	"/assets/frappe/node_modules/frappe-gantt/dist/frappe-gantt.min.js",
]


def lists(samples: Samples) -> list[Screen]:
	"""A list and its other views."""
	return [
		Screen("todo", ".list-row", "核对入户调查表"),
		Screen("todo/view/report", ".datatable .dt-row-0", "核对入户调查表"),
		Screen(f"todo/view/kanban/{samples.board}", ".kanban-card-wrapper .kanban-card", "核对入户调查表"),
		Screen("event/view/calendar/default", ".fc-event", "民主评议会"),
		Screen("event/view/gantt", ".gantt .bar-wrapper", "民主评议会"),
		Screen("todo/view/gantt", ".gantt-modern", "甘特图"),
		Screen("file/view/home", ".list-row, .file-wrapper", "文件管理器"),
	]


def forms(samples: Samples) -> list[Screen]:
	"""New and saved documents, and settings."""
	return [
		Screen("todo/new", ".form-layout .ql-editor", "尚未保存"),
		Screen(f"todo/{samples.todo}", ".form-footer .timeline-items", "核对入户调查表"),
		Screen("user/Administrator", ".form-layout", "Administrator"),
		Screen("system-settings", ".form-layout", "系统设置"),
		Screen("data-import/new", ".form-layout", "尚未保存"),
	]


def walk(desk: Desk, screens: list[Screen]) -> None:
	"""Open the screens one after the other by their addresses."""
	for screen in screens:
		desk.open(screen.path, wait_for=screen.shows)
		desk.page.locator("body", has_text=screen.word).wait_for()
		desk.settle()
		assert not desk.errors, f"{screen.path}: {desk.errors}"


def test_the_login_page_speaks_chinese(bench_site: BenchSite, chromium: "Browser") -> None:
	context = chromium.new_context(locale="zh-CN")
	context.set_default_timeout(PATIENCE_MS)
	page = context.new_page()
	errors: list[str] = []
	page.on("console", lambda line: errors.append(line.text) if line.type == "error" else None)
	page.on("pageerror", lambda error: errors.append(str(error)))
	page.goto(f"{bench_site.url}/login", wait_until="networkidle")
	button = page.locator(".form-login .btn-login").inner_text()
	context.close()
	assert button == "登录"
	assert not errors


def test_screens_of_lists_forms_reports_and_builders(desk: Callable[..., Desk], samples: Samples) -> None:
	opened = desk(ADMINISTRATOR)
	walk(opened, WORKSPACES + lists(samples) + forms(samples) + REPORTS_AND_TOOLS + WORKFLOWS)
	assert opened.page.evaluate("document.documentElement.lang") == "zh"


def test_screens_of_a_township_clerk(desk: Callable[..., Desk], http: Callable[..., Person]) -> None:
	clerks = http(ADMINISTRATOR).call(
		"frappe.client.get_list", doctype="User", filters={"name": ("like", "clerk.%")}, order_by="name"
	)
	opened = desk(clerks[0]["name"])
	[household] = http(opened.user).call(
		"frappe.client.get_list", doctype="Registry Household", limit_page_length=1
	)
	form = Screen(
		f"registry-household/{household['name']}", ".form-footer .timeline-items", household["name"]
	)
	walk(opened, [*TOWNSHIP_SCREENS, form])


def test_the_calendar_is_chinese_and_keeps_the_sites_time(
	desk: Callable[..., Desk], samples: Samples
) -> None:
	opened = desk(ADMINISTRATOR)
	opened.open("event/view/calendar/default", wait_for=".fc-event")
	assert "周一" in opened.page.locator(".fc-day-header").all_inner_texts()
	appointment = opened.page.locator(".fc-event", has_text="民主评议会").first.inner_text()
	assert appointment.startswith("10")


def test_a_document_is_printed(desk: Callable[..., Desk], samples: Samples) -> None:
	opened = desk(ADMINISTRATOR)
	opened.open(f"print/ToDo/{samples.todo}", wait_for=".print-preview iframe")
	preview = opened.page.frame_locator(".print-preview iframe")
	preview.locator(".print-format", has_text="核对入户调查表").wait_for()
	opened.page.goto(f"{opened.url}/printview?doctype=ToDo&name={samples.todo}", wait_until="networkidle")
	assert "核对入户调查表" in opened.page.locator(".print-format").inner_text()


def test_a_form_is_filled_in_and_saved_by_hand(desk: Callable[..., Desk]) -> None:
	opened = desk(ADMINISTRATOR)
	opened.open("todo/new", wait_for=".form-layout .ql-editor")
	opened.page.locator(".form-layout .ql-editor[contenteditable=true]").fill("电话回访已办结户")
	opened.page.locator("[data-fieldname=date] input").click()
	opened.page.locator(".datepicker.active", has_text="今天").wait_for()
	opened.page.locator(".datepicker.active .datepicker--cell.-current-").click()
	opened.page.locator(".page-actions .primary-action").click()
	opened.page.wait_for_function("() => cur_frm && !cur_frm.is_new() && !cur_frm.is_dirty()")
	assert opened.page.evaluate("cur_frm.doc.date") == opened.page.evaluate("frappe.datetime.now_date()")


def test_a_new_form_says_what_it_is_for(desk: Callable[..., Desk]) -> None:
	here = desk(ADMINISTRATOR)
	here.open("registry-household/new", ".document-help")
	assert "共同生活" in here.page.locator(".document-help").inner_text()


def test_what_is_loaded_on_demand_runs(desk: Callable[..., Desk]) -> None:
	"""Uploader, builders, code editor, scanner, charts and QZ Tray come only when a page asks for them."""
	opened = desk(ADMINISTRATOR)
	for item in ON_DEMAND:
		opened.page.evaluate("(item) => frappe.require(item)", item)
	known = "[ace, Html5Qrcode, sha256, qz, Gantt, frappe.ui.FileUploader].every((each) => each)"
	assert opened.page.evaluate(known)


# The other's save has just been announced; the form reloads a second later.
TYPE_MEANWHILE = """async () => {
	cur_frm.debounced_reload_doc();
	await cur_frm.set_value("housing_kind", cur_frm.doc.housing_kind === "Borrowed" ? "Other" : "Borrowed");
	const typed = cur_frm.doc.housing_kind;
	await new Promise((done) => setTimeout(done, 1500));
	return cur_frm.is_dirty() && cur_frm.doc.housing_kind === typed;
}"""


def test_what_is_typed_survives_the_save_of_another(
	http: Callable[..., Person], desk: Callable[..., Desk]
) -> None:
	home = family_without_case(http(CLERK))["name"]
	here = desk(CLERK)
	here.open(f"registry-household/{home}", wait_for=".form-layout")
	assert here.page.evaluate(TYPE_MEANWHILE)


# What the desk itself does at Enter, and the button's own click.
ANSWER_TWICE = """() => {
	let answers = 0;
	const question = frappe.confirm("?", () => (answers += 1));
	question.get_primary_btn().trigger("click").trigger("click");
	return answers;
}"""


def test_a_question_is_answered_once(desk: Callable[..., Desk]) -> None:
	here = desk(CLERK)
	here.open("", ".widget")
	assert here.page.evaluate(ANSWER_TWICE) == 1


def test_a_report_without_rows_says_so(desk: Callable[..., Desk]) -> None:
	"""Files, prints and added columns are made of rows; a script that fails for lack of them stands in the console."""
	here = desk(REVIEWER)
	path = "query-report/Case Register?from_date=1990-01-01&to_date=1990-01-01"
	here.open(path, ".page-form .frappe-control")
	here.page.wait_for_function("() => frappe.query_report?.data?.length === 0")
	menu = here.page.locator("#page-query-report .menu-btn-group")
	for label in ("打印", "PDF", "导出", "添加列"):
		menu.locator("button").click()
		menu.get_by_text(label, exact=True).click()
		told = here.page.locator("#alert-container .desk-alert", has_text="无数据")
		told.locator(".close").click()
		told.wait_for(state="detached")

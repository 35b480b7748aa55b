"""A family from the application to the bank file and the archive by clicks and keys alone, each step as the real account.

No call of the test's own reaches the server: what a clerk cannot do on the screen stops the walk here too. Pictures stay
in the folder that the end of the test names, with the number of clicks and entries of each step.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest

from harness.bench import BenchSite
from harness.browser import PATIENCE_MS, SCREEN_HEIGHT, SCREEN_WIDTH
from harness.counter import DIALOG, FORM, Seat, photograph
from harness.families import walked_family

if TYPE_CHECKING:
	from playwright.sync_api import Browser

SITE = "@social.localhost"
# A whole family is slow in a browser: nine log-ins and some thirty forms.
pytestmark = pytest.mark.timeout(1800)


@dataclass
class Office:
	"""The computers of a walk, each opened when its account is first needed."""

	open_page: Callable[[], Any]
	url: str
	password: str
	pictures: Path
	today: date
	tally: Counter[str] = field(default_factory=Counter)
	seats: dict[str, Seat] = field(default_factory=dict)
	case: str = ""

	def at(self, who: str, step: str, days: int) -> Seat:
		"""The seat of an account at a step, on a day so many days from today, weekends moved on."""
		if who not in self.seats:
			seat = Seat(self.open_page(), self.url, who + SITE, self.tally, self.pictures)
			listen(seat)
			self.seats[who] = seat.log_in(self.password)
		seat = self.seats[who]
		seat.step = step
		seat.choose_day(working_day(self.today, days))
		if self.case:
			seat.open_case(self.case)
		return seat


def listen(seat: Seat) -> None:
	"""Keep what the browser's console complains about."""
	seat.page.on("console", lambda line: seat.errors.append(line.text) if line.type == "error" else None)
	seat.page.on("pageerror", lambda error: seat.errors.append(str(error)))


def working_day(today: date, days: int) -> str:
	"""The day, or the Monday after it."""
	day = today + timedelta(days=days)
	return (day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)).isoformat()


def tell(request: pytest.FixtureRequest, line: str) -> None:
	"""A line in the report of the run, whether the test passed or not."""
	reporter = request.config.pluginmanager.get_plugin("terminalreporter")
	if reporter:
		reporter.write_line(line)


@pytest.fixture
def office(
	bench_site: BenchSite, chromium: "Browser", tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[Office]:
	"""Computers in an office, with their console errors looked at in the end."""
	contexts = []

	def open_page() -> Any:
		context = chromium.new_context(
			viewport={"width": SCREEN_WIDTH, "height": SCREEN_HEIGHT},
			locale="zh-CN",
			timezone_id="Asia/Shanghai",
		)
		contexts.append(context)
		page = context.new_page()
		page.set_default_timeout(PATIENCE_MS)
		return page

	today = datetime.now(ZoneInfo("Asia/Shanghai")).date()
	office = Office(open_page, bench_site.url, bench_site.password, tmp_path, today)
	yield office
	for context in contexts:
		context.close()
	tell(
		request,
		f"clicks and entries: {sum(office.tally.values())} {dict(office.tally)}; pictures: {tmp_path}",
	)
	assert not (complaints := {who: seat.errors for who, seat in office.seats.items() if seat.errors}), (
		complaints
	)


def apply_for(office: Office, head: str, scheme: str) -> None:
	"""Steps 1 and 2: the village assistant files the application with its papers."""
	seat = office.at("assistant.hedong", "1 发现", -44)
	seat.open_list("assistance-application")
	seat.press("救助申请")
	seat.pick("scheme", scheme)
	seat.pick("household", head)
	seat.fill("policy_told_on", working_day(office.today, -44))
	seat.choose("applicant_wish", "愿意申请")
	seat.fill("reason_text", "户主患病，家庭收入低于标准")
	seat.save()
	office.case = seat.page.evaluate("() => cur_frm.docname")
	seat.act("转入申请")
	seat = office.at("assistant.hedong", "2 申请", -43)
	paper(seat, "application_form", office.case)
	paper(seat, "identity_card", office.case)
	seat.act("材料收齐")


def paper(seat: Seat, key: str, case: str) -> None:
	"""The line of the checklist gets its photo."""
	seat.press("上传", f"li[data-key={key}]")
	seat.upload(photograph(f"{case} {key}"))
	seat.page.wait_for_selector(f"li[data-key={key}].met")


def authorise_and_accept(office: Office) -> None:
	"""Steps 3 to 5 by the township clerk."""
	seat = office.at("clerk.hedong", "3 授权", -42)
	seat.press("登记签字", "li[data-key=pledges]")
	checks = seat.page.locator(f"{DIALOG} input[type=checkbox]:visible")
	checks.first.wait_for()
	for number in range(checks.count()):
		seat.click(checks.nth(number))
	seat.press("登记", f"{DIALOG} .modal-footer")
	seat.page.wait_for_selector("li[data-key=authorisations].met")
	seat.act("提交受理")
	seat = office.at("clerk.hedong", "4 受理", -41)
	seat.act("受理")
	seat.step = "5 近亲属"
	seat.press("去填写", "li[data-key=kin_declaration]")
	seat.choose("kin_declared", "无")
	seat.save()
	seat.act("完成近亲属登记")


def verify(office: Office) -> None:
	"""Step 6 by the verification officer."""
	seat = office.at("verification", "6 核对", -38)
	seat.press("登记编号或来源", "li[data-key=verification_report]")
	seat.fill("document_no", f"HD-{office.case}", DIALOG)
	seat.press("登记", f"{DIALOG} .modal-footer")
	seat.page.wait_for_selector("li[data-key=verification_report].met")
	seat.act("完成核对")


def visit(office: Office, head: str) -> None:
	"""Step 7: two investigators visit; the clerk records and signs."""
	seat = office.at("clerk.hedong", "7 入户", -36)
	seat.press("安排入户调查", "li[data-key=home_visit]")
	seat.fill("planned_on", working_day(office.today, -36), DIALOG)
	seat.press("安排", f"{DIALOG} .modal-footer")
	seat.page.wait_for_url("**/home-visit/**")
	record_visit(seat, head)


def record_visit(seat: Seat, head: str) -> None:
	"""What was seen, with the member's and the own signature."""
	seat.press("今日已入户")
	seat.pick("member_present", head)
	seat.tick("member_signed")
	seat.fill("living_conditions", "住房简陋，无贵重财产")
	seat.fill("neighbour_notes", "邻居反映情况属实")
	seat.choose("conclusion", "属实")
	seat.fill("findings", "情况属实")
	seat.save()
	seat.press("签字")
	seat.settle()
	seat.picture("visit")


def countersign(office: Office) -> None:
	"""The second investigator signs; then the clerk ends steps 7 and 8."""
	second = office.at("reviewer.hedong", "7 入户", -36)
	second.press("打开", "li[data-key=home_visit]")
	second.press("签字")
	second.settle()
	seat = office.at("clerk.hedong", "7 入户", -36)
	seat.act("完成调查")
	seat.step = "8 评议"
	seat.choose_from_menu("其他处理", "无需评议")
	seat.click(seat.page.locator(f"{DIALOG} .btn-modal-primary:visible"))
	seat.page.wait_for_selector(DIALOG, state="detached")


def assess(office: Office) -> None:
	"""Step 9: the reviewer calculates with a wage of 1,800 yuan a month, the leader agrees."""
	seat = office.at("reviewer.hedong", "9 初审", -33)
	seat.press("开始核算", "li[data-key=means_assessment]")
	seat.page.wait_for_url("**/means-assessment/**")
	seat.picture("assessment-new")
	table = f"{FORM} [data-fieldname='incomes']"
	seat.click(f"{table} .grid-add-row:visible")
	row = f"{table} .grid-body .grid-row:last-child"
	seat.click(f"{row} .btn-open-row")
	opened = f"{table} .grid-row-open"
	seat.choose("income_kind", "工资性收入", opened)
	seat.fill("gross_amount", "1 800元", opened)
	seat.choose("amount_period", "每月", opened)
	seat.choose("evidence_source", "本人申报", opened)
	seat.picture("income")
	seat.page.keyboard.press("Escape")
	seat.save()
	seat.picture("assessment")
	seat.press("提交", ".page-head:visible")
	seat.press("是", DIALOG)
	seat.page.wait_for_function("() => cur_frm.doc.docstatus === 1")
	leader = office.at("leader.hedong", "9 初审", -32)
	leader.press("去填写", "li[data-key=township_opinion]")
	leader.choose("township_opinion", "拟同意")
	leader.fill("township_opinion_text", "经核算人均收入低于标准，拟同意")
	leader.save()
	leader.picture("opinion")
	leader.act("初审同意")


def post(office: Office) -> None:
	"""Step 10: posted with a photo, seven days, a photo of the last day."""
	hang_up(office)
	take_down(office)


def hang_up(office: Office) -> None:
	"""The sheet is on the board, with its photo."""
	seat = office.at("reviewer.hedong", "10 公示", -31)
	seat.press("张贴公示", "li[data-key=preliminary_notice]")
	seat.fill("place", "社区居务公开栏")
	seat.save()
	seat.attach("photo_start", photograph(f"{office.case} start"))
	seat.save()
	seat.picture("notice")


def take_down(office: Office) -> None:
	"""The seven days are over."""
	seat = office.at("reviewer.hedong", "10 公示", -22)
	seat.press("打开", "li[data-key=preliminary_notice]")
	seat.attach("photo_end", photograph(f"{office.case} end"))
	seat.save()
	office.at("reviewer.hedong", "10 公示", -22).act("公示期满")


def object_to_it(office: Office) -> None:
	"""A neighbour objects; somebody who did not handle the case looks into it, the clerk replies."""
	clerk = office.at("clerk.hedong", "10 异议", -29)
	clerk.press("打开", "li[data-key=preliminary_notice]")
	clerk.press("登记异议", ".page-head:visible")
	clerk.fill("objector_name", "邻居甲")
	clerk.choose("ground", "收入")
	clerk.fill("ground_text", "户主另有打零工收入")
	clerk.save()
	objection = clerk.page.url
	leader = office.at("leader.hedong", "10 异议", -28)
	leader.press("打开", "li[data-key=objections_settled]")
	leader.pick("investigator", "郭文斌")
	leader.save()
	district = office.at("review", "10 异议", -26)
	go(district, objection)
	district.choose("result", "异议不成立")
	district.fill("findings", "经查，零工收入已计入核算")
	district.save()
	district.picture("objection")
	clerk.choose_day(working_day(office.today, -25))
	go(clerk, objection)
	clerk.fill("reply_text", "所反映收入已计入核算，异议不成立")
	clerk.fill("replied_on", working_day(office.today, -25))
	clerk.choose("reply_method", "当面")
	clerk.save()


def visit_for_the_district(office: Office, head: str) -> None:
	"""After an objection two people of the district see the family."""
	seat = office.at("review", "11 审核", -20)
	seat.press("安排入户调查", "li[data-key=district_visit]")
	seat.fill("planned_on", working_day(office.today, -20), DIALOG)
	seat.press("安排", f"{DIALOG} .modal-footer")
	seat.page.wait_for_url("**/home-visit/**")
	visit = seat.page.url
	team = seat.page.evaluate("() => cur_frm.doc.investigators.map((row) => row.investigator.split('@')[0])")
	first, second = (office.at(who, "11 审核", -20) for who in team)
	go(first, visit)
	record_visit(first, head)
	go(second, visit)
	second.press("签字")
	second.settle()


def refuse(office: Office) -> None:
	"""Steps 11 and 12: the file is in order, the benefit is not."""
	seat = office.at("review", "11 审核", -18)
	seat.press("去填写", "li[data-key=file_checklist]")
	seat.press("其余符合")
	seat.choose("district_opinion", "拟不同意")
	seat.fill("district_opinion_text", "家庭人均收入高于标准")
	seat.save()
	seat.act("报请确认")
	seat = office.at("approval", "12 不予确认", -16)
	seat.choose_from_menu("其他处理", "不予确认")
	seat.fill("remark", "经审核，你户人均收入高于本区低保标准，不予确认", DIALOG)
	seat.picture("refusal")
	seat.click(seat.page.locator(f"{DIALOG} .btn-modal-primary:visible"))
	seat.page.wait_for_selector(DIALOG, state="detached")
	seat.settle()
	seat.picture("refused")


def decide(office: Office) -> None:
	"""Steps 11 and 12 at the district."""
	seat = office.at("review", "11 审核", -18)
	seat.press("去填写", "li[data-key=file_checklist]")
	seat.press("其余符合")
	seat.choose("district_opinion", "拟同意")
	seat.fill("district_opinion_text", "材料齐全，程序合规，建议确认")
	seat.save()
	seat.picture("district")
	seat.act("报请确认")
	seat = office.at("approval", "12 确认", -16)
	seat.picture("decision")
	seat.act("确认")


def publish(office: Office) -> None:
	"""Step 13: the decision is delivered, the result posted."""
	clerk = office.at("clerk.hedong", "13 公布", -14)
	clerk.press("打开", "li[data-key=decision_delivered]")
	clerk.fill("delivered_on", working_day(office.today, -14))
	clerk.choose("delivery_method", "直接送达")
	clerk.attach("delivery_proof", photograph(f"{office.case} receipt"))
	clerk.save()
	seat = office.at("disclosure", "13 公布", -13)
	seat.press("张贴公示", "li[data-key=result_notice]")
	seat.fill("place", "社区居务公开栏")
	seat.save()
	seat.attach("photo_start", photograph(f"{office.case} result"))
	seat.save()
	seat = office.at("disclosure", "13 公布", -13)
	seat.act("完成公布")


def pay(office: Office) -> None:
	"""Step 14: run, second person, finance list, bank files."""
	month = first_month(office)
	finance = office.at("finance", "14 发放", 0)
	finance.press("发放批次", "li[data-key=payment_filed]")
	finance.page.wait_for_selector(".list-row-container, .frappe-list .no-result:visible")
	finance.settle()
	has_regular = finance.page.locator(".list-row-container:visible").filter(has_text=month).count()
	finance.press("添加", ".page-head:visible")
	finance.fill("payment_month", month)
	finance.choose("run_kind", "补充发放" if has_regular else "正常发放")
	finance.pick("scheme", "城市低保")
	finance.save()
	run = finance.page.url
	finance.press("预览", ".page-head:visible")
	wait_for(finance, "Previewed")
	finance.picture("run-previewed")
	approver = office.at("approval", "14 发放", 0)
	go(approver, run)
	approver.press("批准发放", ".page-head:visible")
	approver.press("是", DIALOG)
	wait_for(approver, "Approved")
	go(finance, run)
	finance.press("执行发放", ".page-head:visible")
	finance.press("是", DIALOG)
	wait_for(finance, "Executed")
	finance.press("编制财政清单", ".page-head:visible")
	finance.page.wait_for_url("**/finance-list/**")
	listed = finance.page.url
	go(approver, listed)
	approver.press("批准清单", ".page-head:visible")
	approver.page.wait_for_function("() => cur_frm.doc.list_status === 'Approved'")
	go(finance, run)
	finance.press("生成代发文件", ".page-head:visible")
	wait_for(finance, "Filed")
	finance.picture("run-filed")
	office.at("finance", "14 发放", 0).act("首次发放完成")


def first_month(office: Office) -> str:
	"""The month after the decision, as the clerk reads it on the case."""
	decided = date.fromisoformat(working_day(office.today, -16))
	following = decided.replace(day=28) + timedelta(days=4)
	return f"{following:%Y-%m}"


def go(seat: Seat, address: str) -> None:
	"""Open what a colleague names."""
	seat.page.goto(address)
	seat.page.wait_for_selector(FORM)
	seat.count()
	seat.settle()


def wait_for(seat: Seat, status: str) -> None:
	"""Wait until a worker has brought the run to a status; the form shows it by itself."""
	seat.page.wait_for_function("status => cur_frm.doc.run_status === status", arg=status)
	seat.settle()


def leave(office: Office, head: str) -> None:
	"""Steps 15 and 16: a review ends the benefit, the family is told, the file goes to the archive."""
	clerk = office.at("clerk.hedong", "15 复核", 340)
	clerk.choose_from_menu("新建", "主动退出")
	clerk.page.wait_for_url("**/review-task/**")
	clerk.fill("reported_by", head)
	clerk.fill("reported_on", working_day(office.today, 340))
	clerk.choose("change_kind", "自愿退出")
	clerk.fill("change_text", "子女就业，家庭收入超过标准，自愿退出")
	clerk.fill("findings", "经核实，家庭人均收入超过标准")
	clerk.choose("proposed_result", "停发")
	clerk.choose("exit_reason", "自愿退出")
	clerk.fill("proposal_text", "家庭自愿退出，建议停发")
	clerk.save()
	clerk.press("报区级决定", ".page-head:visible")
	clerk.page.wait_for_function("() => cur_frm.doc.review_status === 'Proposed'")
	review = clerk.page.url
	approver = office.at("approval", "15 复核", 341)
	go(approver, review)
	approver.press("同意并决定", ".page-head:visible")
	approver.picture("review")
	approver.click(approver.page.locator(f"{DIALOG} .btn-modal-primary:visible"))
	approver.page.wait_for_function("() => cur_frm.doc.review_status === 'Decided'")
	clerk.choose_day(working_day(office.today, 341))
	go(clerk, review)
	clerk.fill("told_on", working_day(office.today, 341))
	clerk.choose("told_by", "直接送达")
	clerk.save()
	office.at("reviewer.hedong", "15 复核", 343).act("转入退出")
	district = office.at("review", "16 归档", 345)
	district.press("去填写", "li[data-key=exit_grounds]")
	district.choose("exit_reason", "自愿退出")
	district.fill("exit_text", "已书面告知家庭，次月起停发")
	district.save()
	district.act("归档")
	district.picture("archived")


def walk(office: Office, head: str) -> None:
	"""All sixteen steps of an urban family."""
	apply_for(office, head, "城市低保")
	authorise_and_accept(office)
	verify(office)
	visit(office, head)
	countersign(office)
	assess(office)
	post(office)
	decide(office)
	publish(office)
	pay(office)
	leave(office, head)


def test_a_family_is_taken_to_the_archive_by_clicks_and_keys(office: Office, bench_site: BenchSite) -> None:
	family = walked_family(bench_site, __file__, stages=0)
	walk(office, family["head"])
	last = office.seats["review"].page
	assert last.locator(".indicator-pill:visible").filter(has_text="办结").count()


def test_a_family_is_objected_to_and_refused(office: Office, bench_site: BenchSite) -> None:
	family = walked_family(bench_site, __file__, stages=6)
	office.case = family["application"]
	hang_up(office)
	object_to_it(office)
	take_down(office)
	visit_for_the_district(office, family["head"])
	refuse(office)
	last = office.seats["approval"].page
	assert last.locator(".indicator-pill:visible").filter(has_text="不予确认").count()

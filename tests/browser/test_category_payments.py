"""A gift of the season by clicks: the policy officer's rule, the approver's signature, and the run to its bank files."""

from collections.abc import Callable
from datetime import date

import pytest

from harness.browser import Desk
from harness.http import Person

POLICY, FINANCE, APPROVER = "policy@social.localhost", "finance@social.localhost", "approval@social.localhost"
REVIEWER = "review@social.localhost"
DOCTYPE = "Category Payment Rule"
# Nobody else's: a cause is paid once for a month.
CAUSE = "端午节慰问金（浏览器）"
SCHEME_NAME = "特困人员救助供养"


@pytest.fixture
def rule(http: Callable[..., Person]) -> str:
	"""A rule for the few people of one class, which waits for the second person."""
	month = f"{date.today():%Y-%m}"
	policy = http(POLICY)
	district = policy.call(
		"frappe.client.get_list",
		doctype="Administrative Division",
		filters={"division_level": "District"},
		limit_page_length=1,
	)[0]["name"]
	values = {
		"cause": CAUSE,
		"method": "Fixed Amount",
		"unit": "Household",
		"division": district,
		"from_month": month,
		"to_month": month,
		"citation": "平湛民〔2026〕9号",
		"classes": [{"scheme": "TEKUN", "residence_class": "Any", "amount": 200}],
	}
	made = policy.post(f"/api/resource/{DOCTYPE}", json=values)
	assert made.ok, made.text[:500]
	return str(made.json()["data"]["name"])


def fill_in_run(finance: Desk, rule: str) -> str:
	"""A new run as the finance officer fills it in; returns its name."""
	finance.open_form("payment-run/new")
	page = finance.page
	page.wait_for_function("() => cur_frm?.doc.division")
	month = page.locator('[data-fieldname="payment_month"] input')
	month.fill(f"{date.today():%Y-%m}")
	month.press("Tab")
	page.locator('select[data-fieldname="run_kind"]').select_option("Category Payment")
	chosen = page.locator('[data-fieldname="category_rule"] input')
	chosen.click()
	chosen.fill(rule)
	page.locator(".awesomplete li", has_text=CAUSE).first.click()
	finance.settle()
	finance.press("保存")
	page.wait_for_function("() => cur_frm && !cur_frm.is_new()")
	finance.settle()
	return str(page.evaluate("() => cur_frm.doc.name"))


def test_a_gift_from_the_rule_to_the_bank_files_and_back(
	rule: str, http: Callable[..., Person], desk: Callable[..., Desk]
) -> None:
	policy, finance, approver = desk(POLICY), desk(FINANCE), desk(APPROVER)
	policy.open_form(f"category-payment-rule/{rule}")
	assert policy.page.get_by_role("button", name="确认生效", exact=True).count() == 0
	approver.open_form(f"category-payment-rule/{rule}")
	approver.press("确认生效")
	approver.page.locator(".modal.show .btn-primary").click()
	approver.page.wait_for_function("() => cur_frm.doc.docstatus == 1")
	run = fill_in_run(finance, rule)
	finance.press("预览")
	finance.wait_for_value("run_status", "Previewed")
	finance.page.get_by_role("heading", name="分类别发放对象").wait_for()
	finance.page.get_by_role("cell", name=SCHEME_NAME).first.wait_for()
	approver.open_form(f"payment-run/{run}")
	approver.press("批准发放", confirmed=True)
	approver.wait_for_value("run_status", "Approved")
	finance.open_form(f"payment-run/{run}")
	finance.press("执行发放", confirmed=True)
	finance.wait_for_value("run_status", "Executed")
	finance.press("编制财政清单")
	finance.page.wait_for_url("**/finance-list/*")
	listed = finance.page.url.rsplit("/", 1)[1]
	approver.open_form(f"finance-list/{listed}")
	approver.press("批准清单")
	approver.page.wait_for_function("() => cur_frm.doc.list_status == 'Approved'")
	finance.open_form(f"payment-run/{run}")
	finance.press("生成代发文件")
	finance.wait_for_value("run_status", "Filed")
	finance.page.goto(f"{finance.url}/printview?doctype=Payment Run&name={run}&format=Payment Run Sheet")
	finance.page.get_by_text(CAUSE).first.wait_for()
	finance.open("query-report/Category Payments", wait_for=".dt-row")
	finance.page.locator(".dt-cell", has_text=CAUSE).first.wait_for()
	[entry] = http(FINANCE).call(
		"frappe.client.get_list",
		doctype="Category Payment Entry",
		filters={"cause": CAUSE},
		fields=["name", "household"],
		limit_page_length=1,
	)
	finance.open_form(f"category-payment-entry/{entry['name']}")
	finance.press("追缴")
	finance.page.wait_for_function(
		"(entry) => cur_frm?.is_new() && cur_frm.doc.category_entry === entry && cur_frm.doc.award",
		arg=entry["name"],
	)
	finance.settle()
	home = http(REVIEWER).get(f"/api/resource/Registry Household/{entry['household']}").json()["data"]
	reviewer = desk(REVIEWER)
	reviewer.open_form(f"registry-person/{home['head_person']}")
	reviewer.page.locator(".section-head", has_text="逐月发放").click()
	told = reviewer.page.locator("[data-fieldname='payments_html'] tr", has_text=CAUSE)
	told.get_by_text("已送银行").wait_for()

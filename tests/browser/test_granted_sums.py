"""Medical caps, funeral aid and the reserve: each button pressed by whom it is drawn for."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from harness.browser import Desk
from harness.http import Person

SITE = "@social.localhost"
POLICY, REVIEWER, APPROVER, FINANCE, CLERK = (
	f"{name}{SITE}" for name in ("policy", "review", "approval", "finance", "clerk.hedong")
)
SCHEME = "DIBAO-URBAN"
CAP, AID = "Medical Cost Cap", "Funeral Aid"
LINE, OWN_SHARE = 5000, 8000


def save(author: Person, **doc: Any) -> str:
	"""A record as its author types it."""
	made = author.post(f"/api/resource/{doc['doctype']}", json=doc)
	assert made.ok, made.text[:500]
	return str(made.json()["data"]["name"])


@pytest.fixture(scope="module")
def members(http: Callable[..., Person]) -> list[str]:
	"""The people of a family of several that has been paid for long, whoever holds its account first."""
	clerk = http(CLERK)
	[award] = clerk.call(
		"frappe.client.get_list",
		doctype="Benefit Award",
		filters={
			"scheme": SCHEME,
			"award_status": "Active",
			"account_verified_on": ["is", "set"],
			"covered_persons": [">", 1],
		},
		order_by="name desc",
		limit_page_length=1,
	)
	paid = clerk.get(f"/api/resource/Benefit Award/{award['name']}").json()["data"]
	people = [row["person"] for row in paid["covered"]]
	return sorted(people, key=lambda person: person != paid["payee"])


def make_rule(http: Callable[..., Person], doctype: str, row: dict[str, Any]) -> str:
	"""A rule of the district that waits for the second person."""
	policy = http(POLICY)
	filters = {"division_level": "District"}
	[district] = policy.call(
		"frappe.client.get_list", doctype="Administrative Division", filters=filters, limit_page_length=1
	)
	return save(
		policy,
		doctype=doctype,
		division=district["name"],
		effective_from=f"{date.today().year}-01-01",
		citation="平湛民〔2026〕5号",
		classes=[{"scheme": SCHEME, **row}],
	)


def put_into_force(approver: Desk, route: str) -> None:
	"""The second person's press."""
	approver.open_form(route)
	approver.press("确认生效")
	approver.page.locator(".modal.show .btn-primary").click()
	approver.page.wait_for_function("() => cur_frm.doc.docstatus == 1")


def hand_in(author: Person, patient: str, number: str) -> str:
	"""Bills of this year of which more stays with the patient than the line of the rule."""
	bill = {
		"bill_no": number,
		"hospital": "区人民医院",
		"settled_on": str(date.today()),
		"total_cost": 20000,
		"in_policy_cost": 12000,
		"basic_paid": 12000 - OWN_SHARE,
	}
	return save(author, doctype=CAP, person=patient, bills=[bill])


def decide(approver: Desk, route: str, label: str, reason: str = "") -> None:
	"""Press, say why where that is asked, confirm."""
	approver.open_form(route)
	approver.press(label)
	if reason:
		approver.page.locator(".modal.show [data-fieldname='reason'] textarea").fill(reason)
	approver.page.locator(".modal.show .btn-modal-primary:visible").click()


def test_a_medical_cap_is_refused_or_granted_and_paid_out_of_the_reserve(
	members: list[str], http: Callable[..., Person], desk: Callable[..., Desk]
) -> None:
	rule = make_rule(http, "Medical Cap Rule", {"threshold": LINE, "share_above": 100})
	approver, finance = desk(APPROVER), desk(FINANCE)
	put_into_force(approver, f"medical-cap-rule/{rule}")
	refused, granted = (hand_in(http(REVIEWER), members[0], f"浏览器{number}") for number in (1, 2))
	decide(approver, f"medical-cost-cap/{refused}", "驳回", "票据不全")
	approver.wait_for_value("cap_status", "Turned Down")
	decide(approver, f"medical-cost-cap/{granted}", "同意发放")
	approver.wait_for_value("cap_status", "Approved")
	award = str(approver.page.evaluate("() => cur_frm.doc.award"))
	finance.open_form(f"benefit-award/{award}")
	finance.press("用备用金支付")
	finance.page.wait_for_function("(award) => cur_frm?.is_new() && cur_frm.doc.award === award", arg=award)
	finance.wait_for_value("amount", str(OWN_SHARE - LINE))
	finance.page.locator("[data-fieldname='fund_source'] input").click()
	finance.page.locator("[data-fieldname='fund_source'] .awesomplete li").first.click()
	finance.settle()
	finance.press("保存")
	finance.page.wait_for_function("() => !cur_frm.is_new() && cur_frm.doc.division && cur_frm.doc.scheme")


def test_funeral_aid_opened_by_a_death_is_granted(
	members: list[str], http: Callable[..., Person], desk: Callable[..., Desk]
) -> None:
	rule = make_rule(http, "Funeral Aid Rule", {"residence_class": "Any", "amount": 1500})
	approver, here, clerk = desk(APPROVER), desk(CLERK), http(CLERK)
	put_into_force(approver, f"funeral-aid-rule/{rule}")
	address = f"/api/resource/Registry Person/{members[-1]}"
	statuses = [
		*clerk.get(address).json()["data"]["statuses"],
		{"status": "Deceased", "from_date": str(date.today())},
	]
	recorded = clerk.put(address, json={"statuses": statuses})
	assert recorded.ok, recorded.text[:500]
	[aid] = clerk.call("frappe.client.get_list", doctype=AID, filters={"person": members[-1]})
	here.open_form(f"funeral-aid/{aid['name']}")
	here.page.locator("[data-fieldname='arrangement'] textarea").fill("由家属安葬，火化证明附后")
	here.press("保存")
	here.page.wait_for_function("() => cur_frm.doc.arrangement && !cur_frm.is_dirty()")
	decide(approver, f"funeral-aid/{aid['name']}", "同意发放")
	approver.wait_for_value("aid_status", "Approved")

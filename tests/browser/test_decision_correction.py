"""The words of an issued decision are corrected on the desk by whoever decides its case, and by nobody else."""

from collections.abc import Callable

import pytest

from harness.bench import BenchSite
from harness.browser import Desk
from harness.families import walked_family
from harness.http import Person

APPROVER, REVIEWER = "approval@social.localhost", "review@social.localhost"
DECISION, LABEL = "Application Decision", "另行决定更正"
GROUNDS = "经审核确认，家庭人均月收入低于当地最低生活保障标准，更正原决定理由。"


@pytest.fixture(scope="module")
def decision(bench_site: BenchSite, http: Callable[..., Person]) -> str:
	case = walked_family(bench_site, __file__)["application"]
	found = http(APPROVER).call("frappe.client.get_list", doctype=DECISION, filters={"application": case})
	return str(found[0]["name"])


def test_a_decision_is_corrected_by_a_new_one(decision: str, desk: Callable[..., Desk]) -> None:
	path = f"application-decision/{decision}"
	approver, reviewer = desk(APPROVER), desk(REVIEWER)
	reviewer.open(path, wait_for=".form-layout")
	assert reviewer.page.get_by_role("button", name=LABEL, exact=True).count() == 0
	approver.open(path, wait_for=".form-layout")
	approver.page.get_by_role("button", name=LABEL, exact=True).click()
	approver.page.locator(".modal.show [data-fieldname=grounds] textarea").fill(GROUNDS)
	approver.page.locator(".modal.show .btn-modal-primary", has_text="出具决定").click()
	approver.page.wait_for_function("(old) => window.cur_frm?.doc.corrects == old", arg=decision)
	approver.settle()
	assert approver.page.evaluate("cur_frm.doc.grounds") == GROUNDS
	approver.open(path, wait_for=".form-layout")
	approver.page.wait_for_function("(old) => window.cur_frm?.docname == old", arg=decision)
	approver.settle()
	assert approver.page.get_by_role("button", name=LABEL, exact=True).count() == 0

"""The clock of a case on the desk in Chinese: light in the form and the list, and filters."""

import json
from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from harness.browser import Desk
from harness.families import family_without_case
from harness.http import Person

CLERK = "clerk.hedong@social.localhost"
CASE = "Assistance Application"


@pytest.fixture(scope="module")
def case(http: Callable[..., Person]) -> str:
	"""A case that the clerk filed today, at its first step."""
	clerk = http(CLERK)
	home = family_without_case(clerk)
	today = str(datetime.now(ZoneInfo("Asia/Shanghai")).date())
	doc = {
		"doctype": CASE,
		"scheme": "TEMP-EXPENSE",
		"household": home["name"],
		"applicant": home["head_person"],
		"division": home["division"],
		"filing_channel": "Township Window",
		"applied_on": today,
	}
	return str(clerk.call("frappe.client.insert", doc=json.dumps(doc))["name"])


def test_the_form_says_how_many_working_days_are_left(desk: Callable[..., Desk], case: str) -> None:
	here = desk(CLERK)
	here.open(f"assistance-application/{case}", ".assist-steps")
	here.settle()
	pill = here.page.locator("[data-fieldname=standing_html] .indicator-pill").first.inner_text()
	assert "剩余" in pill and "个工作日" in pill


def test_the_list_has_lights_and_filters_for_the_time_limit(desk: Callable[..., Desk], case: str) -> None:
	here = desk(CLERK)
	here.open(f"assistance-application?name={case}", ".list-row-container")
	here.settle()
	assert here.page.locator(".list-row-container .indicator-pill.green").count() == 1
	here.page.click(".custom-btn-group .btn, .inner-group-button .btn")
	here.page.click("text=已超期")
	here.settle()
	here.page.locator(f'.list-row-container:has([data-name="{case}"])').wait_for(state="detached")

"""Where donations go out, as the partner sees it: proposals on a need, a disbursement in the making, the donor's page."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from harness.browser import Desk

PARTNER = "charity@social.localhost"
PICTURES = os.environ.get("SCREENS")


@pytest.fixture(scope="module")
def samples(http) -> dict[str, Any]:
	"""An urgent need, and the receipt of the tents that went to another district."""
	admin = http("Administrator")
	need = admin.call(
		"frappe.client.get_value",
		doctype="Charity Need",
		filters={"need_kind": "Medical", "wanted_amount": 6000},
		fieldname="name",
	)
	sent = admin.call(
		"frappe.client.get_list",
		doctype="Charity Disbursement",
		filters={"disbursement_kind": "Other District"},
		fields=["name", "donation"],
	)[0]
	receipt = admin.call(
		"frappe.client.get_value",
		doctype="Charity Donation",
		filters={"name": sent["donation"]},
		fieldname=["receipt_no", "receipt_token"],
	)
	return {"need": need["name"], "sent": sent["name"], **receipt}


def look(desk: Desk, name: str) -> None:
	"""Keep a picture when the caller asks for pictures."""
	if PICTURES:
		desk.page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=True)


def test_a_proposal_becomes_a_draft_with_one_click(desk, samples):
	partner = desk(PARTNER)
	partner.open(f"charity-need/{samples['need']}", wait_for="[data-fieldname=proposals_html] table")
	partner.page.locator("[data-fieldname=proposals_html]", has_text="需求紧急").wait_for()
	look(partner, "need")
	partner.page.locator("button", has_text="拟制资助单").first.click()
	partner.page.wait_for_url("**/app/charity-disbursement/JF-*")
	partner.page.locator(".form-message", has_text="须由另一人").wait_for()
	partner.settle()
	look(partner, "draft")
	for path, name in (
		(f"charity-disbursement/{samples['sent']}", "sent"),
		("charity-disbursement", "list"),
		("query-report/Goods Stock", "stock"),
		("query-report/Gift Proposals", "proposals"),
		("wish-claim", "claims"),
		("charity-need", "needs"),
	):
		partner.open(path, wait_for=".form-layout, .list-row, .datatable .dt-row-0")
		look(partner, name)
	assert not partner.errors


def test_the_donor_reads_where_the_tents_went(desk, samples):
	visitor = desk(PARTNER)
	code = json.dumps(samples["receipt_token"]).strip('"')
	visitor.page.goto(f"{visitor.url}/gift?no={samples['receipt_no']}&code={code}")
	visitor.page.locator(".gift-trail", has_text="四川省民政厅").wait_for()
	look(visitor, "gift")


@pytest.mark.parametrize("user", [PARTNER, "audit@social.localhost"])
def test_a_receipt_is_corrected_by_its_own_desk_only(desk, samples, user):
	here = desk(user)
	here.open(f"charity-receipt/{samples['receipt_no']}", wait_for=".form-layout")
	button = here.page.get_by_role("button", name="另开收据更正", exact=True)
	assert button.count() == (user == PARTNER)


def test_a_statement_without_its_donor_asks_for_one(desk):
	here = desk("audit@social.localhost")
	here.open("query-report/Donor Statement", wait_for=".page-form")
	here.page.get_by_text("请设置过滤器", exact=True).wait_for()
	assert not here.errors

"""Donations on their way out over HTTP: two at once, the wrong people, and the page that a donor opens."""

import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
import requests

from harness.http import Person, refusal

GIVING = "social_assistance.api.v1.charity.giving."
FEDERATION = "平湛区慈善总会"
RICE = {"item_name": "大米", "unit": "斤", "quantity": 150, "unit_value": 2.8}
WISH = {"need_kind": "Goods", "is_wish": 1, "description": "想要一些大米", "wanted_item": "大米"}
WANTED = {"wanted_unit": "斤", "wanted_quantity": 100, "consent_given": 1, "consent_on": "2025-11-01"}


def insert(person: Person, **doc: Any) -> dict[str, Any]:
	return person.call("frappe.client.insert", doc=json.dumps(doc))


def together(*calls: Callable[[], requests.Response]) -> list[requests.Response]:
	"""All calls at the same moment; their answers in the order of the calls."""
	barrier = Barrier(len(calls))

	def run(call: Callable[[], requests.Response]) -> requests.Response:
		barrier.wait()
		return call()

	with ThreadPoolExecutor(len(calls)) as pool:
		return list(pool.map(run, calls))


@pytest.fixture(scope="module")
def partner(http) -> Person:
	return http("charity@social.localhost")


@pytest.fixture(scope="module")
def other(http, bench_site) -> Person:
	"""The one user of a second partner."""
	admin, user = http("Administrator"), "aid@social.localhost"
	# Frappe makes the first account that is entered the manager of its site, who also reads tracebacks.
	manager = {"doctype": "User", "email": "manager@social.localhost", "first_name": "管理"}
	roles = [{"role": "System Manager"}]
	admin.try_call(
		"frappe.client.insert", doc=json.dumps({**manager, "roles": roles, "send_welcome_email": 0})
	)
	account = {
		"email": user,
		"first_name": "援助",
		"send_welcome_email": 0,
		"new_password": bench_site.password,
	}
	insert(admin, doctype="User", roles=[{"role": "Charity Partner"}], **account)
	facts = {"partner_name": "平湛区助学基金会", "uscc": "53410298MJ0000001G", "partner_kind": "Foundation"}
	answer = admin.try_call(
		"frappe.client.insert",
		doc=json.dumps({"doctype": "Charity Partner", "users": [{"user": user}], **facts}),
	)
	assert answer.ok, refusal(answer)
	return Person(bench_site.url, user).log_in(bench_site.password)


@pytest.fixture
def wish(http) -> Iterator[str]:
	admin = http("Administrator")
	homes = admin.call("frappe.client.get_list", doctype="Registry Household", limit_page_length=1)
	yield insert(admin, doctype="Charity Need", household=homes[0]["name"], **WISH, **WANTED)["name"]


@pytest.fixture
def gift(partner) -> dict[str, Any]:
	"""A submitted donation of 150 斤 of rice."""
	facts = {
		"charity_partner": FEDERATION,
		"donation_kind": "Goods",
		"received_on": "2025-11-01",
		"is_anonymous": 1,
	}
	draft = insert(partner, doctype="Charity Donation", items=[RICE], **facts)
	return partner.call("frappe.client.submit", doc=json.dumps(draft))


@pytest.mark.parametrize("attempt", range(3))
def test_of_two_partners_who_claim_a_wish_at_once_one_wins(partner, other, http, wish, attempt):
	answers = together(
		*(lambda one=one: one.try_call(f"{GIVING}claim_wish", charity_need=wish) for one in (partner, other))
	)
	assert sorted(answer.ok for answer in answers) == [False, True], [refusal(a) for a in answers]
	loser = next(answer for answer in answers if not answer.ok)
	assert loser.status_code in (403, 409, 417)
	assert refusal(loser)
	assert "Traceback" not in loser.text
	claims = http("Administrator").call(
		"frappe.client.get_list",
		doctype="Wish Claim",
		filters={"charity_need": wish},
		fields=["claim_status"],
	)
	assert [claim["claim_status"] for claim in claims] == ["Claimed"]


def test_two_hand_overs_at_once_never_empty_a_batch_twice(partner, http, bench_site, wish, gift):
	drafts = [
		partner.call(
			f"{GIVING}draft_disbursement",
			charity_need=wish,
			donation=gift["name"],
			donation_item=gift["items"][0]["name"],
			quantity="100",
		)
		for _each in range(2)
	]
	second = [Person(bench_site.url, "charity2@social.localhost").log_in(bench_site.password) for _ in drafts]
	docs = [
		person.call("frappe.client.get", doctype="Charity Disbursement", name=name)
		for person, name in zip(second, drafts, strict=True)
	]
	answers = together(
		*(
			lambda person=person, doc=doc: person.try_call("frappe.client.submit", doc=json.dumps(doc))
			for person, doc in zip(second, docs, strict=True)
		)
	)
	assert sorted(answer.ok for answer in answers) == [False, True], [refusal(a) for a in answers]
	assert "50" in refusal(next(answer for answer in answers if not answer.ok))
	moves = http("Administrator").call(
		"frappe.client.get_list",
		doctype="Goods Stock Entry",
		filters={"donation": gift["name"]},
		fields=["quantity"],
	)
	assert sorted(move["quantity"] for move in moves) == [-100, 150]


def test_the_wrong_people_are_refused(partner, other, http, wish, gift):
	draft = partner.call(
		f"{GIVING}draft_disbursement",
		charity_need=wish,
		donation=gift["name"],
		donation_item=gift["items"][0]["name"],
		quantity="1",
	)
	doc = json.dumps(partner.call("frappe.client.get", doctype="Charity Disbursement", name=draft))
	delivery = {
		"delivered_on": "2025-11-03",
		"signed_by": "Guardian",
		"delivery_proof": "/private/files/x.pdf",
	}
	batch = gift["items"][0]["name"]
	calls = (
		(http("audit@social.localhost"), "frappe.client.submit", {"doc": doc}),
		(http("audit@social.localhost"), f"{GIVING}record_delivery", {"disbursement": draft, **delivery}),
		(http("audit@social.localhost"), f"{GIVING}write_off_goods", {"donation_item": batch, "reason": "x"}),
		(other, "frappe.client.submit", {"doc": doc}),
		(other, f"{GIVING}record_delivery", {"disbursement": draft, **delivery}),
		(other, f"{GIVING}write_off_goods", {"donation_item": batch, "reason": "x"}),
		(http("clerk.daying@social.localhost"), f"{GIVING}claim_wish", {"charity_need": wish}),
		(http("Guest"), f"{GIVING}claim_wish", {"charity_need": wish}),
		(http("Guest"), f"{GIVING}proposals", {}),
	)
	for person, method, values in calls:
		answer = person.try_call(method, **values)
		assert answer.status_code in (401, 403, 405, 417), (person.user, method, answer.text[:200])
	assert partner.call("frappe.client.get", doctype="Charity Disbursement", name=draft)["docstatus"] == 0


def test_a_donor_opens_the_way_of_the_gift_with_the_receipt_and_nobody_without(http, gift):
	guest = http("Guest")
	page = guest.get("/gift", params={"no": gift["receipt_no"], "code": gift["receipt_token"]})
	assert page.ok
	assert gift["receipt_no"] in page.text
	assert "大米" in page.text
	wrong = guest.get("/gift", params={"no": gift["receipt_no"], "code": "0" * 16})
	assert "大米" not in wrong.text


def test_the_page_names_the_district_to_which_the_tents_went(http):
	tents = http("Administrator").call(
		"frappe.client.get_list",
		doctype="Charity Donation",
		filters={"donation_kind": "Goods", "campaign": ["is", "set"]},
		fields=["receipt_no", "receipt_token"],
	)[0]
	page = http("Guest").get("/gift", params={"no": tents["receipt_no"], "code": tents["receipt_token"]})
	for text in ("帐篷", "113 顶", "四川省民政厅", "54,240.00"):
		assert text in page.text


def test_everybody_reads_open_wishes_and_no_family_in_them(http):
	guest = http("Guest")
	families = http("Administrator").call(
		"frappe.client.get_list",
		doctype="Charity Need",
		filters={"is_public": 1, "need_status": "Open"},
		fields=["name", "household", "household_label"],
	)
	page = guest.get("/wishes")
	assert page.ok
	for family in families:
		assert family["name"] in page.text
		assert family["household"] not in page.text
		assert family["household_label"] not in page.text
	assert "厚棉被" in page.text
	odd = guest.get("/wishes", params={"township": "<script>", "kind": "'", "page": "９x"})
	assert odd.ok
	assert "<script>" not in odd.text.split("open-wishes")[1].split("</form>")[0]

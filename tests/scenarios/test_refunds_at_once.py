"""Refunds of one donation at the same moment: a double click refunds once, two clerks never more than is left."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
import requests

from harness.http import Person, refusal

PARTNERS = ("charity@social.localhost", "charity2@social.localhost")
REFUND = "social_assistance.api.v1.charity.campaigns.refund_donation"


@pytest.fixture(scope="module")
def clerks(bench_site) -> list[Person]:
	return [Person(bench_site.url, user).log_in(bench_site.password) for user in PARTNERS]


@pytest.fixture
def gift(clerks) -> str:
	"""A received donation of 1,000 yuan."""
	values = {"doctype": "Charity Donation", "donation_kind": "Cash", "amount": "1000", "is_anonymous": 1}
	draft = clerks[0].call("frappe.client.insert", doc=json.dumps(values))
	return clerks[0].call("frappe.client.submit", doc=json.dumps(draft))["name"]


def at_once(*calls: Callable[[], requests.Response]) -> list[requests.Response]:
	barrier = Barrier(len(calls))

	def run(call: Callable[[], requests.Response]) -> requests.Response:
		barrier.wait()
		return call()

	with ThreadPoolExecutor(len(calls)) as pool:
		return list(pool.map(run, calls))


def refund(clerk: Person, gift: str, amount: str, key: str) -> Callable[[], requests.Response]:
	return lambda: clerk.try_call(
		REFUND, donation=gift, amount=amount, reason="Donor Withdrew", request_key=key
	)


def left(clerk: Person, gift: str) -> tuple[float, float]:
	found = clerk.call("frappe.client.get", doctype="Charity Donation", name=gift)
	return found["refunded_amount"], found["balance_amount"]


def test_a_double_click_refunds_once(clerks, gift):
	answers = at_once(*(refund(clerks[0], gift, "300", f"click-{gift}") for _click in range(2)))
	assert [answer.ok for answer in answers] == [True, True], [refusal(each) for each in answers]
	assert len({answer.json()["message"]["name"] for answer in answers}) == 1
	assert left(clerks[0], gift) == (300, 700)


def test_two_clerks_refund_no_more_than_is_left(clerks, gift):
	answers = at_once(*(refund(clerk, gift, "700", f"{clerk.user}-{gift}") for clerk in clerks))
	assert sorted(answer.ok for answer in answers) == [False, True], [refusal(each) for each in answers]
	loser = next(answer for answer in answers if not answer.ok)
	assert "300.00" in refusal(loser)
	assert left(clerks[0], gift) == (700, 300)


def test_afterwards_campaigns_receipts_stock_and_ledger_agree(bench_site):
	answer = bench_site.command("assist", "verify", "--json")
	checks = [each for each in json.loads(answer.stdout) if each["code"].startswith("CHA")]
	assert {"CHA-01", "CHA-21", "CHA-23", "CHA-26", "CHA-28"} <= {each["code"] for each in checks}
	assert [each for each in checks if not each["ok"]] == []

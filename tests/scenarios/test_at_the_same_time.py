"""Two people at the same moment: one wins, the other reads why; nothing happens twice (real server, real locks)."""

import json
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from datetime import date
from itertools import product
from threading import Barrier
from typing import Any

import pytest
import requests

from harness.http import Person, refusal

CASE = "Assistance Application"
ASSISTANT = "assistant.daying@social.localhost"
MOVE = "social_assistance.api.v1.cases.applications.move_case"
BULK = "social_assistance.api.v1.cases.bulk_actions.start_moves"
COMPLETE = "Complete Step"
SCHEMES = ("DIBIAN", "GANGZHI", "TEMP-EXPENSE", "DIBAO-URBAN", "DIBAO-RURAL", "TEKUN", "DIBAO-SINGLE")
# Seconds: spreads the moves over the time that the command needs; its end ends the wait.
PACE = 0.6


@pytest.fixture(scope="module")
def twins(bench_site) -> list[Person]:
	"""The same account at two desks: their requests carry the same rights and differ in nothing but the moment."""
	return [Person(bench_site.url, ASSISTANT).log_in(bench_site.password) for _desk in range(2)]


@pytest.fixture
def case(twins) -> str:
	"""A fresh case at the first step, its papers for that step on file."""
	return new_case(twins[0])


def new_case(assistant: Person) -> str:
	"""A case of the first household and scheme that have none open; several schemes make few households enough."""
	homes = assistant.call(
		"frappe.client.get_list",
		doctype="Registry Household",
		fields=["name", "division", "head_person"],
		order_by="creation",
		limit_page_length=60,
	)
	for scheme, home in product(SCHEMES, homes):
		made = assistant.post(
			f"/api/resource/{CASE}",
			json={
				"scheme": scheme,
				"household": home["name"],
				"applicant": home["head_person"],
				"division": home["division"],
				"discovery_channel": "Household Visit",
				"policy_told_on": date.today().isoformat(),
				"applicant_wish": "Wishes to Apply",
			},
		)
		if made.ok:
			return made.json()["data"]["name"]
	raise AssertionError(f"no household is free: {refusal(made)}")


def together(*calls: Callable[[], requests.Response]) -> list[requests.Response]:
	"""All calls at the same moment; their answers in the order of the calls."""
	barrier = Barrier(len(calls))

	def run(call: Callable[[], requests.Response]) -> requests.Response:
		barrier.wait()
		return call()

	with ThreadPoolExecutor(len(calls)) as pool:
		return list(pool.map(run, calls))


def steps_of(person: Person, case: str) -> list[dict[str, Any]]:
	standing = person.get(
		"/api/method/social_assistance.api.v1.cases.applications.get_standing", params={"application": case}
	).json()["message"]
	return [row for row in standing["steps"] if row.get("done_on")]


def closed_rows(http, case: str) -> list[str]:
	"""Codes of the finished rows of the step log, each visit once."""
	rows = http("Administrator").call(
		"frappe.client.get_list",
		doctype="Application Step",
		filters={"application": case, "done_on": ["is", "set"]},
		fields=["step_code", "sequence"],
		order_by="sequence",
	)
	assert len({row["sequence"] for row in rows}) == len(rows)
	return [row["step_code"] for row in rows]


@pytest.mark.parametrize("attempt", range(3))
def test_of_two_moves_with_the_same_page_one_wins(twins, http, case, attempt):
	answers = together(
		*(
			lambda person=person: person.try_call(
				MOVE, application=case, action=COMPLETE, seen_state="Discovery"
			)
			for person in twins
		)
	)
	assert sorted(answer.ok for answer in answers) == [False, True], [refusal(a) for a in answers]
	loser = next(answer for answer in answers if not answer.ok)
	assert loser.status_code in (409, 417)
	assert refusal(loser), "the other reads why"
	assert "Traceback" not in loser.text
	assert closed_rows(http, case) == ["DISCOVER"]


def test_a_stale_form_cannot_overwrite_what_was_saved_meanwhile(twins, case):
	pages = [person.call("frappe.client.get", doctype=CASE, name=case) for person in twins]
	first = twins[0].try_call("frappe.client.save", doc=json.dumps({**pages[0], "reason_text": "先保存"}))
	assert first.ok, refusal(first)
	second = twins[1].try_call("frappe.client.save", doc=json.dumps({**pages[1], "reason_text": "后保存"}))
	assert second.status_code in (409, 417)
	kept = twins[0].call("frappe.client.get", doctype=CASE, name=case)
	assert kept["reason_text"] == "先保存"


def test_saving_and_moving_at_once_loses_neither_silently(twins, case):
	page = twins[0].call("frappe.client.get", doctype=CASE, name=case)
	saved, moved = together(
		lambda: twins[0].try_call("frappe.client.save", doc=json.dumps({**page, "reason_text": "同时保存"})),
		lambda: twins[1].try_call(MOVE, application=case, action=COMPLETE, seen_state="Discovery"),
	)
	assert moved.ok, refusal(moved)
	kept = twins[0].call("frappe.client.get", doctype=CASE, name=case)
	assert kept["workflow_state"] == "Filing"
	assert saved.ok == (kept["reason_text"] == "同时保存"), refusal(saved)


def test_a_double_click_on_many_cases_moves_each_once(twins, http):
	cases = [new_case(twins[0]) for _number in range(3)]
	key = uuid.uuid4().hex
	values = {"applications": dict.fromkeys(cases, "Discovery"), "action": COMPLETE, "request_key": key}
	answers = together(*(lambda person=person: person.try_call(BULK, **values) for person in twins))
	done = [answer.json()["message"] for answer in answers if answer.ok]
	assert done, [refusal(answer) for answer in answers]
	assert len({run["name"] for run in done}) == 1
	assert [closed_rows(http, case) for case in cases] == [["DISCOVER"]] * 3


def test_a_case_moves_while_the_workflow_is_written_anew(twins, http, bench_site, case):
	"""Somebody activates a template at the very moment: moves follow the case's own template and do not notice."""
	waiting = [new_case(twins[0]) for _number in range(6)]
	moved_meanwhile = []
	rebuild = ("execute", "social_assistance.services.procedure.workflow_builder.rebuild_workflow")
	with ThreadPoolExecutor(1) as pool:
		rebuilt = pool.submit(bench_site.command, *rebuild)
		while waiting and not rebuilt.done():
			moved_meanwhile.append(waiting.pop())
			answer = twins[0].try_call(MOVE, application=moved_meanwhile[-1], action=COMPLETE)
			assert answer.ok, refusal(answer)
			wait([rebuilt], timeout=PACE)
		assert rebuilt.result().returncode == 0, rebuilt.result().stderr
	assert [closed_rows(http, name) for name in moved_meanwhile] == [["DISCOVER"]] * len(moved_meanwhile)
	moved = twins[1].try_call(MOVE, application=case, action=COMPLETE)
	assert moved.ok, refusal(moved)
	assert closed_rows(http, case) == ["DISCOVER"]
	assert [row["step_code"] for row in steps_of(twins[0], case)] == ["DISCOVER"]

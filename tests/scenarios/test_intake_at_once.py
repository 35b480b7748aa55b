"""A double click at the counter: one family, one case (real server, real locks)."""

import random
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest

from harness.bench import BenchSite
from harness.http import Person, refusal
from social_assistance.domain.registry.identifiers import citizen_id_check_character

CLERK = "clerk.daying@social.localhost"
FILE = "social_assistance.api.v1.cases.intake.file_family"
OPEN = "social_assistance.api.v1.cases.intake.open_intake"


@pytest.fixture(scope="module")
def twins(bench_site: BenchSite) -> list[Person]:
	"""Two windows of one session."""
	first, second = (Person(bench_site.url, CLERK) for _window in range(2))
	first.log_in(bench_site.password)
	second.cookies.update(first.cookies)
	second.headers.update(first.headers)
	return [first, second]


def family(clerk: Person) -> dict[str, Any]:
	village = clerk.call(OPEN)["villages"][0]
	drawn = random.Random(uuid.uuid4().int)
	first_17 = f"419802{drawn.randint(1950, 1999)}0{drawn.randint(1, 9)}1{drawn.randint(0, 9)}{drawn.randint(100, 999)}"
	number = first_17 + citizen_id_check_character(first_17)
	return {
		"division": village["name"],
		"residence_class": village["residence_class"] or "Rural",
		"members": [{"relation": "Head", "id_number": number, "person_name": "赵守一"}],
		"scheme": "DIBIAN",
	}


@pytest.mark.parametrize("attempt", range(3))
def test_two_clicks_at_once_file_one_case(
	twins: list[Person], http: Callable[..., Person], attempt: int
) -> None:
	request, key = family(twins[0]), uuid.uuid4().hex
	barrier = Barrier(2)

	def click(clerk: Person) -> Any:
		barrier.wait()
		return clerk.try_call(FILE, request=request, request_key=key)

	with ThreadPoolExecutor(2) as pool:
		answers = list(pool.map(click, twins))
	assert all(answer.ok for answer in answers), [refusal(answer) for answer in answers]
	assert len({answer.json()["message"]["name"] for answer in answers}) == 1
	filed = http("Administrator").call(
		"frappe.client.get_list",
		doctype="Assistance Application",
		filters={"name": answers[0].json()["message"]["name"]},
		fields=["household"],
	)
	homes = http("Administrator").call(
		"frappe.client.get_count",
		doctype="Registry Household",
		filters={"head_name": "赵守一", "name": filed[0]["household"]},
	)
	assert homes == 1


def test_a_refused_family_leaves_no_person_behind(twins: list[Person], http: Callable[..., Person]) -> None:
	admin = http("Administrator")
	count = {"doctype": "Registry Person"}
	request = family(twins[0])
	before = admin.call("frappe.client.get_count", **count)
	request["papers"] = [{"key": "application_form", "file": "/private/files/nobody-uploaded-this.png"}]
	answer = twins[0].try_call(FILE, request=request, request_key=uuid.uuid4().hex)
	assert not answer.ok
	assert admin.call("frappe.client.get_count", **count) == before

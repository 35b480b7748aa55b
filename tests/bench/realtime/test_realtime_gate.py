"""What is asked of the web server, and that anything but a clear yes is a no."""

from typing import Any

import aiohttp
import pytest
from realtime_fakes import run_async

from realtime.gate import WebGate
from realtime.rooms import Visitor

OFFICER = Visitor("social.localhost", "officer@example.com", "secret-session", is_desk_user=True)


class Answer:
	def __init__(self, status: int, body: Any):
		self.status = status
		self.body = body

	async def __aenter__(self) -> "Answer":
		return self

	async def __aexit__(self, *_: object) -> None:
		return None

	async def json(self) -> Any:
		if isinstance(self.body, Exception):
			raise self.body
		return self.body


class FakeHttp:
	def __init__(self, answer: Answer | Exception):
		self.answer = answer
		self.requests: list[tuple[str, dict[str, Any]]] = []

	def get(self, url: str, **how: Any) -> Answer:
		self.requests.append((url, how))
		if isinstance(self.answer, Exception):
			raise self.answer
		return self.answer


def gate_with(answer: Answer | Exception) -> tuple[WebGate, FakeHttp]:
	http = FakeHttp(answer)
	return WebGate(http, "http://127.0.0.1:8000"), http  # type: ignore[arg-type]


def test_the_session_is_sent_as_cookie_and_never_in_the_address() -> None:
	gate, http = gate_with(Answer(200, {"message": True}))
	assert run_async(gate.may_read_document(OFFICER, "Registry Household", "HH/1?x"))
	[(url, how)] = http.requests
	assert url == "http://127.0.0.1:8000/api/method/frappe.realtime.can_subscribe_doc"
	assert how["params"] == {"doctype": "Registry Household", "docname": "HH/1?x"}
	assert how["headers"]["Cookie"] == "sid=secret-session"
	assert how["headers"]["Host"] == how["headers"]["X-Frappe-Site-Name"] == "social.localhost"
	assert "secret-session" not in url + str(how["params"])


@pytest.mark.parametrize(
	"answer",
	[
		Answer(403, {"message": True}),
		Answer(404, {}),
		Answer(500, {}),
		Answer(302, {"message": True}),
		Answer(200, {"message": False}),
		Answer(200, {}),
		Answer(200, {"message": "true"}),
		Answer(200, ValueError("no JSON")),
		aiohttp.ClientConnectionError("refused"),
		TimeoutError(),
	],
)
def test_anything_but_a_clear_yes_is_a_no(answer: Answer | Exception) -> None:
	gate, _ = gate_with(answer)
	assert not run_async(gate.may_read_document(OFFICER, "Registry Household", "HH-1"))
	assert not run_async(gate.may_read_doctype(OFFICER, "Registry Household"))


def test_guests_are_never_asked_about() -> None:
	gate, http = gate_with(Answer(200, {"message": True}))
	guest = run_async(gate.visitor("social.localhost", None))
	assert guest and guest.is_guest and not guest.is_desk_user
	assert not run_async(gate.may_read_doctype(guest, "User"))
	assert not http.requests


@pytest.mark.parametrize(
	("message", "user", "is_desk_user"),
	[
		({"user": "officer@example.com", "user_type": "System User"}, "officer@example.com", True),
		({"user": "portal@example.com", "user_type": "Website User"}, "portal@example.com", False),
		({"user": "Guest", "user_type": "System User"}, "Guest", False),
	],
)
def test_the_web_server_says_who_a_session_is(message: dict[str, str], user: str, is_desk_user: bool) -> None:
	gate, _ = gate_with(Answer(200, {"message": message}))
	visitor = run_async(gate.visitor("social.localhost", "some-session"))
	assert visitor == Visitor("social.localhost", user, "some-session", is_desk_user)


@pytest.mark.parametrize(
	"answer", [Answer(401, {}), Answer(200, {"message": None}), aiohttp.ClientConnectionError()]
)
def test_a_session_that_the_web_server_does_not_confirm_is_nobody(answer: Answer | Exception) -> None:
	gate, _ = gate_with(answer)
	assert run_async(gate.visitor("social.localhost", "stale-session")) is None

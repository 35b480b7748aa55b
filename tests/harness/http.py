"""People at work over HTTP: a session per account, with the CSRF token that the desk would send."""

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import requests

from .bench import BenchSite

CSRF = re.compile(r"csrf_token\s*=\s*\"([0-9a-f]+)\"")
# Ends what hangs; an answer that a busy machine gives late is no failure.
TIMEOUT = 300


class Person(requests.Session):
	"""Somebody with a browser: cookies, the CSRF token, and addresses below the site's."""

	def __init__(self, url: str, user: str = "Guest"):
		super().__init__()
		self.url = url
		self.user = user
		self.password: str | None = None
		self.headers["Accept"] = "application/json"

	def request(self, method: str, url: str, *args: Any, **options: Any) -> requests.Response:  # type: ignore[override]
		"""A request to a path of the site, or to a whole address.

		The product ends an account's oldest session when it logs in once too often: then log in again, once.
		"""
		options.setdefault("timeout", TIMEOUT)
		address = url if url.startswith("http") else self.url + url
		answer = super().request(method, address, *args, **options)
		if self.password and answer.cookies.get("user_id") == "Guest":
			self.log_in(self.password)
			answer = super().request(method, address, *args, **options)
		return answer

	def log_in(self, password: str) -> "Person":
		"""Log in as the login page does, then take the token from the desk or the portal."""
		self.password = None
		self.cookies.clear()
		self.headers.pop("X-Frappe-CSRF-Token", None)
		answer = self.post("/api/method/login", data={"usr": self.user, "pwd": password})
		assert answer.ok, f"{self.user} cannot log in: {answer.status_code} {answer.text[:500]}"
		self.password = password
		page = self.get("/app", headers={"Accept": "text/html"})
		if token := CSRF.search(page.text):
			self.headers["X-Frappe-CSRF-Token"] = token.group(1)
		return self

	def try_call(self, method: str, **values: Any) -> requests.Response:
		"""POST to a whitelisted function; dictionaries and lists go as JSON."""
		data = {name: _as_text(value) for name, value in values.items() if value is not None}
		return self.post(f"/api/method/{method}", data=data)

	def call(self, method: str, **values: Any) -> Any:
		"""What a whitelisted function returns; a refusal fails the test with the server's words."""
		answer = self.try_call(method, **values)
		assert answer.ok, f"{self.user}: {method} answered {answer.status_code}: {refusal(answer)}"
		return answer.json().get("message")


def _as_text(value: Any) -> Any:
	return json.dumps(value) if isinstance(value, dict | list | bool) else value


def refusal(answer: requests.Response) -> str:
	"""The words a person would read in a refusal."""
	try:
		body = answer.json()
	except ValueError:
		return answer.text[:500]
	texts = [json.loads(text).get("message", "") for text in json.loads(body.get("_server_messages", "[]"))]
	return " ".join(texts) or body.get("exception") or json.dumps(body)[:500]


@pytest.fixture(scope="session")
def http(bench_site: BenchSite) -> Iterator[Callable[..., Person]]:
	"""A factory: `http("worker@…")` is that account logged in, `http()` is a guest. Sessions are shared by the run."""
	people: dict[str, Person] = {}

	def person(user: str = "Guest", password: str | None = None) -> Person:
		if user not in people:
			people[user] = Person(bench_site.url, user)
			if user != "Guest":
				people[user].log_in(password or bench_site.password)
		return people[user]

	yield person
	for each in people.values():
		each.close()

"""A desk user over HTTP: the same calls that the desk makes, with session cookie and CSRF token."""

import json
import re
from datetime import date
from typing import Any

import requests

from social_assistance.services.clock import HEADER

TIMEOUT = 60


class RefusedError(Exception):
	"""The server refused a call; carries status, exception class and the message the user would read."""

	def __init__(self, status: int, kind: str, message: str) -> None:
		self.status, self.kind, self.message = status, kind, message
		# All arguments, so that a refusal travels between processes.
		super().__init__(status, kind, message)

	def __str__(self) -> str:
		return f"{self.status} {self.kind}: {self.message}"


class DeskClient:
	"""One logged-in user of one site; `day` is the business date its requests carry on a demo site."""

	def __init__(self, base_url: str, site: str, user: str, password: str) -> None:
		self.base_url, self.user = base_url.rstrip("/"), user
		self.day: date | None = None
		self.http = requests.Session()
		self.http.headers.update({"Host": site, "Accept": "application/json"})
		self._post("/api/method/login", {"usr": user, "pwd": password})
		page = self.http.get(f"{self.base_url}/app", timeout=TIMEOUT, headers={"Accept": "text/html"}).text
		found = re.search(r'csrf_token\s*=\s*"([0-9a-f]+)"', page)
		self.http.headers["X-Frappe-CSRF-Token"] = found[1] if found else ""

	def call(self, method: str, **values: Any) -> Any:
		"""POST a whitelisted method and return its message."""
		return self._post(f"/api/method/{method}", values).get("message")

	def get(self, method: str, **values: Any) -> Any:
		"""GET a whitelisted method and return its message."""
		response = self.http.get(
			f"{self.base_url}/api/method/{method}", params=values, headers=self._dated(), timeout=TIMEOUT
		)
		return self._answer(response).get("message")

	def load(self, doctype: str, name: str) -> dict:
		"""A document as the form loads it."""
		response = self.http.get(
			f"{self.base_url}/api/method/frappe.desk.form.load.getdoc",
			params={"doctype": doctype, "name": name},
			headers=self._dated(),
			timeout=TIMEOUT,
		)
		return self._answer(response)["docs"][0]

	def save(self, doc: dict, action: str = "Save") -> dict:
		"""Save or submit a document as the form does; returns what the server kept."""
		if not doc.get("name"):
			doc = {**doc, "name": f"new-{doc['doctype']}-1", "__islocal": 1, "__unsaved": 1}
		answer = self._post(
			"/api/method/frappe.desk.form.save.savedocs",
			{"doc": json.dumps(doc, default=str), "action": action},
		)
		return answer["docs"][0]

	def upload(self, doctype: str, name: str, fieldname: str, file_name: str, content: bytes) -> str:
		"""Attach a private file as the form does; returns its address."""
		answer = self.http.post(
			f"{self.base_url}/api/method/upload_file",
			data={
				"doctype": doctype,
				"docname": name,
				"fieldname": fieldname,
				"is_private": 1,
				"folder": "Home/Attachments",
			},
			files={"file": (file_name, content)},
			headers=self._dated(),
			timeout=TIMEOUT,
		)
		return self._answer(answer)["message"]["file_url"]

	def _dated(self) -> dict[str, str]:
		return {HEADER: self.day.isoformat()} if self.day else {}

	def _post(self, path: str, values: dict) -> dict:
		return self._answer(
			self.http.post(
				f"{self.base_url}{path}", data=_form(values), headers=self._dated(), timeout=TIMEOUT
			)
		)

	def _answer(self, response: requests.Response) -> dict:
		try:
			answer = response.json()
		except ValueError:
			raise RefusedError(response.status_code, "NoJSON", response.text[:200]) from None
		if response.status_code >= 400:
			raise RefusedError(response.status_code, str(answer.get("exc_type") or ""), _message(answer))
		return answer


def _form(values: dict) -> dict:
	return {k: json.dumps(v) if isinstance(v, dict | list) else v for k, v in values.items()}


def _message(answer: dict) -> str:
	texts = []
	for entry in json.loads(answer.get("_server_messages") or "[]"):
		parsed = json.loads(entry)
		texts.append(
			re.sub(
				r"<[^>]+>", " ", str(parsed.get("message", parsed) if isinstance(parsed, dict) else parsed)
			)
		)
	return " ".join(" ".join(texts).split()) or str(answer.get("message") or answer.get("exception") or "")

"""A walk through the desk as one account: every entry that it offers is opened, every button that changes nothing pressed.

The walk knows only what the page shows. What a press would write is stopped at the door (`Writes`), so that whatever a
button does can be tried: a press whose write was stopped is noted as one that changes something, and not judged.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

import pytest

from social_assistance.hooks import override_whitelisted_methods
from social_assistance.permissions.gate_lists import APP, DESK
from standup.settings import STATE

from .browser import Desk

if TYPE_CHECKING:
	from playwright.sync_api import Page, Request, Response, Route

OUTPUT = STATE / "walks"
SCRIPT = Path(__file__).with_name("walk.js")
READING = re.compile(
	r"(^|\.)(get|search|load|list|count|has|is|validate|run|export|download|report_to_pdf|preview|show|find|user_query"
	r"|make_access_log|getdoc|getdoctype|getpage|ping|render|propose|check|create_dashboard_settings|tree)\w*$"
)
# Where the desk keeps what the account looked at last; nobody notices that it is not kept.
UNNOTICED = re.compile(r"deferred_insert$|mark_as_seen$")
COMMAND = re.compile(r'name="?cmd"?\s+([\w.]+)|cmd=([\w.]+)')
FAILED_FROM = 400
# A file that has not begun by then does not come.
DOWNLOAD_MS = 120_000
# Presses of a short walk; fewer mean that the desk did not come up.
FEWEST = 40
ENGLISH = re.compile(r"[A-Za-z]{4,}")
# What labels may hold beside Chinese words: icons, numbers of documents, files, names of formats and of the framework's months.
NAMES = re.compile(r"^#icon|^icon|\d{3}|\.(png|jpg|pdf|csv|xlsx)$|Excel|JSON|^fc-|^prev|^next")
ANSWER = '{"docs": []}'


@dataclass
class Writes:
	"""Lets reading calls through and answers every other one itself."""

	stopped: list[str] = field(default_factory=list)

	def judge(self, route: "Route", request: "Request") -> None:
		"""Handler of every call of a function."""
		name = _function_of(request)
		if request.method == "GET" or READING.search(name):
			route.continue_()
			return
		if name.endswith("user_settings.save"):
			kept = parse_qs(request.post_data or "").get("user_settings", ["{}"])[0]
			route.fulfill(status=200, content_type="application/json", body=f'{{"message": {kept}}}')
			return
		if not UNNOTICED.search(name):
			self.stopped.append(name)
		route.fulfill(status=200, content_type="application/json", body=ANSWER)


def _may_be_called(name: str) -> bool:
	"""Whether an officer's desk may call a function of the framework; those of the product check for themselves."""
	module, function = name.rsplit(".", 1)
	listed = DESK.get(module, "").split()
	return (
		"*" in listed
		or function in listed
		or name.startswith(f"{APP}.")
		or name in override_whitelisted_methods
	)


def _function_of(request: "Request") -> str:
	path = request.url.split("?", 1)[0]
	if "/api/method/" in path:
		return path.split("/api/method/", 1)[1].replace("/", ".")
	command = COMMAND.search(request.post_data or "")
	return next(filter(None, command.groups())) if command else path


@dataclass
class Walk:
	"""One account on its way. `first` turns the order of the entries, so that roles press the full menu of other lists.

	`most` entries of workspaces are followed, more where they hold few buttons, none left out where it is 0.
	"""

	desk: Desk
	first: int
	most: int
	opened: list[str] = field(default_factory=list)
	pressed: list[str] = field(default_factory=list)
	faults: list[str] = field(default_factory=list)
	writes: Writes = field(default_factory=Writes)
	complaints: list[str] = field(default_factory=list)
	files: list[str] = field(default_factory=list)
	seen: set[str] = field(default_factory=set)
	walked: set[str] = field(default_factory=set)
	latin: dict[str, str] = field(default_factory=dict)

	@property
	def page(self) -> "Page":
		"""The page of the desk."""
		return self.desk.page

	def go(self) -> None:
		"""The bar at the top, every workspace, every entry that the workspaces offer."""
		self._begin()
		self._press_all("navbar", "")
		for workspace in self.page.evaluate("__walk.workspaces()"):
			self._open(workspace)
			self._press_all("workspace", workspace)
			self._follow_entries(workspace)
		self._judge("", "end", [])

	def _begin(self) -> None:
		page = self.page
		page.add_init_script(path=SCRIPT)
		page.on("dialog", lambda box: box.accept())
		page.context.on("response", self._judge_answer)
		for address in ("**/api/method/**", f"{self.desk.url}/"):
			page.route(address, self.writes.judge)
		self.desk.open("", ".desk-sidebar a.item-anchor")
		page.evaluate("__walk.settle()")

	def _follow_entries(self, workspace: str) -> None:
		"""Links, shortcuts and cards; a screen that several entries lead to is walked through once."""
		entries = list(enumerate(self.page.evaluate("__walk.remember_entries()")))
		turn = self.first % len(entries) if entries else 0
		for number, (label, address) in entries[turn:] + entries[:turn]:
			if self.most and len(self.walked) >= self.most and len(self.pressed) >= FEWEST:
				return
			if address in self.seen:
				continue
			landed = self.page.evaluate("(number) => __walk.press_entry(number)", number)
			self.opened.append(f"{workspace}: {label}: {landed['address']}")
			self._judge(workspace, label, landed["dialogs"])
			self.seen.add(address or landed["address"])
			self._walk_screen(landed)

	def _walk_screen(self, landed: dict[str, Any]) -> None:
		if landed["address"] in self.walked:
			return
		self.walked.add(landed["address"])
		self._press_all("page", landed["address"])
		kind, *rest = landed["route"]
		if kind == "List":
			self._walk_doctype(landed, rest[0])

	def _walk_doctype(self, landed: dict[str, Any], doctype: str) -> None:
		"""The other views of a list, the first document and its print."""
		if doctype in self.walked:
			return
		self.walked.add(doctype)
		first = landed["row"]
		base = "/".join(landed["address"].split("/")[:3])
		views = self.page.evaluate("(doctype) => __walk.views(doctype)", doctype)
		if "report" not in self.walked:
			self.walked.add("report")
			views.append("report")
		for view in views:
			self._press_all("page", self._open(f"{base}/view/{view}"))
		if not first:
			return
		self._press_all("page", self._open(first))
		if self.page.evaluate("(doctype) => __walk.can_print(doctype)", doctype):
			self._press_all("page", self._open(f"/app/print/{doctype}/{first.rsplit('/', 1)[-1]}"))

	def _open(self, address: str) -> str:
		"""Go to an address within the desk, as a click on a link does; returns where that led."""
		landed = self.page.evaluate("(path) => __walk.open(path)", address)
		self.opened.append(landed["address"])
		self._judge(address, "open", landed["dialogs"])
		return str(landed["address"])

	def _press_all(self, place: str, address: str) -> None:
		"""Press every button and menu entry that was not pressed yet on screens of this kind."""
		for label, key in self.page.evaluate("(place) => __walk.buttons(place)", place):
			if key in self.seen:
				continue
			self.seen.add(key)
			if ENGLISH.search(label) and not NAMES.search(label):
				self.complaints.append("its label is in English")
			self._press(place, address, label)

	def _press(self, place: str, address: str, label: str) -> None:
		done = self._ask("([place, label]) => __walk.press(place, label)", [place, label])
		if not done:
			self._judge(address, label, [])
			return
		formats = done["formats"] or []
		for file_format in formats:
			self._download(file_format)
			self.page.evaluate("([place, label]) => __walk.press(place, label)", [place, label])
		for name in done["files"]:
			self._judge_file(name)
		self._judge(address, " ".join([label, *formats]), done["dialogs"])
		self.page.evaluate("__walk.close()")
		if done["moved"] and address:
			self.page.evaluate("(path) => __walk.open(path)", address)

	def _ask(self, script: str, value: Any) -> Any:
		"""What the page answers; where it does not come to rest, that is a fault and the desk is begun anew."""
		from playwright.sync_api import Error

		try:
			return self.page.evaluate(script, value)
		except Error as error:
			self.complaints.append(str(error).split("\n", 1)[0])
			self.page.goto(f"{self.desk.url}/app")
			self.page.wait_for_selector(".page-container")
			self.page.evaluate("__walk.settle()")
			return None

	def _download(self, file_format: str) -> None:
		from playwright.sync_api import TimeoutError as GivenUp

		try:
			with self.page.expect_download(timeout=DOWNLOAD_MS) as given:
				self.page.evaluate("(file_format) => __walk.download(file_format)", file_format)
			self._judge_file(given.value.suggested_filename)
		except GivenUp:
			self.complaints.append(f"no file in {file_format}")

	def _judge(self, where: str, what: str, dialogs: list[dict[str, Any]]) -> None:
		"""Note a press or a screen with what the desk said about it."""
		self.complaints += [text for text in self.desk.errors if "Failed to load resource" not in text]
		for dialog in dialogs:
			if dialog["is_error"]:
				self.complaints.append(f"error dialog: {dialog['title']} {dialog['text'][:200]}")
			if not dialog["text"] and not dialog["fields"]:
				self.complaints.append(f"empty dialog: {dialog['title']}")
		closed = [name for name in self.writes.stopped if not _may_be_called(name)]
		for line in self.page.evaluate("__walk.latin_lines()"):
			self.latin.setdefault(line, f"{where}: {what}")
		changes = f" (would change: {', '.join(self.writes.stopped)})" if self.writes.stopped else ""
		self.pressed.append(f"{where}: {what}{changes}")
		if changes:
			self.complaints[:] = [f"refused: {name}" for name in closed]
		if self.complaints:
			self.faults.append(f"{self.desk.user} {where}: {what}: {'; '.join(self.complaints)}")
		for heard in (self.complaints, self.desk.errors, self.writes.stopped):
			heard.clear()

	def _judge_answer(self, answer: "Response") -> None:
		if answer.url.startswith(self.desk.url) and answer.status >= FAILED_FROM:
			self.complaints.append(f"{answer.status} {_function_of(answer.request)}")

	def _judge_file(self, name: str) -> None:
		self.files.append(name)
		if name.startswith("b'") or "." not in name:
			self.complaints.append(f"a file called {name}")


def walk_through(desk: Desk, first: int, most: int) -> Walk:
	"""Walk as the account of a desk; the list of what was opened and pressed is a file in the folder of walks."""
	walk = Walk(desk, first, most)
	try:
		walk.go()
	finally:
		OUTPUT.mkdir(parents=True, exist_ok=True)
		lines = [
			f"{len(walk.opened)} screens opened, {len(walk.pressed)} buttons pressed, {len(walk.files)} files taken",
			*(f"FAULT {line}" for line in walk.faults),
			*walk.pressed,
			*(f"LATIN {line} @ {place}" for line, place in walk.latin.items()),
		]
		(OUTPUT / f"{desk.user}.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
	return walk


def require_clean_walk(
	desk: Callable[..., Desk], config: pytest.Config, roles: Sequence[str], role: str
) -> None:
	"""Walk as one of the roles of a test file; fails on any fault, and where the desk offered next to nothing."""
	walk = walk_through(
		desk(f"{role}@social.localhost"), roles.index(role), config.getoption("--walk-entries")
	)
	assert len(walk.pressed) >= FEWEST
	assert not walk.faults, "\n".join(walk.faults)

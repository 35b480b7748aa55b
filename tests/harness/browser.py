"""The desk in Debian's Chromium."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from .bench import BenchSite
from .http import Person

if TYPE_CHECKING:
	from playwright.sync_api import Browser, Page

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = [
	"--no-sandbox",
	"--disable-gpu",
	"--disable-quic",
	"--no-first-run",
	"--disable-background-networking",
	"--disable-component-update",
	"--disable-sync",
	"--disable-dev-shm-usage",
]
SCREEN_WIDTH, SCREEN_HEIGHT = 1440, 900
# Ends what hangs; a wait on a busy machine is no failure.
PATIENCE_MS = 300_000

# Resolves when the page's timers and drawing leave it time.
IDLE = "() => new Promise((done) => requestAnimationFrame(() => requestIdleCallback(done)))"


@dataclass
class Desk:
	"""A logged-in page and what the browser's console complained about."""

	page: "Page"
	url: str
	user: str
	errors: list[str] = field(default_factory=list)

	def open(self, path: str, wait_for: str = ".page-container, .layout-main") -> None:
		"""Go to a path below /app and wait until the desk has drawn it."""
		self.page.goto(f"{self.url}/app/{path}".rstrip("/"))
		self.page.wait_for_selector(wait_for)
		self.settle()

	def settle(self) -> None:
		"""Wait until no request of the desk is under way and the browser has nothing left to draw."""
		self.page.wait_for_function("() => window.frappe && !frappe.request?.ajax_count")
		self.page.evaluate(IDLE)
		self.page.wait_for_function("() => !frappe.request?.ajax_count")

	def open_form(self, path: str) -> None:
		"""Go to a document below /app and wait until its form is drawn."""
		self.open(path, wait_for=".form-layout")

	def press(self, label: str, *, confirmed: bool = False) -> None:
		"""Click the button that says exactly this, and what confirms it in the dialog that follows."""
		self.page.get_by_role("button", name=label, exact=True).click()
		if confirmed:
			self.page.locator(".modal.show .btn-modal-primary").click()

	def wait_for_value(self, fieldname: str, value: str) -> None:
		"""Until the open form shows the value in a field."""
		script = "([fieldname, value]) => window.cur_frm?.doc[fieldname] == value"
		self.page.wait_for_function(script, arg=[fieldname, value])
		self.settle()

	def screenshot(self, path: Path) -> None:
		"""A picture of the window."""
		self.page.screenshot(path=path)


@pytest.fixture(scope="session")
def chromium() -> Iterator["Browser"]:
	"""One browser for the run."""
	from playwright.sync_api import sync_playwright

	with sync_playwright() as driver:
		browser = driver.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS, timeout=PATIENCE_MS)
		yield browser
		browser.close()


@pytest.fixture
def desk(
	bench_site: BenchSite, http: Callable[..., Person], chromium: "Browser"
) -> Iterator[Callable[..., Desk]]:
	"""A factory: `desk("worker@…")` opens the desk as that account; console errors fail the test at its end.

	A test that provokes an error empties `.errors` after looking at it.
	"""
	opened: list[Desk] = []

	def open_as(user: str, password: str | None = None) -> Desk:
		context = chromium.new_context(
			viewport={"width": SCREEN_WIDTH, "height": SCREEN_HEIGHT},
			locale="zh-CN",
			timezone_id="Asia/Shanghai",
		)
		page = context.new_page()
		page.set_default_timeout(PATIENCE_MS)
		found = Desk(page, bench_site.url, user)
		page.on("console", lambda line: found.errors.append(line.text) if line.type == "error" else None)
		page.on("pageerror", lambda error: found.errors.append(str(error)))
		_share_session(found, http(user, password))
		opened.append(found)
		return found

	yield open_as
	complaints = {each.user: each.errors for each in opened if each.errors}
	for each in opened:
		each.page.context.close()
	assert not complaints, f"The browser's console shows errors: {complaints}"


def _share_session(found: Desk, person: Person) -> None:
	"""The browser goes on where the account's HTTP session is: one log-in per account and run."""
	person.get("/api/method/frappe.auth.get_logged_user")
	cookies: list[Any] = [
		{"name": each.name, "value": each.value or "", "url": found.url} for each in person.cookies
	]
	found.page.context.add_cookies(cookies)
	found.page.goto(f"{found.url}/app")
	found.page.wait_for_selector(".page-container")
	found.settle()

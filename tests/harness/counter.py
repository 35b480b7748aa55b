"""Somebody at a counter: a page of the desk that is worked by clicks and keys alone, and every one of them counted."""

import zlib
from collections import Counter as Tally
from dataclasses import dataclass, field
from pathlib import Path
from struct import pack
from typing import TYPE_CHECKING

from .browser import IDLE

if TYPE_CHECKING:
	from playwright.sync_api import Locator, Page

FORM = ".page-container:visible .form-page:visible"
DIALOG = ".modal.show"
REFUSAL = ".modal.show .msgprint"
ROW = ".grid-row-open"
ATTEMPTS = 3
# An open menu shows its entries at once.
MENU_MS = 20_000


def photograph(text: str) -> bytes:
	"""A small grey picture that no other text has, as PNG."""
	shade = zlib.crc32(text.encode()).to_bytes(4, "big")
	rows = b"".join(b"\x00" + shade for _ in range(4))
	header = pack(">IIBBBBB", 4, 4, 8, 0, 0, 0, 0)
	chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
	return b"\x89PNG\r\n\x1a\n" + b"".join(
		pack(">I", len(body)) + kind + body + pack(">I", zlib.crc32(kind + body)) for kind, body in chunks
	)


@dataclass
class Seat:
	"""One account's own computer; `tally` counts clicks and entries by step, over all seats of a walk."""

	page: "Page"
	url: str
	user: str
	tally: Tally[str]
	pictures: Path
	step: str = ""
	errors: list[str] = field(default_factory=list)

	def log_in(self, password: str) -> "Seat":
		"""By the log-in page."""
		self.page.goto(f"{self.url}/login")
		self.page.fill("#login_email", self.user)
		self.page.fill("#login_password", password)
		self.page.click(".btn-login:visible")
		self.page.wait_for_selector(".widget, .page-container")
		self.settle()
		return self

	def settle(self) -> None:
		"""Wait until no request is under way and the browser has nothing left to draw."""
		self.page.wait_for_function("() => window.frappe && !frappe.request?.ajax_count")
		self.page.evaluate(IDLE)
		self.page.wait_for_function("() => !frappe.request?.ajax_count")

	def count(self) -> None:
		"""One more click or entry."""
		self.tally[self.step] += 1

	def click(self, target: "str | Locator") -> None:
		"""A click on what a selector or locator finds, once the desk is quiet."""
		self.settle()
		found = self.page.locator(target).first if isinstance(target, str) else target.first
		found.scroll_into_view_if_needed()
		found.click()
		self.count()
		self.settle()

	def press(self, label: str, within: str = ".page-container:visible") -> None:
		"""A click on the button that says this."""
		self.click(
			self.page.locator(f"{within} button:visible, {within} a.btn:visible").filter(has_text=label)
		)

	def choose_from_menu(self, menu: str, entry: str) -> None:
		"""Open a menu at the head of the page and click its entry; once more where a redraw of the head has closed it."""
		from playwright.sync_api import TimeoutError as NotShown

		items = self.page.locator(".page-head:visible .dropdown-menu a:visible").filter(has_text=entry)
		for attempt in range(1, ATTEMPTS + 1):
			self.press(menu, ".page-head:visible")
			try:
				items.first.click(timeout=MENU_MS)
			except NotShown:
				if attempt == ATTEMPTS:
					raise
				continue
			break
		self.count()
		self.settle()

	def open_list(self, route: str) -> None:
		"""A list, by the address in its bookmark."""
		self.page.goto(f"{self.url}/app/{route}")
		self.page.wait_for_selector(".list-row-container, .frappe-list .no-result:visible")
		self.count()
		self.settle()

	def open_case(self, name: str) -> None:
		"""A case by the search box: its number, then Enter on what is found."""
		self.page.goto(f"{self.url}/app/assistance-application/{name}")
		self.page.wait_for_selector(".assist-checklist:visible")
		self.count()
		self.settle()

	def choose_day(self, day: str) -> None:
		"""Another business date in the banner of the demo site."""
		self.settle()
		box = self.page.locator(".business-date input")
		if box.input_value() == day:
			return
		with self.page.expect_navigation():
			box.fill(day)
			box.press("Tab")
		self.page.wait_for_selector(".business-date")
		self.page.wait_for_selector(".page-container:visible .page-head:visible")
		self.settle()
		self.tally["business date"] += 1

	def fill(self, fieldname: str, text: str, within: str = FORM) -> None:
		"""Type into a field and leave it; once more where an answer that came meanwhile has emptied it."""
		for _attempt in range(ATTEMPTS):
			self.settle()
			box = self._box(fieldname, within, "input, textarea")
			box.click()
			box.fill(text)
			box.press("Tab")
			self.count()
			self.settle()
			if box.input_value().strip():
				return
		raise AssertionError(f"{fieldname} does not keep {text}")

	def choose(self, fieldname: str, label: str, within: str = FORM) -> None:
		"""Choose an entry of a list of options; once more where an answer that came meanwhile has undone it."""
		for _attempt in range(ATTEMPTS):
			self.settle()
			box = self._box(fieldname, within, "select")
			box.select_option(label=label)
			self.count()
			self.settle()
			if box.evaluate("(it) => it.selectedOptions[0]?.label") == label:
				return
		raise AssertionError(f"{fieldname} does not keep {label}")

	def pick(self, fieldname: str, text: str, within: str = FORM) -> None:
		"""Type into a link, take the first that is offered and leave: a late answer opens the list of a field again."""
		self.settle()
		box = self._box(fieldname, within, "input")
		box.click()
		box.fill("")
		box.press_sequentially(text, delay=20)
		offered = self.page.locator(".awesomplete li:visible").filter(has_text=text).first
		offered.click()
		self.count()
		self.settle()
		box.press("Tab")
		self.settle()

	def tick(self, fieldname: str, within: str = FORM) -> None:
		"""Set a check."""
		self.click(self._box(fieldname, within, "input[type=checkbox]"))

	def save(self) -> None:
		"""By Ctrl+S; the form is clean afterwards."""
		self.settle()
		self.page.keyboard.press("Control+s")
		self.count()
		self._wait("!cur_frm.is_dirty() && !cur_frm.is_new()", "the save")
		self.settle()

	def upload(self, content: bytes) -> None:
		"""Choose a file in the open upload dialog and send it."""
		box = self.page.locator(".file-uploader input[type=file]").first
		box.set_input_files(
			{"name": f"photo-{zlib.crc32(content)}.png", "mimeType": "image/png", "buffer": content}
		)
		self.count()
		self.click(self.page.locator(f"{DIALOG} .btn-modal-primary:visible"))
		self.page.wait_for_selector(".file-uploader", state="detached")
		self.settle()

	def attach(self, fieldname: str, content: bytes, within: str = FORM) -> None:
		"""A file into a field: its button, the file, upload."""
		self.click(self.page.locator(f"{within} [data-fieldname='{fieldname}'] .btn-attach:visible"))
		self.upload(content)
		# A form saves itself once the file is up; a dialog only shows the file.
		self.page.locator(f"{within} [data-fieldname='{fieldname}'] .attached-file-link:visible").wait_for()
		if within != DIALOG:
			self.page.wait_for_function(
				"(field) => cur_frm.doc[field] && !cur_frm.is_dirty() && !cur_frm.is_new()", arg=fieldname
			)
			self.settle()

	def act(self, label: str) -> None:
		"""The act of the step by its own name, and its one confirmation."""
		self.press(label, ".page-head:visible")
		self.picture(f"confirm-{label}")
		self.click(self.page.locator(f"{DIALOG} .btn-modal-primary:visible"))
		self._wait(f"!document.querySelector('{DIALOG}')", label)
		self.page.wait_for_function("() => !cur_frm.is_dirty()")
		self.settle()

	def picture(self, name: str) -> None:
		"""What the screen shows now."""
		number = len(list(self.pictures.glob("*.png"))) + 1
		self.page.screenshot(path=self.pictures / f"{number:02d}-{name}.png")

	def _wait(self, condition: str, what: str) -> None:
		"""Until the condition of the page holds; a refusal ends the test with its words."""
		self.page.wait_for_function(f"() => ({condition}) || document.querySelector('{REFUSAL}')")
		refusal = self.page.locator(REFUSAL)
		assert not refusal.count(), f"{what} is refused: {refusal.first.inner_text()}"

	def _box(self, fieldname: str, within: str, kind: str) -> "Locator":
		parts = [f"{within} [data-fieldname='{fieldname}'] {each}:visible" for each in kind.split(", ")]
		found = self.page.locator(", ".join(parts)).first
		found.scroll_into_view_if_needed()
		return found

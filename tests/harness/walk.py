"""A walk through the desk as one account: every entry that it offers is opened, every button that changes nothing pressed.

The walk knows only what the page shows. What a press would write is stopped at the door (`Writes`), so that whatever a
button does can be tried: a press whose write was stopped is noted as one that changes something, and not judged.
"""

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
	from playwright.sync_api import ConsoleMessage, Download, Page, Request, Response, Route

SETTLED = """() => window.frappe && frappe.request && !frappe.request.ajax_count
	&& !document.querySelector('.freeze-message-container, #freeze.in')"""
READING = re.compile(
	r"(^|\.)(get|search|load|list|count|has|is|validate|run|export|download|report_to_pdf|preview|show|find|user_query"
	r"|make_access_log|getdoc|getdoctype|getpage|deferred_insert|ping|optimize|render|propose|check)\w*$"
	r"|user_settings\.save$"
)
COMMAND = re.compile(r'name="?cmd"?\s+([\w.]+)|cmd=([\w.]+)')
FAILED_FROM = 400
PATIENCE_MS, DRAWING_MS, LATE_MS = 90_000, 120, 40
# Rows of a list and entries of a tree repeat the same buttons; lists, reports and forms share most of theirs.
MOST_ON_A_PAGE, MOST_ON_SUCH_PAGES = 2, 3
# What depends on the document and the role is pressed wherever it is offered.
ALWAYS = re.compile("导出|打印|PDF|邮件|整页|Excel|CSV")

SCRIPT = """
window.__walk = {
	shown(el) { return !!el && el.getClientRects().length > 0; },
	page() {
		const open = [...document.querySelectorAll('.page-container')].filter((el) => this.shown(el));
		return open[open.length - 1] || document.body;
	},
	is_hidden(el) { return el.closest('.hide, .d-none, .hidden, [style*="display: none"]') !== null; },
	leads_outside(el) { const to = el.getAttribute('href') || ''; return to.startsWith('http') || to.startsWith('mailto'); },
	buttons() {
		// Entries of closed menus count: a person opens the menu first.
		const found = this.page().querySelectorAll(
			'.page-head .dropdown-menu a.dropdown-item, .page-head button:not([data-toggle]), .page-head .page-icon-group button,'
			+ ' .filter-section button, .list-sidebar a.list-link, .list-sidebar .dropdown-menu a, .form-sidebar a.form-print,'
			+ ' .frappe-list .list-paging-area button, .form-tabs .nav-link, .report-wrapper button, .page-form button,'
			+ ' .widget .chart-actions a, .widget .card-actions a, .widget .widget-control button,'
			+ ' .form-dashboard .document-link-badge, .tree .tree-link, .tree-toolbar button,'
			+ ' .fc-toolbar button, .section-head.collapsible'
		);
		const is_workspace = frappe.get_route()[0] === 'Workspaces';
		return [...found].filter((el) => !is_workspace || !el.closest('.page-head, .widget-control')).filter((el) => !this.is_hidden(el) && !el.disabled && !this.leads_outside(el));
	},
	label(el) {
		const text = (el.querySelector('.menu-item-label, .custom-btn-label')?.textContent || el.textContent || '').trim()
			|| el.getAttribute('data-original-title') || el.getAttribute('title') || el.getAttribute('aria-label')
			|| el.querySelector('use')?.getAttribute('href') || el.className;
		return text.replace(/\\s+/g, ' ').slice(0, 60);
	},
	labels() { return this.buttons().map((el) => this.label(el)); },
	press(label, nth) {
		const same = this.buttons().filter((el) => this.label(el) === label);
		if (!same[nth]) return false;
		same[nth].click();
		return true;
	},
	dialogs() {
		return [...document.querySelectorAll('.modal.show')].filter((el) => this.shown(el)).map((el) => ({
			title: el.querySelector('.modal-title')?.textContent.trim() || '',
			text: el.querySelector('.modal-body')?.textContent.trim() || '',
			fields: el.querySelectorAll('.modal-body .frappe-control, .modal-body input, .modal-body a, .modal-body svg').length,
			is_error: !!el.querySelector('.modal-title .indicator.red, .msgprint .text-danger, .modal-header .indicator.red'),
		}));
	},
	close_dialogs() {
		window.cur_dialog && cur_dialog.hide && cur_dialog.hide();
		frappe.hide_msgprint && frappe.msg_dialog && frappe.msg_dialog.hide();
		document.querySelectorAll('.modal.show .btn-modal-close').forEach((el) => el.click());
		document.querySelectorAll('.popover.show').forEach((el) => $(el).popover('hide'));
	},
	workspaces() {
		return [...new Set([...document.querySelectorAll('.desk-sidebar a.item-anchor')].map((el) => el.getAttribute('href')))];
	},
	widgets() { return [...this.page().querySelectorAll('.layout-main-section .widget')].filter((el) => this.shown(el)); },
	links() {
		return [...new Set([...this.page().querySelectorAll('.layout-main-section .widget a.link-item[href]')]
			.map((el) => el.getAttribute('href')))];
	},
	pressable() {
		return this.widgets().filter((el) => el.matches('.shortcut-widget-box, .number-widget-box')).length;
	},
	press_widget(nth) {
		const el = this.widgets().filter((each) => each.matches('.shortcut-widget-box, .number-widget-box'))[nth];
		const label = el.querySelector('.widget-title')?.textContent.trim();
		(el.querySelector('.widget-body') || el).click();
		if (el.matches('.shortcut-widget-box')) el.click();
		return label;
	},
	async standard(path) { return await frappe.router.parse(path); },
	rights(doctype) {
		const may = ['create', 'write', 'report', 'export', 'print', 'email', 'import', 'share', 'delete'];
		return may.filter((each) => frappe.perm.has_perm(doctype, 0, each)).join(' ');
	},
	first_row() { return document.querySelector('.list-row-container .list-subject a[data-name]')?.getAttribute('href') || null; },
	views(doctype) {
		const meta = frappe.get_meta(doctype);
		const offered = [['report', true], ['calendar', frappe.views.calendar[doctype]], ['gantt', frappe.views.calendar[doctype]],
			['tree', meta.is_tree || frappe.treeview_settings[doctype]], ['image', meta.image_field]];
		return offered.filter(([, is_there]) => is_there).map(([view]) => view);
	},
	has_export() { return !!window.cur_dialog?.fields_dict?.file_format; },
	formats() { return cur_dialog.fields_dict.file_format.df.options; },
	async download(file_format) {
		await cur_dialog.set_value('file_format', file_format);
		cur_dialog.get_primary_btn().click();
	},
};
"""


@dataclass
class Writes:
	"""Lets reading calls through and answers every other one itself while it is shut."""

	is_shut: bool = False
	stopped: list[str] = field(default_factory=list)

	def judge(self, route: "Route", request: "Request") -> None:
		"""Handler of every request of the page."""
		name = _function_of(request)
		if not self.is_shut or request.method == "GET" or READING.search(name):
			route.continue_()
			return
		self.stopped.append(name)
		route.fulfill(status=200, content_type="application/json", body='{"docs": []}')


def _function_of(request: "Request") -> str:
	path = request.url.split("?", 1)[0]
	if "/api/method/" in path:
		return path.split("/api/method/", 1)[1].replace("/", ".")
	command = COMMAND.search(request.post_data or "")
	return next(filter(None, command.groups())) if command else path


@dataclass
class Walk:
	"""One account on its way; `seen` and `counts` are shared by all: equal entries with equal rights are walked once."""

	page: "Page"
	url: str
	user: str
	seen: set[str]
	counts: Counter[str]
	pressed: list[str] = field(default_factory=list)
	faults: list[str] = field(default_factory=list)
	writes: Writes = field(default_factory=Writes)
	complaints: list[str] = field(default_factory=list)

	def log_in(self, password: str) -> None:
		"""As a person does, on the log-in page."""
		self.page.set_default_timeout(PATIENCE_MS)
		self.page.add_init_script(SCRIPT)
		self.page.on("dialog", lambda box: box.accept())
		self._listen(self.page)
		self.page.context.on("page", self._listen)
		self.page.context.on("response", self._judge_answer)
		self.page.route("**/api/method/**", self.writes.judge)
		self.page.goto(f"{self.url}/login")
		self.page.fill("#login_email", self.user)
		self.page.fill("#login_password", password)
		self.page.click(".form-login .btn-login")
		self.page.wait_for_url("**/app**")
		self.page.wait_for_selector(".desk-sidebar a.item-anchor", state="attached")
		self._settle()

	def go(self) -> None:
		"""Every workspace, then every entry that the workspaces offer."""
		offered: dict[str, None] = {}
		for workspace in self.page.evaluate("__walk.workspaces()"):
			with self._noting(workspace, "open"):
				self._open(workspace)
			offered.update(dict.fromkeys(self._entries(workspace)))
		for entry in offered:
			self._visit(entry)

	def _entries(self, workspace: str) -> Iterator[str]:
		"""Addresses behind the links, shortcuts and cards of a workspace; its charts and cards are pressed."""
		yield from self.page.evaluate("__walk.links()")
		for number in range(self.page.evaluate("__walk.pressable()")):
			with self._noting(workspace, f"entry {number + 1}"):
				self.page.evaluate("(nth) => __walk.press_widget(nth)", number)
				self._settle()
			yield self.page.url.removeprefix(self.url)
			self._open(workspace)
		self._press_all(workspace)

	def _visit(self, address: str) -> None:
		path = address.split("?", 1)[0].split("#", 1)[0]
		standard = self.page.evaluate("(path) => __walk.standard(path)", path)
		doctype = standard[1] if standard[0] in ("List", "Form", "Tree") else ""
		if self._is_seen(f"{path} {standard}", doctype):
			return
		with self._noting(path, "open"):
			self._open(address)
		self._press_all(address)
		if standard[0] == "List":
			self._walk_list(path, doctype)

	def _is_seen(self, what: str, doctype: str) -> bool:
		"""Whether an account with the same rights was there before; from now on one was."""
		rights = self.page.evaluate("(name) => __walk.rights(name)", doctype) if doctype else ""
		signature = f"{what} {rights}"
		if signature in self.seen:
			self.pressed.append(f"{what}: walked by an account with the same rights")
			return True
		self.seen.add(signature)
		return False

	def _walk_list(self, path: str, doctype: str) -> None:
		"""The other views, the export in each format, the first document."""
		base = "/app/" + path.removeprefix("/app/").split("/", 1)[0]
		if self._is_seen(f"views of {base}", doctype):
			return
		for view in self.page.evaluate("(doctype) => __walk.views(doctype)", doctype):
			address = f"{base}/view/{view}"
			with self._noting(address, "open"):
				self._open(address)
			self._press_all(address)
		self._open(base)
		first = self.page.evaluate("__walk.first_row()")
		if first:
			self._walk_form(first, doctype)

	def _walk_form(self, address: str, doctype: str) -> None:
		"""The form with all that it offers, its print and what the print page offers: full page and PDF."""
		with self._noting(address, "open"):
			self._open(address)
		self._press_all(address)
		if self.page.evaluate("(doctype) => frappe.model.can_print(doctype)", doctype):
			paper = f"/app/print/{doctype}/{address.rsplit('/', 1)[-1]}"
			with self._noting(paper, "open"):
				self._open(paper)
			self._press_all(paper)

	def _press_all(self, address: str) -> None:
		"""Press every button and menu entry of the page; go back where a press leads elsewhere."""
		self._return_to(address)
		done: dict[str, int] = {}
		for label in self.page.evaluate("__walk.labels()"):
			done[label] = done.get(label, -1) + 1
			if done[label] >= MOST_ON_A_PAGE or not self._is_due(label):
				continue
			with self._noting(address, label):
				self._press(label, done[label])
				if self.page.evaluate("__walk.has_export()"):
					self._download_each(label, done[label])
			self._return_to(address)

	def _is_due(self, label: str) -> bool:
		"""Whether this button was not yet pressed often enough on pages of this kind."""
		kind = self.page.evaluate("() => [frappe.get_route()[0], frappe.get_route()[2]].join(' ')")
		kind = kind if kind.startswith("List") else kind.split(" ", 1)[0]
		self.counts[f"{kind} {label}"] += 1
		return bool(ALWAYS.search(label)) or self.counts[f"{kind} {label}"] <= MOST_ON_SUCH_PAGES

	def _press(self, label: str, nth: int) -> None:
		self.writes.is_shut = True
		self.page.evaluate("([label, nth]) => __walk.press(label, nth)", [label, nth])
		self._settle()

	def _download_each(self, label: str, nth: int) -> None:
		"""A file of each format from the export dialog, which the button opens anew for each."""
		for file_format in self.page.evaluate("__walk.formats()"):
			if not self.page.evaluate("__walk.has_export()"):
				self._press(label, nth)
			with self.page.expect_download() as given:
				self.page.evaluate("(file_format) => __walk.download(file_format)", file_format)
			self._judge_file(given.value)
			self.pressed.append(f"{label} {file_format}: {given.value.suggested_filename}")

	def _open(self, address: str) -> None:
		"""Within the desk, as a click on a link does."""
		path = address.removeprefix("/app/").removeprefix("/app")
		self.page.evaluate("(path) => { frappe.set_route(path); }", path)
		self.page.wait_for_timeout(DRAWING_MS)
		self._settle()

	def _return_to(self, address: str) -> None:
		if self.page.url.removeprefix(self.url).split("?", 1)[0] != address.split("?", 1)[0]:
			self._open(address)

	def _settle(self) -> None:
		self.page.wait_for_function(SETTLED, timeout=PATIENCE_MS)
		self.page.wait_for_timeout(LATE_MS)

	@contextmanager
	def _noting(self, where: str, what: str) -> Iterator[None]:
		"""One press or page with what the desk said about it."""
		from playwright.sync_api import Error

		self.complaints.clear()
		self.writes.stopped.clear()
		try:
			yield
		except Error as error:
			self.complaints.append(str(error).split("\n", 1)[0])
		self.writes.is_shut = False
		self._look_at_dialogs()
		changes = f" (would change: {', '.join(self.writes.stopped)})" if self.writes.stopped else ""
		self.pressed.append(f"{where}: {what}{changes}")
		if self.complaints and not changes:
			self.faults.append(f"{self.user} {where}: {what}: {'; '.join(self.complaints)}")

	def _look_at_dialogs(self) -> None:
		for dialog in self.page.evaluate("__walk.dialogs()"):
			if dialog["is_error"]:
				self.complaints.append(f"error dialog: {dialog['title']} {dialog['text'][:200]}")
			if not dialog["text"] and not dialog["fields"]:
				self.complaints.append(f"empty dialog: {dialog['title']}")
		self.page.evaluate("__walk.close_dialogs()")

	def _listen(self, page: "Page") -> None:
		"""The desk's own page, and those that prints open, which are closed again."""
		page.on("console", self._judge_console)
		page.on("pageerror", lambda error: self.complaints.append(f"error: {error}"))
		if page != self.page:
			page.on("download", self._judge_file)
			page.on("load", lambda loaded: loaded.close())

	def _judge_console(self, line: "ConsoleMessage") -> None:
		# A failed request is judged by its answer.
		if line.type == "error" and "Failed to load resource" not in line.text:
			self.complaints.append(f"console: {line.text[:300]}")

	def _judge_answer(self, answer: "Response") -> None:
		if answer.url.startswith(self.url) and answer.status >= FAILED_FROM:
			self.complaints.append(f"{answer.status} {_function_of(answer.request)}")

	def _judge_file(self, file: "Download") -> None:
		name = file.suggested_filename
		if name.startswith("b'") or "." not in name:
			self.complaints.append(f"a file called {name}")

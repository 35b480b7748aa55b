"""Events on their way from Frappe through Redis and the realtime server to the browsers that may see them."""

import json
import re
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
import socketio

from harness.bench import BenchSite
from harness.browser import PATIENCE_MS, Desk
from harness.http import Person

ADMINISTRATOR = "Administrator"
HOUSEHOLD = "Registry Household"
CLIENT = Path(__file__).resolve().parents[2] / "apps/frappe/frappe/public/js/frappe/socketio_client.js"
# Remembers every event of a name; each page has one connection, so what arrives keeps its order.
LISTEN = """(names) => {
	window.heard = [];
	names.forEach((name) => frappe.realtime.on(name, (data) => window.heard.push([name, data])));
}"""
# The dialog comes after its fading in, when quick work has told all its progress, and is gone again when the work is done.
REMEMBER_PROGRESS = """() => new MutationObserver(() => {
	window.dialog ||= $('.modal').has('.progress').text();
}).observe(document.body, { childList: true, subtree: true })"""
# The server treats a connection's messages one by one: its pong says that everything sent before has been dealt with.
SYNC = "() => new Promise((done) => { frappe.realtime.socket.once('pong', done); frappe.realtime.emit('ping'); })"


def publish(bench_site: BenchSite, **values: object) -> None:
	"""`frappe.publish_realtime`, from a process of its own."""
	done = bench_site.command("execute", "frappe.publish_realtime", "--kwargs", repr(values))
	assert done.returncode == 0, done.stderr


def connected(opened: Desk, *events: str) -> Desk:
	"""Listens to events as soon as the desk's socket is connected."""
	opened.page.wait_for_function("() => frappe.realtime.socket?.connected")
	opened.page.evaluate(LISTEN, list(events))
	return opened


def heard(opened: Desk, event: str) -> list[dict]:
	return [data for name, data in opened.page.evaluate("window.heard") if name == event]


@pytest.fixture(scope="module")
def clerks(http: Callable[..., Person]) -> tuple[str, str]:
	"""Clerks of two townships."""
	found = http(ADMINISTRATOR).call(
		"frappe.client.get_list", doctype="User", filters={"name": ("like", "clerk.%")}, order_by="name"
	)
	assert len(found) >= 2, "the demo district has clerks in two townships"
	return found[0]["name"], found[1]["name"]


@pytest.fixture(scope="module")
def household(http: Callable[..., Person], clerks: tuple[str, str]) -> str:
	"""A household that the first clerk may read and the second may not."""
	first, second = (http(clerk) for clerk in clerks)
	[row] = first.call("frappe.client.get_list", doctype=HOUSEHOLD, limit_page_length=1)
	assert second.get(f"/api/resource/{HOUSEHOLD}/{row['name']}").status_code in (403, 404)
	return row["name"]


def test_progress_of_a_worker_is_shown_in_the_desk(
	http: Callable[..., Person], desk: Callable[..., Desk]
) -> None:
	"""Deleting more than ten documents is a background job that reports after each of them."""
	docs = [{"doctype": "ToDo", "description": f"待删除 {number}"} for number in range(12)]
	names = http(ADMINISTRATOR).call("frappe.client.insert_many", docs=docs)
	opened = connected(desk(ADMINISTRATOR), "progress")
	opened.page.evaluate(REMEMBER_PROGRESS)
	opened.page.evaluate(
		"(items) => frappe.xcall('frappe.desk.reportview.delete_items', { doctype: 'ToDo', items })", names
	)
	opened.page.wait_for_function("() => window.heard.length == 12")
	assert [data["progress"] for data in heard(opened, "progress")] == [[done, 12] for done in range(1, 13)]
	opened.page.wait_for_function("() => window.dialog")
	assert "ToDo" in opened.page.evaluate("window.dialog")


def test_an_open_list_hears_of_a_new_document(http: Callable[..., Person], desk: Callable[..., Desk]) -> None:
	opened = connected(desk(ADMINISTRATOR))
	opened.open("todo", wait_for=".list-row, .no-result")
	connected(opened)
	opened.page.evaluate(SYNC)
	doc = json.dumps({"doctype": "ToDo", "description": "刚刚由另一处登记"})
	http(ADMINISTRATOR).call("frappe.client.insert", doc=doc)
	opened.page.locator(".list-row", has_text="刚刚由另一处登记").wait_for()


def test_only_those_who_may_read_a_document_hear_of_it(
	bench_site: BenchSite, desk: Callable[..., Desk], clerks: tuple[str, str], household: str
) -> None:
	desks = [connected(desk(clerk), "probe", "fence") for clerk in clerks]
	for opened in desks:
		for event in ("doc_subscribe", "doc_open"):
			opened.page.evaluate("(args) => frappe.realtime.emit(...args)", [event, HOUSEHOLD, household])
		opened.page.evaluate(SYNC)
	publish(bench_site, event="probe", message={"n": 1}, doctype=HOUSEHOLD, docname=household)
	publish(bench_site, event="probe", message={"n": 2}, room=f"open_doc:{HOUSEHOLD}/{household}")
	publish(bench_site, event="probe", message={"n": 3}, user=clerks[0])
	for clerk in clerks:
		publish(bench_site, event="fence", user=clerk)
	for opened in desks:
		opened.page.wait_for_function("() => window.heard.some(([name]) => name == 'fence')")
	assert [data["n"] for data in heard(desks[0], "probe")] == [1, 2, 3]
	assert heard(desks[1], "probe") == []


def test_an_open_list_hears_of_no_change_in_another_area(
	bench_site: BenchSite,
	http: Callable[..., Person],
	desk: Callable[..., Desk],
	clerks: tuple[str, str],
	household: str,
) -> None:
	"""Who has the list of families open would else be told the number of each changed one and who changed it."""
	other = connected(desk(clerks[1]), "list_update", "fence")
	for doctype in (HOUSEHOLD, "Note"):
		other.page.evaluate("(doctype) => frappe.realtime.emit('doctype_subscribe', doctype)", doctype)
	other.page.evaluate(SYNC)
	saved = http(clerks[0]).put(f"/api/resource/{HOUSEHOLD}/{household}", json={"housing_area": 61.5})
	assert saved.ok, saved.text[:500]
	http(ADMINISTRATOR).call("frappe.client.insert", doc=json.dumps({"doctype": "Note", "title": "列表"}))
	publish(bench_site, event="fence", user=clerks[1])
	other.page.wait_for_function("() => window.heard.some(([name]) => name == 'fence')")
	assert {data["doctype"] for data in heard(other, "list_update")} == {"Note"}


def test_who_else_has_a_form_open_is_shown(
	desk: Callable[..., Desk], clerks: tuple[str, str], household: str
) -> None:
	first = connected(desk(clerks[0]))
	first.open(f"{HOUSEHOLD.lower().replace(' ', '-')}/{household}", wait_for=".form-layout")
	second = connected(desk(ADMINISTRATOR))
	second.open(f"{HOUSEHOLD.lower().replace(' ', '-')}/{household}", wait_for=".form-layout")
	first.page.wait_for_function("(user) => cur_frm.viewers.active_users.includes(user)", arg=ADMINISTRATOR)
	second.page.wait_for_function("(user) => cur_frm.viewers.active_users.includes(user)", arg=clerks[0])
	second.open("todo", wait_for=".list-row, .no-result")
	first.page.wait_for_function("() => !cur_frm.viewers.active_users.length")


def test_a_guest_hears_only_what_is_public(bench_site: BenchSite, household: str) -> None:
	got: list[str] = []
	fence = threading.Event()
	namespace = f"/{bench_site.name}"
	client = socketio.Client(reconnection=False)
	client.on("probe", lambda _: got.append("probe"), namespace)
	client.on("fence", lambda _: fence.set(), namespace)
	client.connect(realtime_url(bench_site), namespaces=[namespace], transports=["polling"])
	for event in ("doc_subscribe", "doc_open"):
		client.emit(event, (HOUSEHOLD, household), namespace)
	client.emit("doctype_subscribe", HOUSEHOLD, namespace)
	for room in ("all", f"doctype:{HOUSEHOLD}", f"doc:{HOUSEHOLD}/{household}", "user:Guest"):
		publish(bench_site, event="probe", room=room)
	publish(bench_site, event="fence", room="website")
	assert fence.wait(PATIENCE_MS / 1000)
	client.disconnect()
	assert got == []


@pytest.mark.parametrize(
	("namespace", "origin"), [("/no-such-site", None), ("/", None), ("site", "http://elsewhere.example")]
)
def test_other_sites_and_foreign_pages_are_refused(
	bench_site: BenchSite, namespace: str, origin: str | None
) -> None:
	client = socketio.Client(reconnection=False)
	wanted = f"/{bench_site.name}" if namespace == "site" else namespace
	headers = {"Origin": origin} if origin else {}
	with pytest.raises(socketio.exceptions.ConnectionError):
		client.connect(
			realtime_url(bench_site),
			headers,
			namespaces=[wanted],
			transports=["polling"],
			wait_timeout=PATIENCE_MS / 1000,
		)


def test_every_event_that_the_desk_sends_is_known() -> None:
	from realtime.server import client_events

	sent = set(re.findall(r'this\.emit\("(\w+)"', CLIENT.read_text(encoding="utf-8")))
	assert sent and sent <= set(client_events(hub=_AnyHandler()))  # type: ignore[arg-type]


class _AnyHandler:
	def __getattr__(self, name: str) -> Callable[..., None]:
		return lambda *_: None


def realtime_url(bench_site: BenchSite) -> str:
	"""Where the bench's realtime server listens."""
	config = json.loads((bench_site.folder.parent / "common_site_config.json").read_text(encoding="utf-8"))
	return f"http://127.0.0.1:{config['socketio_port']}"

"""Who joins which room, and who hears of whom."""

from collections.abc import Coroutine
from pathlib import Path
from typing import Any
from unittest.mock import create_autospec

import pytest
import socketio
from realtime_fakes import NAMESPACE, FakeGate, FakeTransport, run_async

from realtime.hub import Hub, RefusedError
from realtime.rooms import Visitor


def run(*steps: Coroutine[Any, Any, Any]) -> None:
	async def one_after_the_other() -> None:
		for step in steps:
			await step

	run_async(one_after_the_other())


def connect(hub: Hub, connection: str, session: str | None = "officer-session") -> None:
	environ = {"HTTP_COOKIE": f"sid={session}"} if session else {}
	run(hub.connect(NAMESPACE, connection, environ))


def test_a_desk_user_joins_the_rooms_of_desk_and_user(hub: Hub, transport: FakeTransport) -> None:
	connect(hub, "c1")
	assert transport.rooms["c1"] == {"website", "all", "user:officer@example.com"}


def test_a_website_user_does_not_join_the_desk(hub: Hub, transport: FakeTransport) -> None:
	connect(hub, "c1", "portal-session")
	assert transport.rooms["c1"] == {"website", "user:portal@example.com"}


def test_a_guest_joins_the_public_room_only(hub: Hub, transport: FakeTransport) -> None:
	connect(hub, "c1", None)
	run(hub.subscribe_task("c1", "a-task"), hub.subscribe_document("c1", "Registry Household", "HH-1"))
	assert transport.rooms["c1"] == {"website"}


def test_an_unknown_session_is_refused(hub: Hub, transport: FakeTransport) -> None:
	with pytest.raises(RefusedError, match="Not signed in"):
		connect(hub, "c1", "stolen")
	assert not transport.rooms and not hub.visitors


def test_an_unknown_site_is_refused(hub: Hub) -> None:
	with pytest.raises(RefusedError, match="No such site"):
		run(hub.connect("/other.localhost", "c1", {}))


def test_a_document_is_followed_only_with_permission(hub: Hub, transport: FakeTransport) -> None:
	connect(hub, "c1")
	run(
		hub.subscribe_document("c1", "Registry Household", "HH-1"),
		hub.subscribe_document("c1", "Registry Household", "HH-2"),
		hub.open_document("c1", "Registry Household", "HH-2"),
	)
	assert "doc:Registry Household/HH-1" in transport.rooms["c1"]
	assert not any("HH-2" in room for room in transport.rooms["c1"])
	assert not transport.emitted


def test_a_numbered_document_may_come_as_a_number(hub: Hub, transport: FakeTransport) -> None:
	connect(hub, "c1")
	run(hub.subscribe_document("c1", "Registry Household", 7))
	assert "doc:Registry Household/7" in transport.rooms["c1"]


def test_list_updates_need_permission_on_the_doctype(hub: Hub, transport: FakeTransport) -> None:
	connect(hub, "c1")
	run(hub.subscribe_doctype("c1", "Registry Household"), hub.subscribe_doctype("c1", "User"))
	assert {room for room in transport.rooms["c1"] if room.startswith("doctype:")} == {
		"doctype:Registry Household"
	}
	run(hub.unsubscribe_doctype("c1", "Registry Household"))
	assert not any(room.startswith("doctype:") for room in transport.rooms["c1"])


@pytest.mark.parametrize("bad", [None, "", {"a": 1}, ["x"], True, "x" * 141])
def test_what_is_no_name_is_not_even_asked_about(
	bad: Any, hub: Hub, transport: FakeTransport, gate: FakeGate
) -> None:
	connect(hub, "c1")
	before = set(transport.rooms["c1"])
	run(
		hub.subscribe_document("c1", "Registry Household", bad),
		hub.subscribe_document("c1", bad, "HH-1"),
		hub.subscribe_doctype("c1", bad),
		hub.subscribe_task("c1", bad),
		hub.close_document("c1", bad, bad),
	)
	assert transport.rooms["c1"] == before
	assert gate.asked == 0


def test_nobody_is_let_in_without_having_connected(hub: Hub, transport: FakeTransport) -> None:
	run(
		hub.subscribe_document("c9", "Registry Household", "HH-1"),
		hub.open_document("c9", "Registry Household", "HH-1"),
	)
	assert not transport.rooms and not transport.emitted


def test_viewers_hear_of_each_other(hub: Hub, transport: FakeTransport, gate: FakeGate) -> None:
	gate.users["clerk-session"] = ("clerk@example.com", True)
	connect(hub, "c1")
	connect(hub, "c2", "clerk-session")
	run(hub.open_document("c1", "Registry Household", "HH-1"))
	assert not transport.emitted, "one who is alone hears nothing"

	run(hub.open_document("c2", "Registry Household", "HH-1"))
	both = {
		"doctype": "Registry Household",
		"docname": "HH-1",
		"users": ["clerk@example.com", "officer@example.com"],
	}
	assert transport.emitted == [("doc_viewers", both, "open_doc:Registry Household/HH-1", NAMESPACE)]

	run(hub.close_document("c2", "Registry Household", "HH-1"))
	assert transport.emitted[-1][1]["users"] == ["officer@example.com"]
	assert "open_doc:Registry Household/HH-1" not in transport.rooms["c2"]


def test_who_disconnects_views_nothing_any_more(hub: Hub, transport: FakeTransport, gate: FakeGate) -> None:
	gate.users["clerk-session"] = ("clerk@example.com", True)
	connect(hub, "c1")
	connect(hub, "c2", "clerk-session")
	run(
		hub.open_document("c1", "Registry Household", "HH-1"),
		hub.open_document("c2", "Registry Household", "HH-1"),
	)
	run(hub.disconnect("c1"))
	assert transport.emitted[-1][1]["users"] == ["clerk@example.com"]
	assert "c1" not in hub.visitors


def test_a_user_with_two_windows_stays_until_the_second_is_closed(
	hub: Hub, transport: FakeTransport, gate: FakeGate
) -> None:
	gate.users["clerk-session"] = ("clerk@example.com", True)
	for connection, session in (
		("c1", "officer-session"),
		("c2", "officer-session"),
		("c3", "clerk-session"),
	):
		connect(hub, connection, session)
		run(hub.open_document(connection, "Registry Household", "HH-1"))
	run(hub.close_document("c1", "Registry Household", "HH-1"))
	assert transport.emitted[-1][1]["users"] == ["clerk@example.com", "officer@example.com"]
	run(hub.disconnect("c2"))
	assert transport.emitted[-1][1]["users"] == ["clerk@example.com"]


def test_who_leaves_while_permission_is_asked_joins_nothing(
	hub: Hub, transport: FakeTransport, gate: FakeGate
) -> None:
	connect(hub, "c1")

	async def slow(visitor: Visitor, doctype: str, name: str) -> bool:
		await hub.disconnect("c1")
		return True

	gate.may_read_document = slow  # type: ignore[method-assign]
	run(hub.open_document("c1", "Registry Household", "HH-1"))
	assert not any(room.startswith("open_doc:") for room in transport.rooms["c1"])
	assert not transport.emitted


def test_an_event_goes_to_its_room_on_its_site(hub: Hub, transport: FakeTransport) -> None:
	run(hub.publish("progress", {"percent": 5}, "user:officer@example.com", "social.localhost"))
	assert transport.emitted == [("progress", {"percent": 5}, "user:officer@example.com", NAMESPACE)]


def test_an_event_without_room_goes_to_open_desks_only(hub: Hub, transport: FakeTransport) -> None:
	connect(hub, "c1")
	connect(hub, "c2", None)
	run(hub.publish("build_event", {"success": True}, None, None))
	assert transport.emitted == [("build_event", {"success": True}, "all", NAMESPACE)]


def test_the_server_is_called_by_its_own_signature(gate: FakeGate, sites: Path) -> None:
	server = create_autospec(socketio.AsyncServer, instance=True)
	hub = Hub(server, gate, sites)
	connect(hub, "c1")
	run(
		hub.publish("progress", {"percent": 5}, "all", "social.localhost"),
		hub.unsubscribe_task("c1", "a-task"),
	)
	server.enter_room.assert_any_await("c1", room="all", namespace=NAMESPACE)
	server.emit.assert_awaited_once_with("progress", data={"percent": 5}, room="all", namespace=NAMESPACE)
	server.leave_room.assert_awaited_once_with("c1", room="task_progress:a-task", namespace=NAMESPACE)

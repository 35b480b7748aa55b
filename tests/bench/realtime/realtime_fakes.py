"""The realtime server without a network: a transport that remembers, and a gate with a table."""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from realtime.rooms import GUEST, Visitor

SITE = "social.localhost"
NAMESPACE = f"/{SITE}"
Answer = TypeVar("Answer")


def run_async(work: Coroutine[Any, Any, Answer]) -> Answer:
	"""Run to the end in a thread of its own: a browser test of the same process leaves an event loop in the main one."""
	with ThreadPoolExecutor(1) as pool:
		return pool.submit(asyncio.run, work).result()


class FakeTransport:
	"""Rooms and emitted events, as a socket.io server would have them."""

	def __init__(self) -> None:
		self.rooms: dict[str, set[str]] = {}
		self.emitted: list[tuple[str, Any, str, str]] = []

	async def enter_room(self, sid: str, room: str, namespace: str) -> None:
		self.rooms.setdefault(sid, set()).add(room)

	async def leave_room(self, sid: str, room: str, namespace: str) -> None:
		self.rooms.get(sid, set()).discard(room)

	async def emit(self, event: str, data: Any, *, room: str, namespace: str) -> None:
		self.emitted.append((event, data, room, namespace))


class FakeGate:
	"""Sessions and readable documents from tables; counts what it was asked."""

	def __init__(self) -> None:
		self.users = {
			"officer-session": ("officer@example.com", True),
			"portal-session": ("portal@example.com", False),
		}
		self.doctypes = {"Registry Household"}
		self.documents = {("Registry Household", "HH-1"), ("Registry Household", "7")}
		self.asked = 0

	async def visitor(self, site: str, session: str | None) -> Visitor | None:
		if not session:
			return Visitor(site, GUEST, "", is_desk_user=False)
		user, is_desk_user = self.users.get(session, (None, False))
		return Visitor(site, user, session, is_desk_user) if user else None

	async def may_read_doctype(self, visitor: Visitor, doctype: str) -> bool:
		self.asked += 1
		return not visitor.is_guest and doctype in self.doctypes

	async def may_read_document(self, visitor: Visitor, doctype: str, name: str) -> bool:
		self.asked += 1
		return not visitor.is_guest and (doctype, name) in self.documents

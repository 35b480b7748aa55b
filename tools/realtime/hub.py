"""What a browser may ask for, and what happens then. Each handler has the arguments the desk's client sends."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol

from .entrance import session_of, site_of
from .gate import Gate
from .rooms import (
	DESK,
	Visitor,
	doctype_room,
	document_room,
	open_document_room,
	rooms_without_asking,
	task_room,
)
from .viewers import Document, Viewers

log = logging.getLogger(__name__)

LONGEST_NAME = 140  # of a document in Frappe


class RefusedError(Exception):
	"""The connection is not accepted."""


class Transport(Protocol):
	"""What the hub needs from a socket.io server."""

	async def enter_room(self, sid: str, room: str, namespace: str) -> None: ...

	async def leave_room(self, sid: str, room: str, namespace: str) -> None: ...

	async def emit(self, event: str, data: Any, *, room: str, namespace: str) -> None: ...


class Hub:
	"""All connections of all sites. A site's namespace is its name behind a slash; rooms are the namespace's own."""

	def __init__(self, transport: Transport, gate: Gate, sites: Path):
		self.transport = transport
		self.gate = gate
		self.sites = sites
		self.visitors: dict[str, Visitor] = {}
		self.viewers = Viewers()

	async def connect(self, namespace: str, connection: str, environ: Mapping[str, Any]) -> None:
		"""Let a browser in, into the rooms that are its own; raises RefusedError."""
		site = site_of(namespace, self.sites)
		if not site:
			raise RefusedError("No such site")
		visitor = await self.gate.visitor(site, session_of(environ.get("HTTP_COOKIE", "")))
		if not visitor:
			raise RefusedError("Not signed in")
		self.visitors[connection] = visitor
		for room in rooms_without_asking(visitor):
			await self._join(connection, room)

	async def disconnect(self, connection: str) -> None:
		"""Forget a connection, and tell who still has its documents open."""
		self.visitors.pop(connection, None)
		for document in self.viewers.remove_connection(connection):
			await self._tell_viewers(document)

	async def subscribe_doctype(self, connection: str, doctype: Any = None, *_: Any) -> None:
		"""List updates of a DocType. Permission: read on the DocType."""
		visitor = self.visitors.get(connection)
		if visitor and (doctype := _name(doctype)) and await self.gate.may_read_doctype(visitor, doctype):
			await self._join(connection, doctype_room(doctype))

	async def unsubscribe_doctype(self, connection: str, doctype: Any = None, *_: Any) -> None:
		"""No more list updates."""
		await self._leave(connection, doctype_room(_name(doctype)))

	async def subscribe_document(
		self, connection: str, doctype: Any = None, name: Any = None, *_: Any
	) -> None:
		"""Updates of a document. Permission: read on the document."""
		if document := await self._readable(connection, doctype, name):
			await self._join(connection, document_room(document.doctype, document.name))

	async def unsubscribe_document(
		self, connection: str, doctype: Any = None, name: Any = None, *_: Any
	) -> None:
		"""No more updates of a document."""
		await self._leave(connection, document_room(_name(doctype), _name(name)))

	async def open_document(self, connection: str, doctype: Any = None, name: Any = None, *_: Any) -> None:
		"""The form is open: be shown to the others who look at it. Permission: read on the document."""
		document = await self._readable(connection, doctype, name)
		if document and await self._join(connection, open_document_room(document.doctype, document.name)):
			self.viewers.add(document, connection, self.visitors[connection].user)
			await self._tell_viewers(document, opened_by=self.visitors[connection].user)

	async def close_document(self, connection: str, doctype: Any = None, name: Any = None, *_: Any) -> None:
		"""The form was left."""
		visitor = self.visitors.get(connection)
		if not visitor:
			return
		document = Document(visitor.site, _name(doctype), _name(name))
		await self._leave(connection, open_document_room(document.doctype, document.name))
		if self.viewers.remove(document, connection):
			await self._tell_viewers(document)

	async def subscribe_task(self, connection: str, task: Any = None, *_: Any) -> None:
		"""Progress of a background task. Permission: signed in; a task's id is random and known to who started it."""
		visitor = self.visitors.get(connection)
		if visitor and not visitor.is_guest and (task := _name(task)):
			await self._join(connection, task_room(task))

	async def unsubscribe_task(self, connection: str, task: Any = None, *_: Any) -> None:
		"""No more progress of a task."""
		await self._leave(connection, task_room(_name(task)))

	async def publish(self, event: str, data: Any, room: str | None, site: str | None) -> None:
		"""Pass on an event of the framework; without a room it is for every open desk (assets were rebuilt)."""
		if room and site:
			await self.transport.emit(event, data, room=room, namespace=f"/{site}")
			return
		for open_site in {visitor.site for visitor in self.visitors.values()}:
			await self.transport.emit(event, data, room=DESK, namespace=f"/{open_site}")

	async def _readable(self, connection: str, doctype: Any, name: Any) -> Document | None:
		visitor = self.visitors.get(connection)
		doctype, name = _name(doctype), _name(name)
		if not visitor or not doctype or not name:
			return None
		allowed = await self.gate.may_read_document(visitor, doctype, name)
		return Document(visitor.site, doctype, name) if allowed else None

	async def _join(self, connection: str, room: str) -> bool:
		"""False if the browser has gone while the web server was asked."""
		visitor = self.visitors.get(connection)
		if not visitor:
			return False
		await self.transport.enter_room(connection, room, f"/{visitor.site}")
		return True

	async def _leave(self, connection: str, room: str) -> None:
		if visitor := self.visitors.get(connection):
			await self.transport.leave_room(connection, room, f"/{visitor.site}")

	async def _tell_viewers(self, document: Document, opened_by: str | None = None) -> None:
		users = self.viewers.users(document)
		if users == [opened_by]:
			return  # alone with the document
		data = {"doctype": document.doctype, "docname": document.name, "users": users}
		room = open_document_room(document.doctype, document.name)
		await self.transport.emit("doc_viewers", data, room=room, namespace=f"/{document.site}")


def _name(value: Any) -> str:
	"""A name as the client sent it: text, or the number of a numbered document; empty if it can be none."""
	text = str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""
	return text if len(text) <= LONGEST_NAME else ""

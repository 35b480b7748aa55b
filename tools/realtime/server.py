"""Puts the parts together: a socket.io server under aiohttp, bound to the loopback address."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import socketio
from aiohttp import web

from standup import identity

from .entrance import is_same_host
from .gate import SECONDS, WebGate
from .hub import Hub, RefusedError
from .relay import relay
from .settings import Settings

EVERY_SITE = "*"
LONGEST_MESSAGE = 100_000  # bytes; a browser sends nothing but names


def create_application(settings: Settings) -> web.Application:
	"""The application; the relay and the connection to the web server live and end with it."""
	# Handlers of one connection run one after the other: a form closed quickly must not count as open.
	server = socketio.AsyncServer(
		async_mode="aiohttp",
		async_handlers=False,
		namespaces=EVERY_SITE,
		cors_allowed_origins=is_same_host,
		max_http_buffer_size=LONGEST_MESSAGE,
	)
	application = web.Application()
	server.attach(application)
	application.router.add_get(identity.PREFIX + "{token}", say_whose)

	async def live(_: web.Application) -> AsyncIterator[None]:
		timeout = aiohttp.ClientTimeout(total=SECONDS)
		# No cookie jar: sessions of different people must never mix.
		async with aiohttp.ClientSession(timeout=timeout, cookie_jar=aiohttp.DummyCookieJar()) as http:
			hub = Hub(server, WebGate(http, settings.web_url), settings.sites)
			register(server, hub)
			task = asyncio.create_task(relay(settings.redis_url, hub.publish))
			yield
			task.cancel()
			with contextlib.suppress(asyncio.CancelledError):
				await task

	application.cleanup_ctx.append(live)
	return application


async def say_whose(request: web.Request) -> web.Response:
	"""Tell the bench that started this server that it is its own."""
	return web.Response(status=204 if identity.is_own(request.path) else 404)


def register(server: socketio.AsyncServer, hub: Hub) -> None:
	"""Connect the client's events with the hub's handlers, for the namespaces of all sites."""

	async def connect(namespace: str, sid: str, environ: dict[str, Any], _auth: Any) -> None:
		try:
			await hub.connect(namespace, sid, environ)
		except RefusedError as error:
			raise socketio.exceptions.ConnectionRefusedError(str(error)) from error

	async def disconnect(_namespace: str, sid: str, _reason: str) -> None:
		await hub.disconnect(sid)

	async def ping(namespace: str, sid: str, *_: Any) -> None:
		await server.emit("pong", room=sid, namespace=namespace)

	server.on("connect", connect, namespace=EVERY_SITE)
	server.on("disconnect", disconnect, namespace=EVERY_SITE)
	server.on("ping", ping, namespace=EVERY_SITE)
	for event, handler in client_events(hub).items():
		server.on(event, _without_namespace(handler), namespace=EVERY_SITE)


def client_events(hub: Hub) -> dict[str, Any]:
	"""The events of the desk's client; all others are ignored."""
	return {
		"doctype_subscribe": hub.subscribe_doctype,
		"doctype_unsubscribe": hub.unsubscribe_doctype,
		"doc_subscribe": hub.subscribe_document,
		"doc_unsubscribe": hub.unsubscribe_document,
		"doc_open": hub.open_document,
		"doc_close": hub.close_document,
		"task_subscribe": hub.subscribe_task,
		"progress_subscribe": hub.subscribe_task,
		"task_unsubscribe": hub.unsubscribe_task,
	}


def _without_namespace(handler: Any) -> Any:
	async def handle(_namespace: str, sid: str, *arguments: Any) -> None:
		await handler(sid, *arguments)

	return handle

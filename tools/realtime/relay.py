"""Listens to the Redis channel that Frappe publishes its events on."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable
from typing import Any, NamedTuple

import redis.asyncio
from redis.exceptions import RedisError

log = logging.getLogger(__name__)

CHANNEL = "events"
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 10.0


class Event(NamedTuple):
	"""One event as `frappe.realtime.emit_via_redis` writes it."""

	event: str
	data: Any
	room: str | None
	site: str | None


Deliver = Callable[[str, Any, str | None, str | None], Awaitable[None]]


def parse(text: str | bytes) -> Event | None:
	"""The event in a message; None if it is none."""
	try:
		message = json.loads(text)
	except ValueError:
		return None
	if not isinstance(message, dict) or not isinstance(message.get("event"), str):
		return None
	return Event(message["event"], message.get("message"), message.get("room"), message.get("namespace"))


async def relay(redis_url: str, deliver: Deliver) -> None:
	"""Deliver events until cancelled. When Redis is away it tries again, ever more slowly; what was published then is lost."""
	pause = FIRST_PAUSE
	while True:
		try:
			async for text in _messages(redis_url):
				pause = FIRST_PAUSE
				await _deliver(text, deliver)
		except (RedisError, OSError) as error:
			log.warning("Redis is away (%s); trying again in %.1f s", error, pause)
		await asyncio.sleep(pause)
		pause = min(pause * 2, LONGEST_PAUSE)


async def _messages(redis_url: str) -> Any:
	client = redis.asyncio.from_url(redis_url, health_check_interval=30, socket_keepalive=True)
	try:
		async with client.pubsub(ignore_subscribe_messages=True) as pubsub:
			await pubsub.subscribe(CHANNEL)
			log.info("Listening to Redis")
			async for message in pubsub.listen():
				yield message["data"]
	finally:
		await client.close()


async def _deliver(text: str | bytes, deliver: Deliver) -> None:
	event = parse(text)
	if not event:
		log.warning("Not an event: %r", text[:200])
		return
	try:
		await deliver(*event)
	except Exception:  # one bad event must not end the stream of all others
		log.exception("Event %s could not be delivered", event.event)

"""Messages from Redis, and where the configuration says it is."""

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest
from realtime_fakes import run_async
from redis.exceptions import ConnectionError as RedisConnectionError

from realtime import relay
from realtime.settings import SettingsError, load


def test_an_event_is_read_as_the_framework_writes_it() -> None:
	text = json.dumps(
		{"event": "list_update", "message": {"name": "x"}, "room": "doctype:ToDo", "namespace": "a.localhost"}
	)
	assert relay.parse(text) == ("list_update", {"name": "x"}, "doctype:ToDo", "a.localhost")


@pytest.mark.parametrize("text", ["", "no json", "[]", "1", '{"message": {}}', b"\xff", '{"event": 5}'])
def test_what_is_no_event_is_passed_over(text: str | bytes) -> None:
	assert relay.parse(text) is None


def test_a_restart_of_redis_and_a_failing_event_do_not_end_the_relay(monkeypatch: pytest.MonkeyPatch) -> None:
	streams = [["broken", '{"event": "first"}'], RedisConnectionError("gone"), ['{"event": "second"}']]
	heard: list[str] = []

	async def messages(_url: str) -> Any:
		if not streams:
			raise asyncio.CancelledError
		stream = streams.pop(0)
		if isinstance(stream, Exception):
			raise stream
		for text in stream:
			yield text

	async def deliver(event: str, *_: Any) -> None:
		heard.append(event)
		raise RuntimeError("cannot be delivered")

	monkeypatch.setattr(relay, "_messages", messages)
	monkeypatch.setattr(relay, "FIRST_PAUSE", 0)
	with pytest.raises(asyncio.CancelledError):
		run_async(relay.relay("redis://unused", deliver))
	assert heard == ["first", "second"]


def test_settings_come_from_the_bench_and_the_environment_wins(
	tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
	config = {"redis_queue": "redis://:pw@127.0.0.1:11000", "socketio_port": 9001, "webserver_port": 8001}
	(tmp_path / "common_site_config.json").write_text(json.dumps(config))
	settings = load(tmp_path)
	assert (settings.redis_url, settings.port) == ("redis://:pw@127.0.0.1:11000", 9001)
	assert settings.web_url == "http://127.0.0.1:8001"
	monkeypatch.setenv("FRAPPE_SOCKETIO_PORT", "9002")
	monkeypatch.setenv("FRAPPE_REDIS_QUEUE", "redis://elsewhere")
	assert (load(tmp_path).port, load(tmp_path).redis_url) == (9002, "redis://elsewhere")


def test_a_bench_without_redis_is_refused_in_words(tmp_path: Path) -> None:
	with pytest.raises(SettingsError, match=r"common_site_config\.json is missing"):
		load(tmp_path)
	(tmp_path / "common_site_config.json").write_text("{}")
	with pytest.raises(SettingsError, match="set redis_queue"):
		load(tmp_path)

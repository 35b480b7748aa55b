"""Ports of the bench: chosen once, kept in .bench/ports.json."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable
from functools import cache

from . import console
from .settings import STATE, StandupError, bench_config, read_json, write_json

PORTS_FILE = STATE / "ports.json"
ATTEMPTS = 50


def is_answering(port: int) -> bool:
	"""Whether something listens on this port of the loopback interface."""
	with socket.socket() as probe:
		probe.settimeout(0.5)
		return probe.connect_ex(("127.0.0.1", port)) == 0


def is_free(port: int) -> bool:
	"""Whether a service of ours could listen on this port."""
	with socket.socket() as probe:
		probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
		try:
			probe.bind(("127.0.0.1", port))
		except OSError:
			return False
		return not is_answering(port)


def next_free(port: int, taken: set[int]) -> int:
	"""The first free port from this one upwards that no other service of ours has."""
	for candidate in range(port, port + ATTEMPTS):
		if candidate not in taken and is_free(candidate):
			return candidate
	raise StandupError(f"Ports {port} to {port + ATTEMPTS - 1} of 127.0.0.1 are all in use.")


def choose_ports() -> dict[str, int]:
	"""Keep the bench's ports; replace those that a foreign program holds. Call it only while the bench is down."""
	known = read_json(PORTS_FILE)
	chosen: dict[str, int] = {}
	for name, default in bench_config()["ports"].items():
		wanted = known.get(name, default)
		chosen[name] = next_free(wanted, set(chosen.values()))
		if chosen[name] != wanted:
			console.say(f"    port {wanted} is in use by another program: {name} takes {chosen[name]}")
	if chosen != known:
		write_json(PORTS_FILE, chosen)
		ports.cache_clear()
	return chosen


@cache
def ports() -> dict[str, int]:
	"""The ports chosen by the last start."""
	return read_json(PORTS_FILE) or bench_config()["ports"]


def wait_for(check: Callable[[], bool], what: str, seconds: float = 60) -> None:
	"""Wait until a check succeeds."""
	limit = time.monotonic() + seconds
	while not check():
		if time.monotonic() > limit:
			raise StandupError(f"{what} did not answer within {seconds:.0f} s; see {console.log_path()}")
		time.sleep(0.1)

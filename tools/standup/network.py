"""Free ports on the loopback interface, and waiting for services."""

from __future__ import annotations

import fcntl
import socket
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from . import console
from .instance import Instance
from .settings import StandupError

ATTEMPTS = 50


def is_answering(port: int) -> bool:
	"""Whether something listens on this port."""
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
	"""The first free port from this one upwards that no other service of the instance has."""
	for candidate in range(port, port + ATTEMPTS):
		if candidate not in taken and is_free(candidate):
			return candidate
	raise StandupError(f"Ports {port} to {port + ATTEMPTS - 1} of 127.0.0.1 are all in use.")


def choose_ports(instance: Instance) -> None:
	"""Keep the ports of an instance that is down; replace those that another program holds meanwhile."""
	chosen: dict[str, int] = {}
	for name, wanted in instance.ports().items():
		chosen[name] = next_free(wanted, set(chosen.values()))
		if chosen[name] != wanted and not instance.is_test:
			console.say(f"    port {wanted} is in use by another program: {name} takes {chosen[name]}")
	instance.keep_ports(chosen)


@contextmanager
def port_range(number: int, *, wait: bool = False) -> Iterator[bool]:
	"""Hold one of this machine's ranges for test ports; False if another clone's run has it.

	A free port is no reservation: servers that start late would meet those of another clone on it.
	"""
	path = Path(tempfile.gettempdir()) / f"bench-test-ports-{number}.lock"
	try:
		handle = path.open("a")
	except PermissionError:
		# Another person's run made it.
		yield False
		return
	with handle:
		try:
			fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
		except BlockingIOError:
			yield False
			return
		yield True


def wait_for(check: Callable[[], bool], what: str, seconds: float = 60) -> None:
	"""Wait until a check succeeds."""
	limit = time.monotonic() + seconds
	while not check():
		if time.monotonic() > limit:
			raise StandupError(f"{what} did not answer within {seconds:.0f} s; see {console.log_path()}")
		time.sleep(0.1)

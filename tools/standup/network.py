"""Free ports on the loopback interface, and waiting for services."""

from __future__ import annotations

import fcntl
import os
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
# Ends what hangs; a busy machine is given time.
PATIENCE_SECONDS = 300
# Port -> the handle of its lock file. A lock lasts as long as this process and those that inherit the handle.
_held: dict[int, int] = {}


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


def hold(port: int) -> bool:
	"""Reserve a port among the benches of this machine, before anything listens on it; False if another bench has it."""
	if port in _held:
		return True
	handle = _open_lock(Path(tempfile.gettempdir()) / f"bench-port-{port}.lock")
	if handle is None:
		return False
	try:
		fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
	except BlockingIOError:
		os.close(handle)
		return False
	_held[port] = handle
	return True


def release(port: int) -> None:
	"""Give a reserved port back."""
	os.close(_held.pop(port))


def handles() -> tuple[int, ...]:
	"""What a process has to inherit so that the ports stay reserved as long as it runs."""
	return tuple(_held.values())


def _open_lock(path: Path) -> int | None:
	"""The lock file, read only, so that one that another account made can be locked too."""
	for create in (0, os.O_CREAT):
		try:
			return os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC | create, 0o644)
		except FileNotFoundError:
			continue
		except OSError:
			return None
	return None


def next_free(port: int, taken: set[int]) -> int:
	"""The first free port from this one upwards that no other service or bench has; it is reserved."""
	for candidate in range(port, port + ATTEMPTS):
		if candidate in taken or not hold(candidate):
			continue
		if is_free(candidate):
			return candidate
		release(candidate)
	raise StandupError(f"Ports {port} to {port + ATTEMPTS - 1} of 127.0.0.1 are all in use.")


def choose_ports(instance: Instance) -> None:
	"""Keep and reserve the ports of an instance that is down; replace those that another program has meanwhile."""
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


def wait_for(check: Callable[[], bool], what: str, seconds: float = PATIENCE_SECONDS) -> None:
	"""Wait until a check succeeds."""
	limit = time.monotonic() + seconds
	while not check():
		if time.monotonic() > limit:
			raise StandupError(f"{what} did not answer within {seconds:.0f} s; see {console.log_path()}")
		time.sleep(0.1)

"""The bench of one test run: own MariaDB, Redis, web, realtime and worker, beside whatever else is running."""

from __future__ import annotations

import fcntl
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from . import network, processes, services, snapshots
from .instance import Instance, named
from .settings import PYTHON, StandupError

RUNS_AT_ONCE = 4
SERVERS = ("web", "socketio", "worker_short,default,long")


@dataclass
class TestBench:
	"""What tests see: sites, addresses, and servers that start when the first test asks for them."""

	__test__ = False

	instance: Instance
	servers: list[subprocess.Popen[bytes]] = field(default_factory=list)

	@property
	def url(self) -> str:
		"""Address of the web server; it answers for the demo site."""
		return f"http://127.0.0.1:{self.instance.ports()['web']}"

	def start_servers(self) -> None:
		"""Web, realtime and one worker for all queues; a second call does nothing."""
		if self.servers:
			return
		self.servers += [processes.spawn(self.instance, name) for name in SERVERS]
		ports = self.instance.ports()
		for name in ("web", "socketio"):
			network.wait_for(partial(network.is_answering, ports[name]), f"The test bench's {name}")

	def stop_servers(self) -> None:
		"""End the servers, the youngest first."""
		while self.servers:
			services.stop(self.servers.pop())

	def command(self, site: str, *words: str, timeout: float = 300) -> subprocess.CompletedProcess[str]:
		"""A `bench --site` command on one of the test sites."""
		return subprocess.run(
			[*processes.frappe_command("--site", site), *words],
			cwd=self.instance.sites,
			env=processes.environment(self.instance),
			stdin=subprocess.DEVNULL,
			capture_output=True,
			text=True,
			timeout=timeout,
			check=False,
		)


@contextmanager
def opened(layer: str) -> Iterator[TestBench]:
	"""A fresh copy of a layer's sites with running services, for the length of a test run."""
	if not PYTHON.exists():
		raise StandupError("The bench's environment is missing: run `make test` or `make run` once.")
	with _free_instance() as instance:
		with snapshots.locked():
			snapshots.restore(snapshots.provide(layer), instance)
		snapshots.configure(instance, snapshots.DEMO_SITE if layer == "demo" else snapshots.APP_SITE)
		bench = TestBench(instance)
		with services.running(instance):
			try:
				yield bench
			finally:
				bench.stop_servers()


@contextmanager
def _free_instance() -> Iterator[Instance]:
	"""The first test instance that no other run holds; several people may test in one work tree."""
	for number in range(1, RUNS_AT_ONCE + 1):
		instance = named("test" if number == 1 else f"test-{number}")
		instance.state.mkdir(parents=True, exist_ok=True)
		with Path(instance.state / "lock").open("w") as handle:
			try:
				fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
			except BlockingIOError:
				continue
			processes.end_strays(instance)
			yield instance
			return
	raise StandupError(f"{RUNS_AT_ONCE} test runs are going on in this work tree; wait for one of them.")

"""The bench of one test run: own MariaDB, Redis, web, realtime and worker, beside whatever else is running."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial

from . import identity, network, processes, services, snapshots
from .instance import Instance, named
from .settings import PYTHON, StandupError

# Of all clones on this machine; a whole run of one clone takes several.
RUNS_AT_ONCE = 16
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
			network.wait_for(partial(self._is_up, ports[name]), f"The test bench's {name}")

	def _is_up(self, port: int) -> bool:
		"""Whether one of our own servers answers on the port; all of them must be alive."""
		if any(server.poll() is not None for server in self.servers):
			raise StandupError(f"A server of the test bench ended at its start; see {self.instance.logs}")
		return identity.is_ours(port, self.instance.token())

	def stop_servers(self) -> None:
		"""End the servers, the youngest first."""
		while self.servers:
			services.stop(self.servers.pop())

	def command(self, site: str, *words: str) -> subprocess.CompletedProcess[str]:
		"""A `bench --site` command on one of the test sites."""
		return subprocess.run(
			[*processes.frappe_command("--site", site), *words],
			cwd=self.instance.sites,
			env=processes.environment(self.instance),
			stdin=subprocess.DEVNULL,
			capture_output=True,
			text=True,
			check=False,
		)


@contextmanager
def opened(layer: str) -> Iterator[TestBench]:
	"""A fresh copy of a layer's sites with running services, for the length of a test run."""
	with _restored(layer) as instance:
		bench = TestBench(instance)
		with services.running(instance):
			try:
				yield bench
			finally:
				bench.stop_servers()


@contextmanager
def supervised(layer: str) -> Iterator[TestBench]:
	"""The same with every process of the Procfile under the process manager, as `make run` serves it."""
	with _restored(layer) as instance:
		try:
			processes.start(instance)
			yield TestBench(instance)
		finally:
			processes.stop(instance)


@contextmanager
def _restored(layer: str) -> Iterator[Instance]:
	"""An instance with a fresh copy of a layer's sites; nothing of it runs."""
	if not PYTHON.exists():
		raise StandupError("The bench's environment is missing: run `make test` or `make run` once.")
	with _free_instance() as instance:
		with snapshots.locked():
			snapshots.restore(snapshots.provide(layer), instance)
		snapshots.configure(instance, snapshots.DEMO_SITE if layer == "demo" else snapshots.APP_SITE)
		yield instance


@contextmanager
def _free_instance() -> Iterator[Instance]:
	"""The first test instance that no other run holds, in this work tree or another clone on this machine."""
	for number in range(1, RUNS_AT_ONCE + 1):
		instance = named("test" if number == 1 else f"test-{number}")
		with network.port_range(number) as is_ours:
			if is_ours:
				instance.state.mkdir(parents=True, exist_ok=True)
				processes.end_strays(instance)
				yield instance
				return
	raise StandupError(f"{RUNS_AT_ONCE} test runs are going on on this machine; wait for one of them.")

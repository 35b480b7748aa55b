"""The processes of the Procfile: their command lines, and starting and stopping all of them."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from pathlib import Path

from . import console, framework, identity, network, ownership, services
from .instance import MAIN, Instance
from .settings import ENV, PYTHON, ROOT, StandupError, bench_config

PID_FILE = MAIN.run / "bench.pid"
BENCH_LOG = MAIN.logs / "bench.log"
WORKER_PREFIX = "worker_"
SERVERS = ("web", "socketio")
STOP_SECONDS = 60


def command(instance: Instance, name: str) -> list[str]:
	"""The command line of a process of the Procfile."""
	if name in services.NAMES:
		return services.command(instance, name)
	if name == "web":
		return _web_command(instance)
	if name == "socketio":
		return [str(PYTHON), "-m", "realtime"]
	if name == "schedule":
		return frappe_command("schedule")
	if name.startswith(WORKER_PREFIX):
		return frappe_command("worker", "--queue", name.removeprefix(WORKER_PREFIX))
	raise StandupError(f"No process is called {name}; see Procfile.")


def frappe_command(*words: str) -> list[str]:
	"""A command of Frappe, as `bench` would call it."""
	return [str(PYTHON), "-m", "frappe.utils.bench_helper", "frappe", *words]


def _web_command(instance: Instance) -> list[str]:
	"""gunicorn with plain workers: one request at a time each, so that a time-out ends exactly one request."""
	return [
		str(ENV / "bin" / "gunicorn"),
		f"--bind=127.0.0.1:{instance.ports()['web']}",
		f"--workers={bench_config()['web_workers']}",
		"--worker-class=sync",
		"--timeout=120",
		"--max-requests=5000",
		"--max-requests-jitter=500",
		f"--pid={instance.run / 'web.pid'}",
		"standup.wsgi:application",
	]


def environment(instance: Instance) -> dict[str, str]:
	"""Environment of every process: our tools importable, output not held back."""
	ours = {
		"PYTHONPATH": str(ROOT / "tools"),
		"PYTHONUNBUFFERED": "1",
		"SITES_PATH": str(instance.sites),
		"BENCH_INSTANCE": instance.name,
		identity.VARIABLE: instance.token(),
	}
	if framework.is_stock():
		# Upstream's desk finds a realtime server on a port of its own only in this mode.
		ours["DEV_SERVER"] = "1"
	return {**os.environ, **services.mark(instance), **ours}


def become(instance: Instance, name: str) -> None:
	"""Turn this process into one of the Procfile's; those that need MariaDB and Redis wait for them first."""
	if name not in services.NAMES:
		services.wait_until_ready(instance)
	os.chdir(ROOT if name in services.NAMES else instance.sites)
	words = command(instance, name)
	os.execve(words[0], words, environment(instance))


def spawn(instance: Instance, name: str) -> subprocess.Popen[bytes]:
	"""Start one process of an instance, output in its log."""
	with (instance.logs / f"{name}.log").open("ab") as log:
		return subprocess.Popen(
			command(instance, name),
			cwd=instance.sites,
			env=environment(instance),
			stdin=subprocess.DEVNULL,
			stdout=log,
			stderr=log,
			start_new_session=True,
		)


def end_strays(instance: Instance) -> None:
	"""End what an earlier run of a test instance left behind when it was killed."""
	mark = next(f"{name}={value}".encode() for name, value in services.mark(instance).items())
	for folder in Path("/proc").glob("[0-9]*"):
		try:
			words = (folder / "environ").read_bytes().split(b"\0")
		except OSError:
			continue
		if mark in words:
			with contextlib.suppress(ProcessLookupError):
				os.kill(int(folder.name), signal.SIGKILL)


def running_pid() -> int | None:
	"""Process id of the running bench's process manager, if it runs."""
	try:
		pid = int(PID_FILE.read_text())
		words = Path(f"/proc/{pid}/cmdline").read_text()
	except (OSError, ValueError):
		return None
	return pid if "honcho" in words else None


def manager_command() -> list[str]:
	"""honcho, as `bench start` uses it."""
	return [str(PYTHON), str(ENV / "bin" / "honcho"), "-f", str(ROOT / "Procfile"), "-d", str(ROOT), "start"]


def start(*, detached: bool) -> subprocess.Popen[bytes]:
	"""Start the process manager, in the background or below this process, and wait for the bench's own servers."""
	with BENCH_LOG.open("ab") as log:
		manager = subprocess.Popen(
			manager_command(),
			cwd=ROOT,
			stdin=subprocess.DEVNULL,
			stdout=log if detached else None,
			stderr=log if detached else None,
			start_new_session=detached,
			# The ports stay reserved as long as the manager runs.
			pass_fds=network.handles(),
		)
	PID_FILE.write_text(str(manager.pid))
	try:
		wait_until_ready(manager)
	except BaseException:
		services.stop(manager)
		raise
	return manager


def wait_until_ready(manager: subprocess.Popen[bytes] | None = None) -> None:
	"""Wait until web and realtime of this very bench answer; what answers on their ports otherwise does not count."""
	ports = {name: MAIN.ports()[name] for name in SERVERS}

	def are_up() -> bool:
		if manager and manager.poll() is not None:
			raise _ended(ports)
		return all(identity.is_ours(port, MAIN.token()) for port in ports.values())

	network.wait_for(are_up, "The web server")


def _ended(ports: dict[str, int]) -> StandupError:
	"""Why the bench ended while it started: a port that another program has, or what its log says."""
	for name, port in ports.items():
		if network.is_answering(port):
			return ownership.taken(name, port)
	return StandupError(f"The bench ended while it started.\n{console.tail(BENCH_LOG)}")


def follow(manager: subprocess.Popen[bytes]) -> int:
	"""Stay in the foreground until the manager ends; Ctrl-C and a request to end reach it too."""
	signal.signal(signal.SIGTERM, lambda *_: manager.terminate())
	while True:
		try:
			return manager.wait()
		except KeyboardInterrupt:
			# The terminal has sent it to the manager as well.
			continue


def stop() -> bool:
	"""Stop the running bench; False if none was running."""
	pid = running_pid()
	if not pid:
		return False
	os.kill(pid, signal.SIGTERM)
	limit = time.monotonic() + STOP_SECONDS
	while running_pid():
		if time.monotonic() > limit:
			raise StandupError(f"Process {pid} does not stop; see {BENCH_LOG}")
		time.sleep(0.2)
	PID_FILE.unlink(missing_ok=True)
	return True


def reload_web() -> None:
	"""Let the web server take new code without dropping a request."""
	try:
		os.kill(int((MAIN.run / "web.pid").read_text()), signal.SIGHUP)
	except (OSError, ValueError) as error:
		raise StandupError("The web server is not running: make start") from error
	console.say("  web workers reloaded")

"""The processes of the Procfile: their command lines, and starting and stopping all of them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from . import console, network, services
from .settings import ENV, LOGS, PYTHON, ROOT, RUN, SITES, StandupError, bench_config

PID_FILE = RUN / "bench.pid"
WORKER_PREFIX = "worker_"
STOP_SECONDS = 60


def command(name: str) -> list[str]:
	"""The command line of a process of the Procfile."""
	if name in services.NAMES:
		return services.command(name)
	if name == "web":
		return web_command(network.ports()["web"], bench_config()["web_workers"], RUN / "web.pid")
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


def web_command(port: int, workers: int, pid_file: Path) -> list[str]:
	"""gunicorn with plain workers: one request at a time each, so that a time-out ends exactly one request."""
	return [
		str(ENV / "bin" / "gunicorn"),
		f"--bind=127.0.0.1:{port}",
		f"--workers={workers}",
		"--worker-class=sync",
		"--timeout=120",
		"--max-requests=5000",
		"--max-requests-jitter=500",
		f"--pid={pid_file}",
		"standup.wsgi:application",
	]


def process_environment() -> dict[str, str]:
	"""Environment of every process: our tools importable, output not held back."""
	return {**os.environ, "PYTHONPATH": str(ROOT / "tools"), "PYTHONUNBUFFERED": "1", "SITES_PATH": str(SITES)}


def become(name: str) -> None:
	"""Turn this process into one of the Procfile's; those that need MariaDB and Redis wait for them first."""
	if name not in services.NAMES:
		for service in services.NAMES:
			network.wait_for(lambda service=service: network.is_answering(network.ports()[service]), service)
	os.chdir(ROOT if name in services.NAMES else SITES)
	words = command(name)
	os.execve(words[0], words, process_environment())


def running_pid() -> int | None:
	"""Process id of the running bench, if it runs."""
	try:
		pid = int(PID_FILE.read_text())
		os.kill(pid, 0)
	except (OSError, ValueError):
		return None
	return pid if "honcho" in Path(f"/proc/{pid}/cmdline").read_text() else None


def manager_command() -> list[str]:
	"""honcho, as `bench start` uses it."""
	return [str(ENV / "bin" / "honcho"), "-f", str(ROOT / "Procfile"), "-d", str(ROOT), "start"]


def serve() -> None:
	"""Become the process manager in the foreground; Ctrl-C ends all processes."""
	PID_FILE.write_text(str(os.getpid()))
	words = manager_command()
	os.chdir(ROOT)
	sys.stdout.flush()
	os.execv(words[0], words)


def start() -> None:
	"""Start the process manager in the background and wait for the web server."""
	with (LOGS / "bench.log").open("ab") as log:
		manager = subprocess.Popen(
			manager_command(), cwd=ROOT, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
		)
	PID_FILE.write_text(str(manager.pid))

	def is_up() -> bool:
		if manager.poll() is not None:
			raise StandupError(f"The bench ended while starting; see {LOGS / 'bench.log'}")
		return all(network.is_answering(network.ports()[name]) for name in ("web", "mariadb"))

	network.wait_for(is_up, "The web server", seconds=90)


def stop() -> bool:
	"""Stop the running bench; False if none was running."""
	pid = running_pid()
	if not pid:
		return False
	os.kill(pid, signal.SIGTERM)
	limit = time.monotonic() + STOP_SECONDS
	while running_pid():
		if time.monotonic() > limit:
			raise StandupError(f"Process {pid} does not stop; see {LOGS / 'bench.log'}")
		time.sleep(0.2)
	PID_FILE.unlink(missing_ok=True)
	return True


def reload_web() -> None:
	"""Let the web server take new code without dropping a request; workers and scheduler fork per job."""
	try:
		os.kill(int((RUN / "web.pid").read_text()), signal.SIGHUP)
	except (OSError, ValueError) as error:
		raise StandupError("The web server is not running: make start") from error
	console.say("  web workers reloaded")

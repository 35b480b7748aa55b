"""The processes of the Procfile: their command lines, and starting and stopping all of them."""

from __future__ import annotations

import contextlib
import fcntl
import os
import signal
import subprocess
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from . import console, framework, identity, network, ownership, services, supervision
from .instance import MAIN, Instance
from .log_view import LogView
from .settings import ENV, PYTHON, ROOT, StandupError, bench_config

WORKER_PREFIX = "worker_"
SERVERS = ("web", "socketio")
# By which what is left of one process of the Procfile is known.
PROCESS_MARK = "BENCH_PROCESS"
# Whose process it is, for `tools/process`.
INSTANCE = "BENCH_INSTANCE"
STOP_SECONDS, LOOK_SECONDS = 600, 0.5


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
		INSTANCE: instance.name,
		identity.VARIABLE: instance.token(),
	}
	if framework.is_stock():
		# Upstream's desk finds a realtime server on a port of its own only in this mode.
		ours["DEV_SERVER"] = "1"
	return {**os.environ, **services.mark(instance), **ours}


def become(instance: Instance, name: str) -> None:
	"""Turn this process into one of the Procfile's; those that need MariaDB and Redis wait for them first."""
	if name in SERVERS:
		# A master that was killed leaves workers which hold its port.
		_end(_marked(f"{PROCESS_MARK}={name}", f"BENCH_STATE={instance.state}"), signal.SIGKILL)
	if name not in services.NAMES:
		services.wait_until_ready(instance)
	os.chdir(ROOT if name in services.NAMES else instance.sites)
	words = command(instance, name)
	os.execve(words[0], words, {**environment(instance), PROCESS_MARK: name})


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
	_end(_list_processes(instance), signal.SIGKILL)


def end_orphans(instance: Instance) -> int:
	"""End what runs of an instance without its manager, databases in good order; how many there were."""
	orphans = list(_list_processes(instance))
	_end(orphans, signal.SIGTERM)
	limit = time.monotonic() + services.STOP_SECONDS
	while any(_list_processes(instance)) and time.monotonic() < limit:
		time.sleep(LOOK_SECONDS)
	_end(_list_processes(instance), signal.SIGKILL)
	return len(orphans)


def _list_processes(instance: Instance) -> Iterator[int]:
	"""Whatever was started for an instance. Redis writes its title over its environment: it is known by its folder."""
	yield from _marked(*(f"{name}={value}" for name, value in services.mark(instance).items()))
	folders = {str(instance.state / name) for name in services.NAMES if name.startswith("redis")}
	for folder in Path("/proc").glob("[0-9]*"):
		with contextlib.suppress(OSError):
			is_redis = (folder / "comm").read_text().startswith("redis")
			if is_redis and str((folder / "cwd").readlink()) in folders:
				yield int(folder.name)


def _marked(*marks: str) -> Iterator[int]:
	"""Ids of the processes that were started with all these variables; never this one, nor those above it."""
	wanted, above = {mark.encode() for mark in marks}, set(_above(os.getpid()))
	for folder in Path("/proc").glob("[0-9]*"):
		try:
			words = (folder / "environ").read_bytes().split(b"\0")
		except OSError:
			continue
		if wanted <= set(words) and int(folder.name) not in above:
			yield int(folder.name)


def _above(pid: int) -> Iterator[int]:
	"""A process, its parent, and so on."""
	while pid:
		yield pid
		stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
		pid = int(stat.rpartition(")")[2].split()[1])


def _end(pids: Iterable[int], sign: signal.Signals) -> None:
	for pid in pids:
		with contextlib.suppress(ProcessLookupError):
			os.kill(pid, sign)


def running_pid(instance: Instance = MAIN) -> int | None:
	"""Process id of an instance's process manager, if it runs."""
	try:
		pid = int(_pid_file(instance).read_text())
	except (OSError, ValueError):
		return None
	return pid if supervision.is_manager(instance, pid) else None


def _pid_file(instance: Instance) -> Path:
	return instance.run / "bench.pid"


def _log(instance: Instance, name: str) -> Path:
	return instance.logs / f"{name}.log"


def start(instance: Instance = MAIN) -> subprocess.Popen[bytes]:
	"""Start the process manager in the background, whatever becomes of this terminal, and wait for the bench's own servers."""
	supervision.configure(instance)
	with _log(instance, "bench").open("ab") as log:
		manager = subprocess.Popen(
			supervision.get_command(instance),
			cwd=ROOT,
			env={**os.environ, **services.mark(instance), INSTANCE: instance.name},
			stdin=subprocess.DEVNULL,
			stdout=subprocess.DEVNULL,
			stderr=log,
			start_new_session=True,
			# The ports stay reserved as long as the manager runs.
			pass_fds=_lasting_handles(),
		)
	_pid_file(instance).write_text(str(manager.pid))
	try:
		wait_until_ready(instance, manager)
	except BaseException:
		services.stop(manager)
		raise
	return manager


def _lasting_handles() -> list[int]:
	"""Copies of the reservations that the manager does not close when it starts."""
	return [fcntl.fcntl(handle, fcntl.F_DUPFD, supervision.LOWEST_HANDLE) for handle in network.handles()]


def wait_until_ready(instance: Instance = MAIN, manager: subprocess.Popen[bytes] | None = None) -> None:
	"""Wait until web and realtime of this very bench answer; what answers on their ports otherwise does not count."""

	def are_up() -> bool:
		if manager:
			_check_start(instance, manager)
		return all(identity.is_ours(instance.ports()[name], instance.token()) for name in SERVERS)

	network.wait_for(are_up, "The web server")


def _check_start(instance: Instance, manager: subprocess.Popen[bytes]) -> None:
	"""The first start is no moment to try again: what ends in it says why."""
	if manager.poll() is not None:
		raise _ended(instance, "bench")
	for name, program in supervision.list_states(instance).items():
		if program["statename"] == "BACKOFF":
			raise _ended(instance, name)


def _ended(instance: Instance, program: str) -> StandupError:
	"""Why something ended while it started: a port that another program has, or what its log says."""
	for name in SERVERS:
		port = instance.ports()[name]
		if network.is_answering(port) and not identity.is_ours(port, instance.token()):
			return ownership.taken(name, port)
	return StandupError(f"{program} ended while it started.\n{console.tail(_log(instance, program))}")


def follow(manager: subprocess.Popen[bytes]) -> int:
	"""Show the logs until the manager ends. Ctrl-C and a request to end stop the bench; a lost terminal does not."""
	view = LogView(_log(MAIN, name) for name in ("bench", *supervision.list_programs()))
	signal.signal(signal.SIGTERM, lambda *_: manager.terminate())
	signal.signal(signal.SIGHUP, lambda *_: os._exit(0))
	while manager.poll() is None:
		try:
			time.sleep(LOOK_SECONDS)
			view.show_news()
		except KeyboardInterrupt:
			console.say("  stopping …")
			manager.terminate()
	return manager.returncode


def stop(instance: Instance = MAIN) -> bool:
	"""Stop a bench, and what is left of one whose manager was killed; False if nothing was running."""
	pid = running_pid(instance)
	if pid:
		os.kill(pid, signal.SIGTERM)
		network.wait_for(lambda: running_pid(instance) is None, "The end of the bench", STOP_SECONDS)
	_pid_file(instance).unlink(missing_ok=True)
	return end_orphans(instance) > 0 or pid is not None


def reload_web(instance: Instance = MAIN) -> None:
	"""Let the web server take new code without dropping a request."""
	try:
		os.kill(int((instance.run / "web.pid").read_text()), signal.SIGHUP)
	except (OSError, ValueError) as error:
		raise StandupError("The web server is not running: make start") from error
	console.say("  web workers reloaded")


def restart(instance: Instance = MAIN) -> None:
	"""Let every process take new code: the web server without dropping a request, the others one after the other."""
	if not running_pid(instance):
		raise StandupError("The bench is not running: make start")
	reload_web(instance)
	for name in supervision.list_programs():
		if name != "web" and name not in services.NAMES:
			supervision.restart(instance, name)
			console.say(f"  {name} restarted")
	wait_until_ready(instance)

"""The stages from a clone to a site that is ready to be served, each shown with its time."""

from __future__ import annotations

import fcntl
import hashlib
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from . import assets, console, environment, framework, network, packages, processes, services, site, snapshots
from .instance import MAIN
from .settings import APPS, CONFIG, ROOT, STATE, StandupError, bench_config, set_stamp, stamp

MINIMUM_PYTHON = (3, 10)
# Backups from before migrations are kept so long; the variable leaves them out.
KEEP_DAYS, NO_BACKUP = 30, "NO_BACKUP"


def prepare(*, test: bool = False) -> None:
	"""Everything that is needed before a site can be created."""
	_check_python()
	_check_place()
	console.turn_log()
	for folder in (MAIN.logs, ROOT / "config" / "pids", STATE):
		folder.mkdir(parents=True, exist_ok=True)
	with console.stage("Debian packages"):
		packages.provision("run")
		if test:
			packages.provision("test")
	prepare_code(test=test)
	with console.stage("Desk assets"):
		assets.provision()


def prepare_lint() -> None:
	"""The small environment alone: no framework, no bench."""
	_check_python()
	with console.stage("Environment for lint and tests without a site"):
		packages.provision("lint")
		environment.provision_lint()


def prepare_code(*, test: bool = False) -> None:
	"""Framework and Python environment: enough for tests without a site."""
	_check_python()
	with console.stage("Framework"):
		framework.provision()
	with console.stage("Python environment"):
		environment.provision(test)


def bring_up() -> None:
	"""All stages; what is done already takes no time."""
	prepare()
	with console.stage("Ports, MariaDB and Redis"):
		ready_services()
	name = bench_config()["site"]
	if _is_current(name):
		return
	with services.running(MAIN):
		_bring_site_up(name)


def ready_services() -> None:
	"""Choose ports while nothing of ours runs, and write the services' and the sites' configuration."""
	if not processes.running_pid():
		if left := processes.end_orphans(MAIN):
			console.say(f"    {left} processes were left by a start that was killed; they are ended")
		network.choose_ports(MAIN)
	services.provision(MAIN)
	site.write_common_config()


@contextmanager
def only_one() -> Iterator[None]:
	"""Two that stand the same bench up would end each other's services."""
	STATE.mkdir(parents=True, exist_ok=True)
	with (STATE / "standup.lock").open("a") as handle:
		try:
			fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
		except BlockingIOError:
			raise StandupError(
				"Another command is standing this bench up; wait until it has ended."
			) from None
		yield


def served_code() -> str:
	"""Changes with everything that running processes have read: our code, the framework's, packages, configuration."""
	files = hashlib.sha256((CONFIG / "bench.json").read_bytes() + environment.LOCK.read_bytes())
	for folder in (APPS, ROOT / "tools"):
		for path in sorted(folder.rglob("*.py")):
			found = path.stat()
			files.update(f"{path} {found.st_size} {found.st_mtime_ns}".encode())
	return files.hexdigest()


def prepare_snapshots() -> None:
	"""The sites that tests start from."""
	with snapshots.locked():
		snapshots.provide("demo")


def _check_python() -> None:
	if sys.version_info < MINIMUM_PYTHON:
		raise StandupError(f"Python {'.'.join(map(str, MINIMUM_PYTHON))} or newer is needed.")


def _check_place() -> None:
	"""MariaDB's own programs take a path apart at its spaces; one of them would then work on the system's folders."""
	if any(sign.isspace() for sign in str(ROOT)):
		raise StandupError(
			f"The folder {str(ROOT)!r} has a space in its path; move the repository elsewhere."
		)


def _is_current(name: str) -> bool:
	is_migrated = stamp(f"schema-{name}") == site.schema_key()
	return site.exists(name) and is_migrated and stamp(f"demo-{name}") != ""


def _back_up(name: str) -> None:
	"""What a migration does to the data cannot be taken back by another one."""
	if os.environ.get(NO_BACKUP, "") not in ("", "0"):
		return
	with console.stage("Backup before the migration"):
		try:
			site.command(MAIN, name, "assist", "backup", "--keep-days", str(KEEP_DAYS))
		except StandupError as error:
			raise StandupError(
				f"{error}\nNothing was migrated; {NO_BACKUP}=1 migrates without a backup."
			) from error


def _bring_site_up(name: str) -> None:
	"""Create the site or bring it to the code's state, then load the demo district once."""
	key = site.schema_key()
	if not site.exists(name):
		with console.stage(f"Site {name}"):
			site.create(name)
	elif stamp(f"schema-{name}") != key:
		_back_up(name)
		with console.stage("Migrate"):
			site.command(MAIN, name, "migrate")
	set_stamp(f"schema-{name}", key)
	if not stamp(f"demo-{name}"):
		with console.stage("Demo district"):
			site.command(MAIN, name, "assist", "demo", "--with-cases")
		set_stamp(f"demo-{name}", "loaded")

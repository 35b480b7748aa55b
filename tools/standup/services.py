"""MariaDB and Redis as processes of the bench: own data, sockets, ports and passwords."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from types import MappingProxyType

from . import console, network, ownership
from .instance import Instance
from .settings import CONFIG, STATE, StandupError

NAMES = ("mariadb", "redis_cache", "redis_queue")
TEMPLATES = CONFIG / "templates"
REDIS_MEMORY = {"redis_cache": ("256mb", "allkeys-lru", "no"), "redis_queue": ("512mb", "noeviction", "yes")}
STOP_SECONDS = 60
# Longer than from one backup to the next, whose copies of the logs are kept as long as the backups.
BINARY_LOG_DAYS = 7


def provision(instance: Instance) -> bool:
	"""Write the configuration files and create MariaDB's data folder; True if it was created."""
	instance.make_folders()
	_write_config("mariadb.cnf", instance.state / "mariadb.cnf", _mariadb_values(instance))
	for name in ("redis_cache", "redis_queue"):
		_write_config("redis.conf", instance.state / f"{name}.conf", _redis_values(instance, name))
	if (instance.data / "ready").exists():
		return False
	_create_data_folder(instance)
	return True


def _write_config(template: str, path: Path, values: dict[str, object]) -> None:
	path.touch(mode=0o600)
	path.write_text((TEMPLATES / template).read_text(encoding="utf-8").format(**values), encoding="utf-8")


def _mariadb_values(instance: Instance) -> dict[str, object]:
	memory_mb = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20
	return {
		"data": instance.data,
		"run": instance.run,
		"socket": instance.socket,
		"tmp": instance.database_tmp,
		"port": instance.ports()["mariadb"],
		"user_line": "user = root" if os.geteuid() == 0 else "",
		"buffer_pool_mb": 256 if instance.is_test else min(2048, max(256, memory_mb // 8)),
		"log_file_mb": 32 if instance.is_test else 256,
		# A crash of the process loses nothing with 2; 0 is for data that a test can make again.
		"flush_log": 0 if instance.is_test else 2,
		# Data that a test can make again is not restored to a moment.
		"binary_log": "skip-log-bin" if instance.is_test else list_binary_log_options(instance),
	}


def list_binary_log_options(instance: Instance) -> str:
	"""Each change of a row, for a restore to a moment; files of 64 MB, kept for a week, turned over by the server."""
	lines = (
		f"log_bin = {instance.binary_logs / 'binlog'}",
		"binlog_format = ROW",
		"max_binlog_size = 64M",
		f"expire_logs_days = {BINARY_LOG_DAYS}",
	)
	return "\n".join(lines)


def _redis_values(instance: Instance, name: str) -> dict[str, object]:
	memory, policy, appendonly = REDIS_MEMORY[name]
	return {
		"name": name,
		"port": instance.ports()[name],
		"password": instance.passwords()[name],
		"folder": instance.state / name,
		"run": instance.run,
		"maxmemory": memory,
		"policy": policy,
		"appendonly": "no" if instance.is_test else appendonly,
	}


def _create_data_folder(instance: Instance) -> None:
	"""The administrator's password is set before the server listens for the first time."""
	shutil.rmtree(instance.data, ignore_errors=True)
	defaults = f"--defaults-file={instance.state / 'mariadb.cnf'}"
	console.run(
		["mariadb-install-db", defaults, "--auth-root-authentication-method=normal", "--skip-test-db"],
		what="mariadb-install-db",
	)
	statements = (
		"FLUSH PRIVILEGES;\n"
		f"SET PASSWORD FOR 'root'@'localhost' = PASSWORD('{instance.passwords()['mariadb_root']}');\n"
		"DELETE FROM mysql.global_priv WHERE User = '' OR (User = 'root' AND Host <> 'localhost');\n"
	)
	console.run([mariadbd(), defaults, "--bootstrap"], stdin=statements, what="mariadbd --bootstrap")
	(instance.data / "ready").touch()


def mariadbd() -> str:
	"""Path of the database server; Debian keeps it out of an ordinary user's PATH."""
	return shutil.which("mariadbd", path=f"{os.environ.get('PATH', '')}:/usr/sbin") or "mariadbd"


def redis_server() -> Path:
	"""Path of the Redis server.

	Debian's redis-tools holds the same program as redis-server, without the system service: it decides by
	the name it is called with what it does.
	"""
	if found := shutil.which("redis-server"):
		return Path(found)
	link = STATE / "bin" / "redis-server"
	link.parent.mkdir(parents=True, exist_ok=True)
	if not link.is_symlink():
		link.symlink_to("/usr/bin/redis-check-rdb")
	return link


def command(instance: Instance, name: str) -> list[str]:
	"""The command line of one of the services."""
	if name == "mariadb":
		return [mariadbd(), f"--defaults-file={instance.state / 'mariadb.cnf'}"]
	return [str(redis_server()), str(instance.state / f"{name}.conf")]


@contextmanager
def running(instance: Instance) -> Iterator[None]:
	"""MariaDB and Redis for the length of a block; our own that run already are left alone."""
	missing = [name for name in NAMES if not ownership.is_running(instance, name)]
	started = {name: _start(instance, name) for name in missing}
	try:
		wait_until_ready(instance, started)
		yield
	finally:
		for process in reversed(started.values()):
			stop(process)


def restart_database(instance: Instance) -> subprocess.Popen[bytes]:
	"""End MariaDB as an administrator would and start it again; whoever asks stops the new one."""
	mark_of_life = instance.run / "mariadb.pid"
	os.kill(int(mark_of_life.read_text(encoding="utf-8")), signal.SIGTERM)
	network.wait_for(lambda: not mark_of_life.exists(), "The end of MariaDB")
	process = _start(instance, "mariadb")
	wait_until_ready(instance, {"mariadb": process})
	return process


def wait_until_ready(
	instance: Instance, started: Mapping[str, subprocess.Popen[bytes]] = MappingProxyType({})
) -> None:
	"""Wait until all services of the instance answer; those that we started must be alive."""

	def is_ready(name: str) -> bool:
		if name in started and started[name].poll() is not None:
			port = instance.ports()[name]
			if network.is_answering(port):
				raise ownership.taken(name, port)
			raise StandupError(f"{name} ended at its start.\n{console.tail(instance.logs / f'{name}.log')}")
		return ownership.is_ours(instance, name)

	for name in NAMES:
		network.wait_for(partial(is_ready, name), name)


def mark(instance: Instance) -> dict[str, str]:
	"""Environment by which the processes of an instance are known."""
	return {"BENCH_STATE": str(instance.state)}


def _start(instance: Instance, name: str) -> subprocess.Popen[bytes]:
	with (instance.logs / f"{name}.log").open("ab") as log:
		return subprocess.Popen(
			command(instance, name),
			env={**os.environ, **mark(instance)},
			stdin=subprocess.DEVNULL,
			stdout=log,
			stderr=log,
			start_new_session=True,
		)


def stop(process: subprocess.Popen[bytes]) -> None:
	"""End a process that we started, and wait for it."""
	process.send_signal(signal.SIGTERM)
	try:
		process.wait(timeout=STOP_SECONDS)
	except subprocess.TimeoutExpired as error:
		raise StandupError(f"Process {process.pid} does not stop: {process.args!r}") from error

"""MariaDB and Redis as processes of the bench: own data, sockets, ports and passwords."""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from . import console, network
from .settings import CONFIG, LOGS, RUN, STATE, StandupError, read_json, socket_folder, write_json

NAMES = ("mariadb", "redis_cache", "redis_queue")
SECRETS_FILE = STATE / "secrets.json"
MARIADB_DATA = STATE / "mariadb"
TEMPLATES = CONFIG / "templates"
REDIS_MEMORY = {"redis_cache": ("256mb", "allkeys-lru", "no"), "redis_queue": ("512mb", "noeviction", "yes")}


def bench_secrets() -> dict[str, str]:
	"""Passwords of this bench, made at the first start; readable by its owner only."""
	known = read_json(SECRETS_FILE)
	for name in ("mariadb_root", "redis_cache", "redis_queue"):
		known.setdefault(name, secrets.token_hex(24))
	if known != read_json(SECRETS_FILE):
		write_json(SECRETS_FILE, known, mode=0o600)
	return known


def provision() -> bool:
	"""Write the configuration files and create MariaDB's data folder; True if it was created."""
	for folder in (RUN, socket_folder(), LOGS, STATE / "redis_cache", STATE / "redis_queue"):
		folder.mkdir(parents=True, exist_ok=True, mode=0o700)
	_write_config("mariadb.cnf", "mariadb.cnf", _mariadb_values())
	for name in ("redis_cache", "redis_queue"):
		_write_config("redis.conf", f"{name}.conf", _redis_values(name))
	if (MARIADB_DATA / "ready").exists():
		return False
	_create_database_folder()
	return True


def _write_config(template: str, name: str, values: dict[str, object]) -> None:
	path = STATE / name
	path.touch(mode=0o600)
	path.write_text((TEMPLATES / template).read_text(encoding="utf-8").format(**values), encoding="utf-8")


def _mariadb_values() -> dict[str, object]:
	memory_mb = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20
	return {
		"state": STATE,
		"run": RUN,
		"sockets": socket_folder(),
		"mariadb_port": network.ports()["mariadb"],
		"user_line": "user = root" if os.geteuid() == 0 else "",
		"buffer_pool_mb": min(2048, max(256, memory_mb // 8)),
	}


def _redis_values(name: str) -> dict[str, object]:
	memory, policy, appendonly = REDIS_MEMORY[name]
	return {
		"name": name,
		"port": network.ports()[name],
		"password": bench_secrets()[name],
		"folder": STATE / name,
		"run": RUN,
		"maxmemory": memory,
		"policy": policy,
		"appendonly": appendonly,
	}


def _create_database_folder() -> None:
	"""The administrator's password is set before the server listens for the first time."""
	shutil.rmtree(MARIADB_DATA, ignore_errors=True)
	defaults = f"--defaults-file={STATE / 'mariadb.cnf'}"
	console.run(
		["mariadb-install-db", defaults, "--auth-root-authentication-method=normal", "--skip-test-db"],
		what="mariadb-install-db",
	)
	password = bench_secrets()["mariadb_root"]
	statements = (
		"FLUSH PRIVILEGES;\n"
		f"SET PASSWORD FOR 'root'@'localhost' = PASSWORD('{password}');\n"
		"DELETE FROM mysql.global_priv WHERE User = '' OR (User = 'root' AND Host <> 'localhost');\n"
	)
	console.run([mariadbd(), defaults, "--bootstrap"], stdin=statements, what="mariadbd --bootstrap")
	(MARIADB_DATA / "ready").touch()


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


def command(name: str) -> list[str]:
	"""The command line of one of the services."""
	if name == "mariadb":
		return [mariadbd(), f"--defaults-file={STATE / 'mariadb.cnf'}"]
	return [str(redis_server()), str(STATE / f"{name}.conf")]


@contextmanager
def running() -> Iterator[None]:
	"""MariaDB and Redis for the length of a block; those that run already are left alone."""
	started = [_start(name) for name in NAMES if not network.is_answering(network.ports()[name])]
	try:
		for name in NAMES:
			network.wait_for(lambda name=name: network.is_answering(network.ports()[name]), name)
		yield
	finally:
		for process in reversed(started):
			_stop(process)


def _start(name: str) -> subprocess.Popen[bytes]:
	with (LOGS / f"{name}.log").open("ab") as log:
		return subprocess.Popen(command(name), stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True)


def _stop(process: subprocess.Popen[bytes]) -> None:
	process.send_signal(signal.SIGTERM)
	try:
		process.wait(timeout=60)
	except subprocess.TimeoutExpired as error:
		raise StandupError(f"{process.args} does not stop") from error

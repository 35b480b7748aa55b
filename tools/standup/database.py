"""Databases seen from the server's administrator: run statements, copy one."""

from __future__ import annotations

import os
import subprocess
import tempfile
from pathlib import Path

from . import console
from .instance import Instance
from .settings import StandupError

SECONDS = 30


def execute(instance: Instance, statements: str) -> None:
	"""Run SQL as the server's administrator."""
	console.run(["mariadb", _options(instance)], stdin=statements, what="mariadb")


def create(instance: Instance, name: str, password: str) -> None:
	"""An empty database with a user of the same name that may do everything in it and nothing elsewhere."""
	execute(
		instance,
		f"CREATE DATABASE `{name}`;\n"
		f"CREATE USER '{name}'@'localhost' IDENTIFIED BY '{password}';\n"
		f"GRANT ALL PRIVILEGES ON `{name}`.* TO '{name}'@'localhost';\n",
	)


def copy(instance: Instance, source: str, target: str) -> None:
	"""Fill an empty database with another one's tables."""
	options = _options(instance)
	dump = ["mariadb-dump", options, "--single-transaction", "--skip-lock-tables", source]
	with subprocess.Popen(dump, stdout=subprocess.PIPE) as reader:
		console.run(["mariadb", options, target], stdin=reader.stdout, what="mariadb")
	if reader.returncode:
		raise StandupError(f"mariadb-dump {source} ended with code {reader.returncode}")


def data_folder(instance: Instance) -> Path | None:
	"""Where the server on the instance's port keeps its data; None if it does not take our password."""
	ask = [
		"mariadb",
		_options(instance),
		f"--connect-timeout={SECONDS}",
		"--batch",
		"--skip-column-names",
		"--execute=SELECT @@datadir",
	]
	done = subprocess.run(ask, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
	return Path(done.stdout.strip()).resolve() if done.returncode == 0 else None


def _options(instance: Instance) -> str:
	"""The client's options, the password among them, go by a file that only its owner can read."""
	path: Path = instance.state / "client.cnf"
	lines = {
		"user": "root",
		"password": instance.passwords()["mariadb_root"],
		"host": "127.0.0.1",
		"port": instance.ports()["mariadb"],
		"protocol": "tcp",
	}
	text = "\n".join(f"{name} = {value}" for name, value in lines.items())
	# In one step: several processes of a bench ask at once.
	with tempfile.NamedTemporaryFile("w", dir=path.parent, encoding="utf-8", delete=False) as draft:
		draft.write(f"[client]\n{text}\n")
	os.replace(draft.name, path)
	return f"--defaults-file={path}"

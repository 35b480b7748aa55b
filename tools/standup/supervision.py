"""The process manager: it starts each program of the Procfile again when it dies; no death ends the others."""

from __future__ import annotations

import http.client
import os
import pwd
import shlex
import socket
import xmlrpc.client
from pathlib import Path
from typing import Any

from . import services
from .instance import Instance
from .settings import CONFIG, ENV, PYTHON, ROOT, StandupError

TEMPLATES = CONFIG / "templates"
CONFIGURATION = "supervisor.conf"
SECONDS = 10
# The manager closes every handle below this number when it starts; what it has to hand on lies above.
LOWEST_HANDLE = 256
# A database writes its memory to the disk; a worker may finish its present piece of work, and any work can be broken off.
STOP_SECONDS = {"services": 300, "desk": 60}
# The first to start, the last to end.
RANKS = {"services": 10, "desk": 20}


def list_programs() -> list[str]:
	"""Names of the Procfile, in its order."""
	lines = (ROOT / "Procfile").read_text(encoding="utf-8").splitlines()
	return [line.split(":", 1)[0] for line in lines if line and not line.startswith("#")]


def get_group(name: str) -> str:
	"""What is stopped and started together: databases, or what Python code runs in."""
	return "services" if name in services.NAMES else "desk"


def configure(instance: Instance) -> bool:
	"""Write the manager's configuration; True if it differs from the one before."""
	path = instance.state / CONFIGURATION
	text = "\n".join([_manager(instance), *_programs(instance), *_groups()])
	if path.exists() and path.read_text(encoding="utf-8") == text:
		return False
	path.touch(mode=0o600)
	path.write_text(text, encoding="utf-8")
	return True


def get_command(instance: Instance) -> list[str]:
	"""The command line of the manager."""
	program = [str(PYTHON), str(ENV / "bin" / "supervisord")]
	return [*program, "--configuration", str(instance.state / CONFIGURATION), "--nodaemon", "--silent"]


def is_manager(instance: Instance, pid: int) -> bool:
	"""Whether a process is the manager of this very instance."""
	try:
		words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
	except OSError:
		return False
	return str(instance.state / CONFIGURATION).encode() in words


def list_states(instance: Instance) -> dict[str, dict[str, Any]]:
	"""What the manager knows of each program, by name: `statename`, `pid`, `start` and others; empty if it does not answer."""
	try:
		found: Any = _ask(instance).getAllProcessInfo()
	except OSError:
		return {}
	return {str(program["name"]): dict(program) for program in found}


def restart(instance: Instance, name: str) -> None:
	"""End one program and start it again; returns when it runs."""
	manager, full = _ask(instance), f"{get_group(name)}:{name}"
	try:
		manager.stopProcess(full)
	except xmlrpc.client.Fault as fault:
		# It had died by itself and is about to be started anyway.
		if "NOT_RUNNING" not in fault.faultString:
			raise StandupError(f"{name} does not stop: {fault.faultString}") from fault
	try:
		manager.startProcess(full)
	except xmlrpc.client.Fault as fault:
		raise StandupError(f"{name} does not start: {fault.faultString}") from fault


def _manager(instance: Instance) -> str:
	return _fill(
		"supervisor.conf",
		socket=_socket(instance),
		log=instance.logs / "bench.log",
		pid=instance.run / "supervisord.pid",
		run=instance.run,
		# Root has to say that it means it; everybody else is who he is.
		user_line=f"user = {pwd.getpwuid(os.geteuid()).pw_name}" if os.geteuid() == 0 else "",
		lowest_handle=LOWEST_HANDLE,
	)


def _programs(instance: Instance) -> list[str]:
	return [
		_fill(
			"supervisor_program.conf",
			name=name,
			command=f"{shlex.quote(str(ROOT / 'tools' / 'process'))} {name}",
			folder=ROOT,
			log=instance.logs / f"{name}.log",
			stop_seconds=STOP_SECONDS[get_group(name)],
			rank=RANKS[get_group(name)],
		)
		for name in list_programs()
	]


def _groups() -> list[str]:
	members: dict[str, list[str]] = {}
	for name in list_programs():
		members.setdefault(get_group(name), []).append(name)
	return [
		f"[group:{group}]\nprograms = {','.join(names)}\npriority = {RANKS[group]}\n"
		for group, names in members.items()
	]


def _fill(template: str, **values: object) -> str:
	"""A template with values; the manager takes a single per cent sign for one of its own."""
	text = (TEMPLATES / template).read_text(encoding="utf-8")
	return text.format(**{name: str(value).replace("%", "%%") for name, value in values.items()})


def _socket(instance: Instance) -> Path:
	"""Beside the database's, whose folder is chosen so that the path is short enough."""
	return instance.socket.with_name("supervisor.sock")


class _Transport(xmlrpc.client.Transport):
	"""XML-RPC over the manager's unix socket."""

	def __init__(self, path: Path):
		super().__init__()
		self.path = path

	def make_connection(self, host: Any) -> http.client.HTTPConnection:
		"""A connection to the socket, whatever the host."""
		connection = http.client.HTTPConnection("localhost")
		connection.sock = socket.socket(socket.AF_UNIX)
		connection.sock.settimeout(SECONDS + max(STOP_SECONDS.values()))
		connection.sock.connect(str(self.path))
		return connection


def _ask(instance: Instance) -> Any:
	transport = _Transport(_socket(instance))
	return xmlrpc.client.ServerProxy("http://localhost/RPC2", transport=transport).supervisor

"""Whether MariaDB or Redis on a port is this bench's own: each is asked for the folder that it keeps its data in."""

from __future__ import annotations

import socket
from pathlib import Path

from . import database, network
from .instance import Instance
from .settings import StandupError

SECONDS = 30


def is_ours(instance: Instance, name: str) -> bool:
	"""Whether a service answers and is the instance's own."""
	if not network.is_answering(instance.ports()[name]):
		return False
	if name == "mariadb":
		return database.data_folder(instance) == instance.data.resolve()
	return _redis_folder(instance, name) == (instance.state / name).resolve()


def is_running(instance: Instance, name: str) -> bool:
	"""The same, but a foreign program on the service's port is refused."""
	if is_ours(instance, name):
		return True
	port = instance.ports()[name]
	if network.is_answering(port):
		raise taken(name, port)
	return False


def taken(name: str, port: int) -> StandupError:
	"""What is said when another program has a port."""
	return StandupError(
		f"Port {port}, which was chosen for {name}, is now another program's. Start again: another port will be chosen."
	)


def _redis_folder(instance: Instance, name: str) -> Path | None:
	"""The working folder of the Redis on a port; None if it does not take our password."""
	commands = f"AUTH {instance.passwords()[name]}\r\nCONFIG GET dir\r\nQUIT\r\n"
	try:
		with socket.create_connection(("127.0.0.1", instance.ports()[name]), timeout=SECONDS) as connection:
			connection.sendall(commands.encode())
			with connection.makefile("rb") as answer:
				lines = answer.read().decode(errors="replace").split("\r\n")
	except OSError:
		return None
	return Path(lines[lines.index("dir") + 2]).resolve() if "dir" in lines[:-2] else None

"""An instance is one set of services and sites: the bench itself, or one for a test run beside it."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from .settings import ROOT, STATE, bench_config, read_json, write_json

SOCKET_PATH_LIMIT = 100
TEST_OFFSET = 500
PORT_STEP = 50
PASSWORDS = ("mariadb_root", "redis_cache", "redis_queue", "token")


@dataclass(frozen=True)
class Instance:
	"""Folders, ports and passwords of one set of services.

	`root` holds sites/ and logs/, as Frappe expects side by side; `state` holds everything else.
	"""

	name: str
	root: Path
	state: Path

	@property
	def sites(self) -> Path:
		return self.root / "sites"

	@property
	def logs(self) -> Path:
		return self.root / "logs"

	@property
	def run(self) -> Path:
		return self.state / "run"

	@property
	def data(self) -> Path:
		"""MariaDB's data folder."""
		return self.state / "mariadb"

	@property
	def binary_logs(self) -> Path:
		"""MariaDB's binary logs, apart from the data."""
		return self.state / "binary_logs"

	@property
	def port_offset(self) -> int:
		"""Where an instance looks for free ports, from the bench's own upwards."""
		if not self.is_test:
			return 0
		number = self.name.rpartition("-")[2]
		return TEST_OFFSET + PORT_STEP * int(number) if number.isdigit() else TEST_OFFSET

	@property
	def is_test(self) -> bool:
		return self.root != ROOT

	@property
	def socket(self) -> Path:
		"""MariaDB's unix socket; the system takes 107 characters at most."""
		path = self.run / "mariadb.sock"
		if len(str(path)) <= SOCKET_PATH_LIMIT:
			return path
		mark = hashlib.sha256(str(path).encode()).hexdigest()[:12]
		return Path("/tmp") / f"bench-{os.getuid()}-{mark}" / "mariadb.sock"

	@property
	def database_tmp(self) -> Path:
		"""MariaDB's temporary tables and sort files."""
		return self.state / "mariadb_tmp"

	def ports(self) -> dict[str, int]:
		"""The ports chosen by the last start."""
		defaults = {name: port + self.port_offset for name, port in bench_config()["ports"].items()}
		return read_json(self.state / "ports.json") or defaults

	def keep_ports(self, ports: dict[str, int]) -> None:
		"""Remember the chosen ports."""
		write_json(self.state / "ports.json", ports)

	def passwords(self) -> dict[str, str]:
		"""Passwords of the services, made at the first start; readable by their owner only."""
		path = self.state / "secrets.json"
		known = read_json(path)
		missing = {name: secrets.token_hex(24) for name in PASSWORDS if name not in known}
		if missing:
			write_json(path, {**known, **missing}, mode=0o600)
		return {**known, **missing}

	def token(self) -> str:
		"""By what this instance's servers are known; copies of its passwords elsewhere have another one."""
		key = self.passwords()["token"].encode()
		return hmac.new(key, str(self.state).encode(), hashlib.sha256).hexdigest()

	def make_folders(self) -> None:
		"""Folders that the services expect."""
		redis = (self.state / name for name in ("redis_cache", "redis_queue"))
		for folder in (self.run, self.socket.parent, self.database_tmp, self.binary_logs, *redis):
			folder.mkdir(parents=True, exist_ok=True, mode=0o700)
		for folder in (self.sites, self.logs):
			folder.mkdir(parents=True, exist_ok=True)


MAIN = Instance("main", ROOT, STATE / "main")


def named(name: str) -> Instance:
	"""The bench's own instance, or a test instance below .bench/."""
	if name == MAIN.name:
		return MAIN
	return Instance(name, STATE / name, STATE / name)

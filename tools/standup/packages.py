"""Debian packages: what is missing is installed as root or through sudo; no system service is started."""

from __future__ import annotations

import glob
import importlib.util
import os
import re
import shutil
import subprocess

from . import console
from .settings import StandupError, bench_config


def missing(group: str) -> list[str]:
	"""The packages of a group (`lint`, `run` or `test`, see config/bench.json) whose files are not there."""
	return [name for name, sign in bench_config()["packages"][group].items() if not _is_there(sign)]


def _is_there(sign: str) -> bool:
	"""A sign is a path (with wildcards), `python:<module>`, or `node` in the version we need."""
	if sign == "node":
		return node_version() >= bench_config()["node_minimum"] and shutil.which("npm") is not None
	if sign.startswith("python:"):
		return importlib.util.find_spec(sign.removeprefix("python:")) is not None
	return bool(glob.glob(sign))


def node_version() -> int:
	"""Major version of the Node on the PATH; 0 if there is none."""
	if not shutil.which("node"):
		return 0
	text = subprocess.run(["node", "--version"], capture_output=True, text=True, check=False).stdout
	found = re.match(r"v(\d+)", text)
	return int(found.group(1)) if found else 0


def provision(group: str) -> bool:
	"""Install what is missing; True if anything was."""
	names = missing(group)
	if not names:
		return False
	console.say(f"    Debian packages: {' '.join(names)}")
	prefix = _as_root(names)
	apt = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]
	console.run([*apt, "update"], what="apt-get update")
	console.run([*apt, "install", "-y", "--no-install-recommends", *names], what="apt-get install")
	if still := missing(group):
		raise StandupError(f"Installed, but still not found: {' '.join(still)}")
	return True


def _as_root(names: list[str]) -> list[str]:
	if os.geteuid() == 0:
		return []
	install = f"apt-get install --no-install-recommends {' '.join(names)}"
	if not shutil.which("apt-get"):
		raise StandupError(f"This is not Debian; install what these packages hold: {' '.join(names)}")
	if not shutil.which("sudo"):
		raise StandupError(
			f"Debian packages are missing. As root, run:\n\n    {install}\n\nthen start again."
		)
	if subprocess.run(["sudo", "-v"], check=False).returncode:
		raise StandupError(
			f"sudo was refused. Ask an administrator to run:\n\n    {install}\n\nthen start again."
		)
	return ["sudo"]

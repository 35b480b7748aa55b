"""The Python environment: exact versions with hashes, from the registry that pip is set up for."""

from __future__ import annotations

import hashlib
import os
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from . import console
from .settings import APPS, CONFIG, ENV, PYTHON, ROOT, set_stamp, stamp

LOCK = CONFIG / "requirements.lock"
TEST_LOCK = CONFIG / "requirements-test.lock"
BUILD_TOOLS = ("setuptools", "flit-core")
EDITABLE = ("frappe", "social_assistance")
COMMAND_LINK = Path("/usr/local/bin/bench")


def provision(test: bool = False) -> bool:
	"""Make env/ hold what the lock files say; True if anything had to be done."""
	stages = [("environment", LOCK)]
	if test:
		stages.append(("environment-test", TEST_LOCK))
	changed = False
	for name, lock in stages:
		if stamp(name) != _key(lock) or not PYTHON.exists():
			_install_locked(lock)
			set_stamp(name, _key(lock))
			changed = True
	return _install_apps() or changed


def _key(lock: Path) -> str:
	return hashlib.sha256(lock.read_bytes() + sys.version.encode() + str(ROOT).encode()).hexdigest()


def _install_locked(lock: Path) -> None:
	"""The build tools come first, because some packages are sources that are built with them."""
	if not PYTHON.exists():
		console.run([sys.executable, "-m", "venv", ENV], what="python3 -m venv env")
	if lock == LOCK:
		with tempfile.NamedTemporaryFile("w", suffix=".txt") as part:
			part.write("\n".join(_entries(lock, BUILD_TOOLS)))
			part.flush()
			_pip("--require-hashes", "--no-deps", "-r", part.name)
	_pip("--require-hashes", "--no-deps", "--no-build-isolation", "-r", str(lock))


def _entries(lock: Path, names: Iterable[str]) -> Iterable[str]:
	"""The lock file's entries, hashes included, of the packages named."""
	entries = lock.read_text(encoding="utf-8").replace("\\\n", " ").splitlines()
	wanted = tuple(f"{name}==" for name in names)
	return [entry for entry in entries if entry.startswith(wanted)]


def _install_apps() -> bool:
	"""Install the apps in place, so that edits count at once."""
	files = [APPS / app / "pyproject.toml" for app in EDITABLE]
	key = hashlib.sha256(b"".join(path.read_bytes() for path in files) + stamp("environment").encode()).hexdigest()
	if stamp("apps") == key:
		return False
	_pip("--no-deps", "--no-build-isolation", *[word for path in files for word in ("-e", str(path.parent))])
	set_stamp("apps", key)
	return True


def _pip(*words: str) -> None:
	pip = [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *words]
	console.run(pip, what="pip install")


def link_command() -> Path | None:
	"""Put `bench` on the PATH where that is ours to do; otherwise the folder to add to it."""
	target, link = ENV / "bin" / "bench", COMMAND_LINK
	if not link.exists() and not link.is_symlink() and os.access(link.parent, os.W_OK):
		link.symlink_to(target)
	return None if link.resolve() == target.resolve() else target.parent

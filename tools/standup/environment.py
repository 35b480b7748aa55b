"""The Python environment: exact versions with hashes, from the registry that pip is set up for."""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from . import console, framework, installer, stock
from .settings import APPS, CONFIG, ENV, LINT_ENV, LINT_PYTHON, PYTHON, ROOT, set_stamp, stamp

LOCK = CONFIG / "requirements.lock"
TEST_LOCK = CONFIG / "requirements-test.lock"
LINT_LOCK = CONFIG / "requirements-lint.lock"
COMMAND_LINK = Path("/usr/local/bin/bench")
EDITABLE = ("frappe", "social_assistance")
# Some packages are sources only and are built with the first two; the third installs.
BUILD_TOOLS = ("setuptools", "flit-core", "uv")


def provision(test: bool = False) -> bool:
	"""Make env/ hold what the lock files, or stock Frappe, ask for; True if anything had to be done."""
	changed = _make_environment()
	changed = (_install_stock() if framework.is_stock() else _install_locked(LOCK)) or changed
	if test:
		changed = _install_locked(TEST_LOCK) or changed
	return _install_apps() or changed


def provision_lint() -> bool:
	"""The small environment of `make lint` and the tests without a site; True if it was made anew."""
	key = f"{sys.version} {ROOT} {hashlib.sha256(LINT_LOCK.read_bytes()).hexdigest()}"
	if stamp(LINT_ENV.name) == key and LINT_PYTHON.exists():
		return False
	shutil.rmtree(LINT_ENV, ignore_errors=True)
	console.run([sys.executable, "-m", "venv", LINT_ENV], what="python3 -m venv")
	_install_first(LINT_LOCK, ["uv"], LINT_ENV)
	installer.fastest(["--require-hashes", "--no-deps", "-r", str(LINT_LOCK)], LINT_ENV)
	set_stamp(LINT_ENV.name, key)
	return True


def _make_environment() -> bool:
	"""An empty environment, unless there is one for this Python, at this place, for this kind of framework."""
	key = f"{sys.version} {ROOT} {framework.is_stock()}"
	if stamp("venv") == key and PYTHON.exists():
		return False
	shutil.rmtree(ENV, ignore_errors=True)
	console.run([sys.executable, "-m", "venv", ENV], what="python3 -m venv env")
	for name in (LOCK.stem, TEST_LOCK.stem, "requirements-stock", "apps"):
		set_stamp(name, "")
	set_stamp("venv", key)
	return True


def _install_stock() -> bool:
	"""Stock Frappe's own requirements, which the registry resolves; no lock file of ours covers them."""
	wanted = [*stock.requirements(APPS / "frappe" / "pyproject.toml"), *stock.BENCH_REQUIREMENTS]
	key = hashlib.sha256("\n".join(wanted).encode()).hexdigest()
	if stamp("requirements-stock") == key:
		return False
	installer.pip(["uv"])
	installer.fastest(wanted)
	installer.pip(["--no-deps", stock.BENCH_COMMAND])
	installer.fastest([str(APPS / "social_assistance")])
	set_stamp("requirements-stock", key)
	return True


def _install_locked(lock: Path) -> bool:
	"""What a lock file says, unless it is there already."""
	key = hashlib.sha256(lock.read_bytes()).hexdigest()
	if stamp(lock.stem) == key:
		return False
	_install(lock)
	set_stamp(lock.stem, key)
	return True


def _install(lock: Path) -> None:
	if lock == LOCK:
		_install_first(lock, BUILD_TOOLS, ENV)
	installer.fastest(["--require-hashes", "--no-deps", "--no-build-isolation", "-r", str(lock)])


def _install_first(lock: Path, names: Iterable[str], env: Path) -> None:
	"""Install what the rest of a lock file is installed with."""
	with tempfile.NamedTemporaryFile("w", suffix=".txt") as part:
		part.write("\n".join(_entries(lock, names)))
		part.flush()
		installer.pip(["--require-hashes", "--no-deps", "-r", part.name], env)


def _entries(lock: Path, names: Iterable[str]) -> list[str]:
	"""The lock file's entries, hashes included, of the packages named."""
	entries = lock.read_text(encoding="utf-8").replace("\\\n", " ").splitlines()
	wanted = tuple(f"{name}==" for name in names)
	return [entry for entry in entries if entry.startswith(wanted)]


def _install_apps() -> bool:
	"""Install the apps in place, so that edits count at once."""
	files = [APPS / app / "pyproject.toml" for app in EDITABLE]
	key = hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()
	if stamp("apps") == key:
		return False
	folders = [word for path in files for word in ("-e", str(path.parent))]
	installer.pip(["--no-deps", "--no-build-isolation", *folders])
	set_stamp("apps", key)
	return True


def compile_locks() -> None:
	"""Resolve config/*.in to exact versions with the hashes of all their files."""
	provision_lint()
	compiler = [str(LINT_ENV / "bin" / "uv"), "pip", "compile", "--quiet", "--upgrade", "--universal"]
	compiler += ["--python-version", "3.11", "--generate-hashes", "--no-annotate", "--no-header"]
	for lock in (LOCK, TEST_LOCK, LINT_LOCK):
		console.run(
			[*compiler, str(lock.with_suffix(".in")), "--output-file", str(lock)],
			cwd=CONFIG,
			what=f"lock {lock.name}",
		)


def link_command() -> Path | None:
	"""Put `bench` on the PATH where that is ours to do; otherwise the folder to add to it."""
	target = ENV / "bin" / "bench"
	if (
		not COMMAND_LINK.exists()
		and not COMMAND_LINK.is_symlink()
		and os.access(COMMAND_LINK.parent, os.W_OK)
	):
		COMMAND_LINK.symlink_to(target)
	on_path = shutil.which("bench")
	return None if on_path and Path(on_path).resolve() == target.resolve() else target.parent

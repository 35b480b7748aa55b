"""Puts the framework into apps/frappe.

Without access to git the framework comes from a wheel of the package registry that holds Frappe under
another name; the names are put back in the order that config/framework.json gives. Two hashes guard it:

- `wheel_sha256`: SHA-256 of the downloaded file;
- `tree_sha256`: SHA-256 over one line `<sha256 of the file>  <path>\\n` per restored file, paths sorted,
  relative to apps/frappe and before patches/frappe is applied (`python3 -m standup framework-digest`).

With FRAPPE_SOURCE=<git url or path>@<ref> stock Frappe is taken instead and nothing is patched; later runs stay with
it until `make reset`.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

from . import console, stock
from .settings import APPS, CONFIG, ROOT, STATE, StandupError, framework_config, set_stamp, stamp

TARGET = APPS / "frappe"
DRAFT = APPS / ".frappe.draft"
PUBLIC = Path("frappe") / "public"
BUILT = ("dist", "node_modules")
OLD = APPS / ".frappe.old"
PATCHES = ROOT / "patches" / "frappe"
STAMP = "framework"

PYPROJECT = """\
[project]
name = "frappe"
version = "{version}"
description = "Frappe Framework, restored; see config/framework.json"
requires-python = ">=3.10"

[build-system]
requires = ["flit_core >=3.4,<4"]
build-backend = "flit_core.buildapi"
"""


def source() -> str | None:
	"""What FRAPPE_SOURCE says, if it says anything."""
	return os.environ.get("FRAPPE_SOURCE") or None


def is_stock() -> bool:
	"""Whether apps/frappe holds stock Frappe instead of the restored snapshot."""
	return (TARGET / ".git").exists() or (TARGET / "esbuild").exists()


def key() -> str:
	"""Changes whenever apps/frappe has to be made again."""
	if source():
		return f"stock {source()}"
	parts = [(CONFIG / "framework.json").read_bytes()]
	parts += [path.name.encode() + path.read_bytes() for path in patch_files()]
	return hashlib.sha256(b"\0".join(parts)).hexdigest()


def patch_files() -> list[Path]:
	"""Our patches, in the order of their numbers."""
	return sorted(PATCHES.glob("[0-9]*.patch"))


def provision() -> bool:
	"""Make apps/frappe what config, patches and FRAPPE_SOURCE ask for; True if that changed anything."""
	if not source() and stamp(STAMP).startswith("stock ") and TARGET.exists():
		return False
	if stamp(STAMP) == key() and TARGET.exists():
		return False
	shutil.rmtree(DRAFT, ignore_errors=True)
	if source():
		stock.fetch(source() or "", DRAFT)
	else:
		restore(download(), DRAFT)
		check_tree(DRAFT)
		apply_patches(DRAFT)
	_replace_target()
	set_stamp(STAMP, key())
	return True


def _replace_target() -> None:
	"""Put the new tree in place; a running desk keeps its built assets until the next build."""
	for name in () if source() else BUILT:
		if (TARGET / PUBLIC / name).exists():
			(TARGET / PUBLIC / name).rename(DRAFT / PUBLIC / name)
	shutil.rmtree(OLD, ignore_errors=True)
	if TARGET.exists():
		TARGET.rename(OLD)
	DRAFT.rename(TARGET)
	shutil.rmtree(OLD, ignore_errors=True)


def download() -> Path:
	"""The pinned wheel, from the registry that pip is set up for; refused if its hash differs."""
	config = framework_config()
	folder = STATE / "downloads"
	pattern = f"{config['package']}-{config['version']}-*.whl"
	folder.mkdir(parents=True, exist_ok=True)
	if not list(folder.glob(pattern)):
		name = f"{config['package']}=={config['version']}"
		pip = [
			sys.executable,
			"-m",
			"pip",
			"download",
			"--no-deps",
			"--no-cache-dir",
			"--dest",
			str(folder),
			name,
		]
		console.run(pip, what=f"pip download {name}")
	wheel = next(folder.glob(pattern))
	found = hashlib.sha256(wheel.read_bytes()).hexdigest()
	if found != config["wheel_sha256"]:
		wheel.unlink()
		raise StandupError(
			f"{wheel.name} has SHA-256 {found}, but config/framework.json pins {config['wheel_sha256']}. "
			"The registry or its mirror serves another file: do not use it."
		)
	return wheel


def restore(wheel: Path, folder: Path) -> None:
	"""Unpack the wheel with the framework's own names, and add what a wheel does not carry."""
	config = framework_config()
	moves = dict(config["moves"])
	with zipfile.ZipFile(wheel) as archive:
		for member in archive.infolist():
			path = restored_text(member.filename.encode()).decode()
			if member.is_dir() or ".dist-info/" in path or path.endswith(".DS_Store"):
				continue
			target = folder / moves.get(path, path)
			target.parent.mkdir(parents=True, exist_ok=True)
			target.write_bytes(restored_text(archive.read(member)))
	(folder / "pyproject.toml").write_text(PYPROJECT.format(version="15.0.0.dev0"), encoding="utf-8")


def restored_text(data: bytes) -> bytes:
	"""The same bytes with the framework's own names."""
	for wrong, right in framework_config()["replacements"]:
		data = data.replace(wrong.encode(), right.encode())
	return data


def digest_lines(folder: Path) -> Iterator[bytes]:
	"""One line per file of the restored package, in the order of their paths."""
	files = (path for path in (folder / "frappe").rglob("*") if path.is_file())
	for path in sorted(files, key=lambda item: item.relative_to(folder).as_posix()):
		found = hashlib.sha256(path.read_bytes()).hexdigest()
		yield f"{found}  {path.relative_to(folder).as_posix()}\n".encode()


def tree_digest(folder: Path) -> str:
	"""SHA-256 over all restored files, as the module's docstring says."""
	total = hashlib.sha256()
	for line in digest_lines(folder):
		total.update(line)
	return total.hexdigest()


def check_tree(folder: Path) -> None:
	"""Refuse a restored tree that is not, byte for byte, the one that was compared with upstream."""
	found, pinned = tree_digest(folder), framework_config()["tree_sha256"]
	if found != pinned:
		raise StandupError(
			f"The restored framework has digest {found}, but config/framework.json pins {pinned}. "
			"Nothing was installed."
		)


def apply_patches(folder: Path) -> None:
	"""Apply patches/frappe in order; one that does not fit exactly stops everything."""
	for path in patch_files():
		with path.open("rb") as diff:
			patch = ["patch", "-p1", "--batch", "--forward", "--fuzz=0", "--no-backup-if-mismatch"]
			console.run(patch, cwd=folder, stdin=diff, what=f"patch {path.name}")

"""Removes what `make run` and `make test` made, so that a clean clone is left."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

from .environment import COMMAND_LINK
from .settings import APPS, CONFIG, ENV, ROOT, SITES, STATE

KEPT_IN_SITES = {"apps.txt"}
SOURCES = ("apps/social_assistance", "benchmarks", "config", "tests", "tools")
CACHES = ("__pycache__", ".pytest_cache", ".mypy_cache", ".ruff_cache", ".hypothesis", "*.egg-info")


def generated() -> Iterator[Path]:
	"""Everything that is not in a clone. The framework goes before the caches, which are searched for."""
	yield from (
		STATE,
		ENV,
		APPS / "frappe",
		APPS / ".frappe.draft",
		APPS / ".frappe.old",
		ROOT / "logs",
		CONFIG / "pids",
	)
	yield from (CONFIG / "assets" / "node_modules", CONFIG / "bench_build.lock")
	yield from (path for path in SITES.glob("*") if path.name not in KEPT_IN_SITES)
	public = APPS / "social_assistance" / "social_assistance" / "public"
	yield from (public / "dist", public / "node_modules")
	for pattern in CACHES:
		yield from ROOT.glob(pattern)
		for name in SOURCES:
			yield from (ROOT / name).rglob(pattern)


def remove_generated() -> list[Path]:
	"""Remove it all; what was removed, relative to the repository."""
	removed = []
	for path in generated():
		if path.is_symlink() or path.is_file():
			path.unlink()
		elif path.is_dir():
			shutil.rmtree(path)
		else:
			continue
		removed.append(path.relative_to(ROOT))
	return removed


def unlink_command() -> None:
	"""Take `bench` off the PATH again if it was ours."""
	if COMMAND_LINK.is_symlink() and COMMAND_LINK.readlink() == ENV / "bin" / "bench":
		COMMAND_LINK.unlink()

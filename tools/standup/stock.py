"""Stock Frappe from a git repository: FRAPPE_SOURCE=<url or path>@<branch, tag or commit>."""

from __future__ import annotations

import shutil
from pathlib import Path

from . import console
from .settings import StandupError


def fetch_stock(source: str, folder: Path) -> None:
	"""A checkout of one ref, without history."""
	address, separator, ref = source.rpartition("@")
	if not separator or not address or not ref:
		raise StandupError(f"FRAPPE_SOURCE is {source!r}; it must be <git url or path>@<ref>.")
	if not shutil.which("git"):
		raise StandupError("FRAPPE_SOURCE needs git; install it, or leave FRAPPE_SOURCE out.")
	folder.mkdir(parents=True)
	console.run(["git", "init", "--quiet", folder], what="git init")
	console.run(
		["git", "-C", folder, "fetch", "--quiet", "--depth=1", address, ref], what=f"git fetch {source}"
	)
	console.run(["git", "-C", folder, "checkout", "--quiet", "FETCH_HEAD"], what="git checkout")

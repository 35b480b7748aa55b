"""Stock Frappe from a git repository: FRAPPE_SOURCE=<url or path>@<branch, tag or commit>.

Its own requirements and its own bundler are used; only the pins that need git are replaced by released versions.
"""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

from . import console
from .settings import StandupError

GIT_REQUIREMENT = re.compile(r"^(?P<name>[\w.-]+)\s*@\s*git\+")
# Upstream takes its own branch of gunicorn from git; these releases have what the bench uses.
REPLACEMENTS = {"gunicorn": "gunicorn>=22,<24"}
NODE_REPLACEMENTS = {"air-datepicker": "2.2.3"}
# What the bench itself needs beside the framework; its command line comes without its own, narrower pins.
BENCH_REQUIREMENTS = (
	"honcho~=2.0",
	"python-crontab~=2.6",
	"python-socketio~=5.18",
	"aiohttp~=3.13",
	"setuptools>=80,<81",
	"flit-core>=3.12,<4",
	"uv",
)
BENCH_COMMAND = "frappe-bench~=5.31"


def fetch(source: str, folder: Path) -> None:
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


def requirements(pyproject: Path) -> list[str]:
	"""What the framework asks for, every entry available from a package registry."""
	text = pyproject.read_text(encoding="utf-8")
	block = re.search(r"^dependencies = \[(.*?)^\]", text, re.DOTALL | re.MULTILINE)
	if not block:
		raise StandupError(f"{pyproject} names no dependencies")
	return [_from_registry(entry) for entry in re.findall(r"^\s*\"([^\"]+)\"", block.group(1), re.MULTILINE)]


def _from_registry(entry: str) -> str:
	found = GIT_REQUIREMENT.match(entry)
	if not found:
		return entry
	name = found.group("name")
	if name not in REPLACEMENTS:
		raise StandupError(
			f"The framework wants {entry}; tools/standup/stock.py knows no released version of {name}."
		)
	return REPLACEMENTS[name]


def use_released_packages(package: Path) -> None:
	"""Let package.json ask the registry for what it would take from git."""
	content = json.loads(package.read_text(encoding="utf-8"))
	wanted = content["dependencies"]
	for name, version in wanted.items():
		if version.startswith(("github:", "git")):
			if name not in NODE_REPLACEMENTS:
				raise StandupError(
					f"The desk wants {name} from git; tools/standup/stock.py knows no released version of it."
				)
			wanted[name] = NODE_REPLACEMENTS[name]
	package.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")


def build_assets(folder: Path) -> None:
	"""Install the framework's own packages and run its own bundler over all apps."""
	use_released_packages(folder / "package.json")
	npm = ["npm", "install", "--no-audit", "--no-fund", "--no-package-lock", "--loglevel=error"]
	console.run(npm, cwd=folder, what="npm install")
	console.run(["node", "esbuild", "--production"], cwd=folder, what="esbuild")

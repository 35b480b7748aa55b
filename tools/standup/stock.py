"""Stock Frappe from a git repository: FRAPPE_SOURCE=<url or path>@<branch, tag or commit>.

Its own requirements and its own bundler are used; only the pins that need git are replaced by released versions.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

from . import console
from .settings import StandupError

GIT_REQUIREMENT = re.compile(r"^(?P<name>[\w.-]+)\s*@\s*git\+")
# Upstream takes its own branch of gunicorn from git; these releases have what the bench uses.
REPLACEMENTS = {"gunicorn": "gunicorn>=22,<24"}
# Upstream's lock file is yarn's, of the classic version.
YARN = "yarn@1.22.22"
RESOLVED = re.compile(r'(resolved ")https?://[^/"]+/')
NODE_REPLACEMENTS = {"air-datepicker": "2.2.3"}
# What the bench itself needs beside the framework; its command line comes without its own, narrower pins.
BENCH_REQUIREMENTS = (
	"supervisor~=4.3",
	"honcho~=2.0",
	"python-crontab~=2.6",
	"python-socketio~=5.18",
	"aiohttp~=3.13",
	"setuptools>=80,<81",
	"flit-core>=3.12,<4",
	"uv",
)
# Later ones import from a newer Click than the framework pins.
BENCH_COMMAND = "frappe-bench==5.31.0"


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


def build_assets(folder: Path) -> None:
	"""Install the packages of the framework's own lock file and run its own bundler over all apps."""
	replaced = use_released_packages(folder / "package.json")
	use_registry(folder / "yarn.lock", _npm_registry(), replaced)
	yarn = ["npx", "--yes", YARN, "install", "--non-interactive", "--silent"]
	console.run(yarn, cwd=folder, what="yarn install")
	console.run(["node", "esbuild", "--production"], cwd=folder, what="esbuild")


def use_released_packages(package: Path) -> list[str]:
	"""Let package.json ask the registry for what it would take from git; the names that were changed."""
	content = json.loads(package.read_text(encoding="utf-8"))
	wanted = content["dependencies"]
	from_git = [name for name, version in wanted.items() if version.startswith(("github:", "git"))]
	if unknown := sorted(set(from_git) - set(NODE_REPLACEMENTS)):
		raise StandupError(
			f"The desk wants {', '.join(unknown)} from git; tools/standup/stock.py knows no released version."
		)
	wanted.update({name: NODE_REPLACEMENTS[name] for name in from_git})
	package.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
	return from_git


def use_registry(lock: Path, registry: str, leave_out: list[str]) -> None:
	"""Let yarn.lock name the registry that npm is set up for; hashes stay, entries that came from git go."""
	entries = lock.read_text(encoding="utf-8").split("\n\n")
	prefixes = tuple(f"{quote}{name}@" for name in leave_out for quote in ("", '"'))
	kept = [entry for entry in entries if not (prefixes and entry.lstrip().startswith(prefixes))]
	text = RESOLVED.sub(lambda found: found.group(1) + registry, "\n\n".join(kept))
	lock.write_text(text, encoding="utf-8")


def _npm_registry() -> str:
	done = subprocess.run(["npm", "config", "get", "registry"], capture_output=True, text=True, check=False)
	return done.stdout.strip().rstrip("/") + "/"

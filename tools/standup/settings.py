"""Where things are, and what `config/` says about them."""

from __future__ import annotations

import json
import os
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
APPS = ROOT / "apps"
CONFIG = ROOT / "config"
SITES = ROOT / "sites"
LOGS = ROOT / "logs"
ENV = ROOT / "env"
STATE = ROOT / ".bench"
PYTHON = ENV / "bin" / "python"
# Lint and the tests without a site have an environment of their own: no framework, made in seconds.
LINT_ENV = STATE / "lint"
LINT_PYTHON = LINT_ENV / "bin" / "python"


class StandupError(Exception):
	"""Something the person at the keyboard has to know or do; shown without a traceback."""


@cache
def bench_config() -> dict[str, Any]:
	"""config/bench.json: site, ports, packages."""
	return read_json(CONFIG / "bench.json")


@cache
def framework_config() -> dict[str, Any]:
	"""config/framework.json: where the framework comes from and its hashes."""
	return read_json(CONFIG / "framework.json")


def read_json(path: Path) -> dict[str, Any]:
	"""The object in a JSON file; an empty one if there is no file."""
	return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def write_json(path: Path, value: dict[str, Any], mode: int = 0o644) -> None:
	"""Replace a JSON file in one step, so that an interruption never leaves half of it."""
	path.parent.mkdir(parents=True, exist_ok=True)
	draft = path.with_name(path.name + ".new")
	draft.touch(mode=mode)
	draft.chmod(mode)
	draft.write_text(json.dumps(value, indent="\t", ensure_ascii=False) + "\n", encoding="utf-8")
	os.replace(draft, path)


def stamp(name: str) -> str:
	"""The key under which a stage was last finished; empty if it never was."""
	path = STATE / "stamps" / name
	return path.read_text(encoding="utf-8") if path.exists() else ""


def set_stamp(name: str, key: str) -> None:
	"""Remember that a stage is finished for this key."""
	path = STATE / "stamps" / name
	path.parent.mkdir(parents=True, exist_ok=True)
	path.write_text(key, encoding="utf-8")

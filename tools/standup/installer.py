"""Installing Python packages: with uv where it can be told what pip is set up for, otherwise with pip itself."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

from . import console
from .settings import ENV, StandupError

# pip's settings that uv can be told; and those that make no difference here. Any other one means: use pip.
TRANSLATED = {"index-url": "UV_DEFAULT_INDEX", "extra-index-url": "UV_INDEX", "cert": "SSL_CERT_FILE"}
HARMLESS = {
	"cache-dir",
	"constraint",
	"default-timeout",
	"disable-pip-version-check",
	"find-links",
	"no-cache-dir",
	"progress-bar",
	"retries",
	"root-user-action",
	"timeout",
}


def pip(words: Sequence[str], env: Path = ENV) -> None:
	"""`pip install` in an environment, by default the bench's."""
	program = [str(env / "bin" / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
	console.run([*program, *words], what="pip install")


def fastest(words: Sequence[str], env: Path = ENV) -> None:
	"""The same with uv, some five times faster; with pip if uv is missing, cannot be set up alike, or fails."""
	settings, uv = _uv_settings(env), env / "bin" / "uv"
	if settings is None or not uv.exists():
		return pip(words, env)
	try:
		console.run([str(uv), "pip", "install", "--quiet", *words], env=settings, what="uv pip install")
	except StandupError:
		console.say("    uv failed; trying again with pip")
		pip(words, env)


def _uv_settings(env: Path) -> dict[str, str] | None:
	"""pip's settings as uv's environment; None if there is one that uv would not respect."""
	listed = subprocess.run(
		[str(env / "bin" / "python"), "-m", "pip", "config", "list"],
		capture_output=True,
		text=True,
		check=False,
	).stdout
	# All indexes count alike, as pip has it; versions and hashes are pinned anyway.
	settings = {"VIRTUAL_ENV": str(env), "UV_INDEX_STRATEGY": "unsafe-best-match"}
	for line in listed.splitlines():
		name, _, value = line.partition("=")
		option = name.rpartition(".")[2]
		if option in TRANSLATED:
			known = os.environ.get(TRANSLATED[option])
			settings[TRANSLATED[option]] = known or value.strip("'\"").replace("\\n", " ")
		elif option not in HARMLESS:
			return None
	return settings

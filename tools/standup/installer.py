"""Installing Python packages: with uv where it can be told what pip is set up for, otherwise with pip itself."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence

from . import console
from .settings import ENV, PYTHON, StandupError

UV = ENV / "bin" / "uv"
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


def pip(words: Sequence[str]) -> None:
	"""`pip install` in the bench's environment."""
	program = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
	console.run([*program, *words], what="pip install")


def fastest(words: Sequence[str]) -> None:
	"""The same with uv, some five times faster; with pip if uv is missing, cannot be set up alike, or fails."""
	settings = _uv_settings()
	if settings is None or not UV.exists():
		return pip(words)
	try:
		console.run([str(UV), "pip", "install", "--quiet", *words], env=settings, what="uv pip install")
	except StandupError:
		console.say("    uv failed; trying again with pip")
		pip(words)


def _uv_settings() -> dict[str, str] | None:
	"""pip's settings as uv's environment; None if there is one that uv would not respect."""
	listed = subprocess.run(
		[str(PYTHON), "-m", "pip", "config", "list"], capture_output=True, text=True, check=False
	).stdout
	# All indexes count alike, as pip has it; versions and hashes are pinned anyway.
	settings = {"VIRTUAL_ENV": str(ENV), "UV_INDEX_STRATEGY": "unsafe-best-match"}
	for line in listed.splitlines():
		name, _, value = line.partition("=")
		option = name.rpartition(".")[2]
		if option in TRANSLATED:
			known = os.environ.get(TRANSLATED[option])
			settings[TRANSLATED[option]] = known or value.strip("'\"").replace("\\n", " ")
		elif option not in HARMLESS:
			return None
	return settings

"""`make lint`, `make test`, `make benchmark`: each hands over to the program that does the work."""

from __future__ import annotations

import os
import subprocess
import sys

from .settings import PYTHON, ROOT, StandupError


def unit_folders() -> list[str]:
	"""Tests that need no site."""
	return [name for name in ("tests/unit", "tests/architecture", "tests/setup") if (ROOT / name).exists()]


def pytest(words: list[str]) -> int:
	"""Run pytest from the repository's root; its exit code."""
	sys.stdout.flush()
	program = [str(PYTHON), "-m", "pytest", "-c", "pyproject.toml"]
	return subprocess.run([*program, *words], cwd=ROOT, check=False).returncode


def lint(words: list[str]) -> int:
	"""Run tools/checks/lint.py; its exit code."""
	program = [str(PYTHON), "-m", "tools.checks.lint", *words]
	return subprocess.run(program, cwd=ROOT, check=False).returncode


def benchmark(name: str, words: list[str]) -> int:
	"""Run benchmarks/<name>.py; its exit code."""
	known = sorted(path.stem for path in (ROOT / "benchmarks").glob("*.py") if not path.stem.startswith("_"))
	if name not in known:
		raise StandupError(f"make benchmark NAME=… with one of: {', '.join(known) or 'none yet'}")
	program = ROOT / "benchmarks" / f"{name}.py"
	return subprocess.run([PYTHON, program, *words], cwd=ROOT, env=_environment(), check=False).returncode


def _environment() -> dict[str, str]:
	return {**os.environ, "PYTHONPATH": str(ROOT / "tools")}

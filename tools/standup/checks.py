"""`make lint`, `make test`, `make benchmark`: each hands over to the program that does the work."""

from __future__ import annotations

import os
import secrets
import shutil
import subprocess
import sys
import tempfile

from . import console
from .settings import LINT_PYTHON, PYTHON, ROOT, StandupError

WORDS = ("-m", "pytest", "-c", "pyproject.toml")
PYTEST = (str(PYTHON), *WORDS)
UNIT_PYTEST = (str(LINT_PYTHON), *WORDS)
# Tests that need neither a site nor the framework: the small environment runs them.
UNIT_FOLDERS = ("tests/unit", "tests/architecture", "tests/setup")
# Two halves that take about as long as each other; together they are the `testpaths` of pyproject.toml.
SIDES = (("apps/social_assistance", "apps/social_assistance_erpnext"), ("tests",))


def pytest(words: list[str]) -> int:
	"""Run pytest from the repository's root; its exit code."""
	sys.stdout.flush()
	return subprocess.run([*PYTEST, *words], cwd=ROOT, check=False).returncode


def pytest_unit(words: list[str]) -> int:
	"""Run the tests that need no site; the exit code."""
	sys.stdout.flush()
	return subprocess.run([*UNIT_PYTEST, *UNIT_FOLDERS, *words], cwd=ROOT, check=False).returncode


def pytest_random(words: list[str]) -> int:
	"""Run the property tests on new examples; the seed that is printed brings the same ones again."""
	seed = os.environ.get("SEED") or str(secrets.randbelow(2**32))
	console.say(f"Seed {seed}; the same examples again: make test-random SEED={seed}")
	chosen = ["-m", "hypothesis", "--hypothesis-profile=random", f"--hypothesis-seed={seed}"]
	return pytest_unit([*chosen, *words])


def pytest_beside() -> int:
	"""All tests in two runs side by side, each with databases of its own; the worse exit code of the two.

	The output of one is shown as it comes, that of the other when both are through.
	"""
	sys.stdout.flush()
	with tempfile.TemporaryFile("w+", encoding="utf-8") as output:
		shown, kept = SIDES
		beside = subprocess.Popen([*PYTEST, *kept], cwd=ROOT, stdout=output, stderr=subprocess.STDOUT)
		try:
			code = pytest(list(shown))
			code_beside = beside.wait()
		finally:
			beside.kill()
			output.seek(0)
			shutil.copyfileobj(output, sys.stdout)
	return max(code, code_beside)


def lint(words: list[str]) -> int:
	"""Run tools/checks/lint.py; its exit code."""
	program = [str(LINT_PYTHON), "-m", "tools.checks.lint", *words]
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

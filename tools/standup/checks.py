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
# Their files are shared out among workers, each with a bench of its own.
SITE_FOLDERS = (
	"tests/bench",
	"apps/social_assistance_erpnext",
	"apps/social_assistance",
	"tests/scenarios",
	"tests/browser",
)
MOST_WORKERS = 4


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


def pytest_all() -> int:
	"""All tests: those with a site in several workers, those without beside them; the worse exit code of the two.

	The output of the first is shown as it comes, that of the second when both are through.
	"""
	sys.stdout.flush()
	# In the order of the folders: a scenario restarts the database, on which tests of the app hold a connection.
	# Every worker collects for itself; without a seed they would see sets in orders of their own.
	environment = {**os.environ, "PYTHONHASHSEED": "0"}
	shared = [
		*PYTEST,
		"--numprocesses",
		str(workers()),
		"--dist",
		"loadfile",
		"--no-loadscope-reorder",
		*SITE_FOLDERS,
	]
	with tempfile.TemporaryFile("w+", encoding="utf-8") as output:
		unit = subprocess.Popen(
			[*UNIT_PYTEST, *UNIT_FOLDERS], cwd=ROOT, stdout=output, stderr=subprocess.STDOUT
		)
		try:
			code = subprocess.run(shared, cwd=ROOT, env=environment, check=False).returncode
			unit_code = unit.wait()
		finally:
			unit.kill()
			output.seek(0)
			shutil.copyfileobj(output, sys.stdout)
	return max(code, unit_code)


def workers() -> int:
	"""How many benches are tested at once: two even on one core, since each waits for its servers much of the time."""
	return min(MOST_WORKERS, max(2, os.cpu_count() or 1))


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

"""`python -m tools.checks.dependencies`: deptry over each app and over the programs around them.

An app's own list is in its pyproject.toml. What the framework's list brings with it counts as declared there, as in every
Frappe app. The programs around the apps have the lists in config/.
"""

import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from .__main__ import ROOT

APPS = ("social_assistance", "social_assistance_erpnext")
FIRST_PARTY = ("frappe", "erpnext", *APPS)
# Modules that an app imports because the framework does.
OF_THE_FRAMEWORK = ("pypika", "requests", "werkzeug", "redis", "rq", "pymysql", "click")
NO_SOURCES = (r".*/node_modules/.*", r"node_modules/.*")
TESTS = (r".*test_.*\.py", r".*/tests/.*")
FOLDERS = ("tools", "tests", "benchmarks")
# Programs and plug-ins that nobody imports, and libraries that only the apps' rules import.
CALLED = (
	*(
		"uv",
		"ruff",
		"mypy",
		"import-linter",
		"deptry",
		"mutmut",
		"pre-commit",
		"pytest-timeout",
		"pytest-xdist",
	),
	*("types-requests", "types-PyYAML", "types-python-dateutil", "types-pytz"),
	*("python-stdnum", "chinesecalendar", "cn2an", "pypinyin", "rapidfuzz", "python-calamine"),
)


def of_app(app: str) -> tuple[list[str], Path]:
	"""Options and working folder for one app."""
	free = "|".join(OF_THE_FRAMEWORK)
	ignored = ["--per-rule-ignores", f"DEP001={free},DEP003={free}"]
	options = [".", *_each("--known-first-party", FIRST_PARTY), *_each("--exclude", (*NO_SOURCES, *TESTS))]
	return [*options, *ignored], ROOT / "apps" / app


def of_programs() -> tuple[list[str], Path]:
	"""Options and working folder for tools/, tests/ and benchmarks/; modules beside a test file are its own."""
	own = sorted({path.stem for folder in FOLDERS for path in (ROOT / folder).rglob("*.py")})
	lists = [
		"--requirements-files",
		"config/requirements-test.in,config/requirements-lint.in",
		"--requirements-files-dev",
		"config/requirements.in",
		"--package-module-name-map",
		"python-socketio=socketio",
	]
	# The bench's list is the framework's: unused there is no fault, used outside of tests neither.
	ignored = ["--ignore", "DEP004", "--per-rule-ignores", f"DEP002={'|'.join(CALLED)}"]
	options = [*FOLDERS, *_each("--known-first-party", (*FIRST_PARTY, *own)), *_each("--exclude", NO_SOURCES)]
	return [*options, *lists, *ignored], ROOT


def _each(option: str, values: Iterable[str]) -> list[str]:
	return [word for value in values for word in (option, value)]


def main() -> int:
	"""Run deptry on all parts; 1 when one of them has a finding."""
	program = [sys.executable, "-m", "deptry", "--no-ansi"]
	return max(
		[_run([*program, *options], folder) for options, folder in (*map(of_app, APPS), of_programs())]
	)


def _run(command: list[str], folder: Path) -> int:
	"""The exit code; what deptry guesses about packages that are not installed here is left out."""
	done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
	lines = [line for line in (done.stdout + done.stderr).splitlines() if not line.startswith("Assuming ")]
	sys.stdout.write("".join(f"{line}\n" for line in lines))
	return done.returncode


if __name__ == "__main__":
	sys.exit(main())

"""`python -m tools.checks.lint [--fix]`: run all static checks, one after the other."""

import os
import subprocess
import sys
import time

from .__main__ import ROOT

APPS = ("apps/social_assistance", "apps/social_assistance_erpnext")


def steps(fix: bool) -> list[tuple[str, list[str]]]:
	"""Title and command of each step."""
	python = [sys.executable, "-m"]
	return [
		("ruff check", [*python, "ruff", "check", *(["--fix"] if fix else []), "."]),
		("ruff format", [*python, "ruff", "format", *([] if fix else ["--check"]), "."]),
		("mypy", [*python, "mypy"]),
		("import contracts", [*python, "tools.checks.imports"]),
		("dependencies", [*python, "tools.checks.dependencies"]),
		("own checks", [*python, "tools.checks"]),
		("hygiene of files", [*python, "tools.checks.hygiene"]),
		("subjects of commits", [*python, "tools.checks.subjects"]),
	]


def main(options: list[str]) -> int:
	"""Run every step even when one fails, so that one look shows everything; 1 when any failed."""
	failed = []
	path = os.pathsep.join((*APPS, "tools", os.environ.get("PYTHONPATH", "")))
	environment = {**os.environ, "PYTHONPATH": path.rstrip(os.pathsep)}
	for title, command in steps("--fix" in options):
		started = time.monotonic()
		answer = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, env=environment)
		if answer.returncode:
			failed.append(title)
			sys.stdout.write(answer.stdout + answer.stderr)
		sys.stdout.write(
			f"{'✗' if answer.returncode else '✓'} {title} ({time.monotonic() - started:.1f} s)\n"
		)
	sys.stdout.write(f"lint: {'failed: ' + ', '.join(failed) if failed else 'clean'}\n")
	return bool(failed)


if __name__ == "__main__":
	sys.exit(main(sys.argv[1:]))

"""`python -m tools.checks.imports`: run import-linter with the contracts of pyproject.toml over the app without its tests.

Tests call whatever they test, so they are left out: import-linter reads a copy of the packages without them.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from standup.settings import LINT_ENV

from .__main__ import ROOT

PACKAGES = (
	"apps/social_assistance/social_assistance",
	"apps/social_assistance_erpnext/social_assistance_erpnext",
)
LEFT_OUT = shutil.ignore_patterns("test_*", "tests", "node_modules", "__pycache__")


def check_contracts(planted: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
	"""Run import-linter; `planted` adds lines to files of the copy (path below the app: text), as its own test does."""
	with tempfile.TemporaryDirectory() as folder:
		for package in PACKAGES:
			shutil.copytree(ROOT / package, Path(folder) / Path(package).name, ignore=LEFT_OUT)
		for place, text in planted.items():
			with (Path(folder) / "social_assistance" / place).open("a", encoding="utf-8") as file:
				file.write(f"\n{text}\n")
		program = LINT_ENV / "bin" / "lint-imports"
		return subprocess.run(
			[program, "--config", ROOT / "pyproject.toml", "--no-cache"],
			env=os.environ | {"PYTHONPATH": folder, "COLUMNS": "200"},
			capture_output=True,
			text=True,
			check=False,
		)


def main() -> int:
	"""0 when every contract is kept; what breaks one is printed with its line."""
	answer = check_contracts({})
	sys.stdout.write(answer.stdout + answer.stderr)
	return answer.returncode


if __name__ == "__main__":
	sys.exit(main())

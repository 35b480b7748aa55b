"""`make mutate`: whether the tests of the rules notice a changed rule.

mutmut wants the packages below its working folder, so that domain/ and its tests are copied to .bench/mutate. What was found for
a function stays there until the function changes.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from . import console
from .settings import APPS, LINT_ENV, ROOT, STATE, StandupError, read_json

FOLDER = STATE / "mutate"
APP = "social_assistance"
DOMAIN = Path(APP) / "domain"
# What ships as data is read by tests of the rules.
DATA = Path(APP) / "setup" / "data"
# A test that reaches past domain/ says nothing about the rules alone; one that parses them sees the changed copies.
BEYOND = re.compile(
	rf"^\s*(from|import) (ast\b|{APP}\.(?!domain\b)|{APP} import|standup|checks|harness)", re.MULTILINE
)
COPIED = (("tests/unit", "tests/unit"), ("tests/harness/properties.py", "tests/properties.py"))
SETTINGS = """\
[tool.pytest.ini_options]
pythonpath = [".", "tests", "tests/unit"]
addopts = "-p no:cacheprovider -p properties -W ignore"

[tool.mutmut]
source_paths = ["{app}"]
only_mutate = {files}
pytest_add_cli_args_test_selection = {tests}
use_git_change_detection = false
# Seconds beyond the usual: a busy machine is no endless loop.
timeout_constant = 60.0
"""
KILLED = ("killed", "timeout", "caught_by_type_check")
ALIVE = ("survived", "no_tests", "suspicious")


def run(words: list[str]) -> int:
	"""Mutate modules of domain/, by default all of them, and print how many changes the tests noticed."""
	files = [path.as_posix() for path in _modules(words)]
	_stage(files)
	program = str(LINT_ENV / "bin" / "mutmut")
	code = subprocess.run([program, "run"], cwd=FOLDER, check=False).returncode
	console.run([program, "export-cicd-stats"], cwd=FOLDER, what="mutmut")
	stats = read_json(FOLDER / "mutants" / "mutmut-cicd-stats.json")
	killed, alive = (sum(stats.get(name, 0) for name in names) for names in (KILLED, ALIVE))
	share = 100 * killed / (killed + alive) if killed + alive else 0
	console.say(f"\n{killed} of {killed + alive} changes were noticed: {share:.1f} %")
	console.say(f"Those that were not: cd {FOLDER.relative_to(ROOT)} && ../lint/bin/mutmut results")
	return code


def _modules(words: list[str]) -> Iterator[Path]:
	"""Files of domain/ by their names in it: `money`, or a whole folder."""
	root = APPS / APP / DOMAIN
	for word in words or ["."]:
		found = root / word
		files = sorted(found.rglob("*.py")) if found.is_dir() else [found.with_suffix(".py")]
		for path in files:
			if not path.exists():
				raise StandupError(f"domain/ has no module {word}")
			yield DOMAIN / path.relative_to(root)


def _stage(files: list[str]) -> None:
	"""Copy rules and tests; the results of earlier runs stay."""
	for name in (APP, "tests"):
		shutil.rmtree(FOLDER / name, ignore_errors=True)
	ignored = shutil.ignore_patterns("__pycache__", "conftest.py")
	for part in (DOMAIN, DATA):
		shutil.copytree(APPS / APP / part, FOLDER / part, ignore=ignored)
	shutil.copy2(APPS / APP / APP / "__init__.py", FOLDER / APP / "__init__.py")
	for source, target in COPIED:
		copy = shutil.copytree if (ROOT / source).is_dir() else shutil.copy2
		copy(ROOT / source, FOLDER / target)
	text = SETTINGS.format(app=APP, files=json.dumps(files), tests=json.dumps(_tests()))
	(FOLDER / "pyproject.toml").write_text(text, encoding="utf-8")


def _tests() -> list[str]:
	"""The tests that know nothing but domain/."""
	files = sorted((FOLDER / "tests").rglob("test_*.py"))
	texts = {path: path.read_text(encoding="utf-8") for path in files}
	chosen = [path for path, text in texts.items() if f"{APP}.domain" in text and not BEYOND.search(text)]
	return [path.relative_to(FOLDER).as_posix() for path in chosen]

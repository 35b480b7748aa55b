"""The kinds of tests, by folder; cheap kinds run first, and those that need a site say so by a fixture."""

import random
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
# Folder, mark. Order of running.
KINDS = (
	("tests/unit", "unit"),
	("tests/architecture", "architecture"),
	("tests/setup", "setup"),
	("tests/bench", "bench"),
	("apps/social_assistance", "app"),
	("tests/scenarios", "scenario"),
	("tests/browser", "browser"),
)
NEEDS_DEMO = {"scenario", "browser"}


def kind_of(path: Path) -> tuple[int, str]:
	"""Rank and mark of a test file."""
	relative = path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else ""
	for rank, (folder, mark) in enumerate(KINDS):
		if relative.startswith(folder + "/"):
			return rank, mark
	return len(KINDS), "unit"


def pytest_addoption(parser: pytest.Parser) -> None:
	help_text = (
		"take the files of each kind in an order drawn from this seed: no file may need another before it"
	)
	parser.addoption("--order-seed", type=int, help=help_text)
	help_text = "screens that the walk of each role follows from its homes; 0: every one, as `make walk` does"
	parser.addoption("--walk-entries", type=int, default=2, help=help_text)


def pytest_configure(config: pytest.Config) -> None:
	for folder, mark in KINDS:
		config.addinivalue_line("markers", f"{mark}: tests in {folder}")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
	if seed := config.getoption("--order-seed"):
		files = sorted({item.path for item in items})
		random.Random(seed).shuffle(files)
		place = {file: number for number, file in enumerate(files)}
		items.sort(key=lambda item: place[item.path])
	items.sort(key=lambda item: kind_of(item.path)[0])
	for item in items:
		if not isinstance(item, pytest.Function):
			continue
		mark = kind_of(item.path)[1]
		item.add_marker(mark)
		if mark == "app":
			# A usefixtures mark would come too late here; and unittest's setUpClass needs the site as well.
			item.fixturenames[:0] = ["connected_site", "app_site"]
	marks = {kind_of(item.path)[1] for item in items}
	config.stash[LAYER] = "demo" if marks & NEEDS_DEMO else "app"


LAYER = pytest.StashKey[str]()

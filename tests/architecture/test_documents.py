"""Documents that describe the code agree with it."""

import json
import re

import pytest
from app_shape import ROOT

from checks import permission_table

LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")
# A file named in a document with its path: `services/cases/steps.py`.
PLACE = re.compile(r"`([a-z_][\w./]*/[\w.]+\.(?:py|json|csv|js|md))`")
PACKAGE = ROOT / "apps" / "social_assistance" / "social_assistance"
DOCUMENTS = sorted(
	[
		*ROOT.glob("*.md"),
		*ROOT.glob("docs/**/*.md"),
		*ROOT.glob("patches/*.md"),
		PACKAGE / "domain" / "README.md",
		*PACKAGE.glob("*/doctype/*/README.md"),
	]
)


def test_the_permission_document_is_current() -> None:
	written = permission_table.TARGET.read_text(encoding="utf-8")
	assert written == permission_table.table(), "run: python -m tools.checks.permission_table --write"


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_inside_the_repository_lead_somewhere(path) -> None:
	found = LINK.findall(path.read_text(encoding="utf-8"))
	assert [target for target in found if not (path.parent / target).exists()] == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_files_that_a_document_names_exist(path) -> None:
	roots = (ROOT, PACKAGE, PACKAGE / "domain", path.parent)
	named = set(PLACE.findall(path.read_text(encoding="utf-8")))
	assert [place for place in sorted(named) if not any((root / place).exists() for root in roots)] == []


def test_every_dependency_is_explained() -> None:
	text = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8").lower()
	lines = [
		line.split("#")[0].strip()
		for name in ("requirements.in", "requirements-test.in", "requirements-lint.in")
		for line in (ROOT / "config" / name).read_text(encoding="utf-8").splitlines()
	]
	wanted = [re.split(r"[\[<>=~!;\s]", line)[0] for line in lines if line and not line.startswith("-")]
	package = json.loads((ROOT / "config" / "assets" / "package.json").read_text(encoding="utf-8"))
	unexplained = [name for name in [*wanted, *package["dependencies"]] if f"`{name.lower()}`" not in text]
	assert unexplained == []

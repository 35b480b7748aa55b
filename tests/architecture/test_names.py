"""Names are global on a site: ours must not meet those of Frappe, ERPNext or HRMS."""

from functools import cache
from pathlib import Path

import pytest
from app_shape import FRAPPE, PACKAGE, all_doctypes, frappe_names, module_names, records

KINDS = ("report", "print_format", "number_card", "dashboard_chart", "notification", "web_form")


@cache
def foreign_names() -> tuple[frozenset[str], frozenset[str]]:
	"""DocTypes and modules of the usual companions."""
	text = (Path(__file__).parent / "foreign_names.txt").read_text(encoding="utf-8")
	doctypes, _mark, modules = text.partition("[modules]")

	def names(part: str) -> frozenset[str]:
		return frozenset(
			line.strip() for line in part.splitlines() if line.strip() and not line.startswith("#")
		)

	return names(doctypes), names(modules)


@pytest.fixture(autouse=True, scope="module")
def framework() -> None:
	if not FRAPPE.exists():
		pytest.skip("apps/frappe is not provisioned yet")


def test_doctype_names_are_ours_alone() -> None:
	assert len(frappe_names("doctype")) > 200
	assert set(all_doctypes()) & frappe_names("doctype") == set()
	assert set(all_doctypes()) & foreign_names()[0] == set()


def test_module_names_are_ours_alone() -> None:
	core = set((FRAPPE / "modules.txt").read_text(encoding="utf-8").split("\n"))
	assert set(module_names()) & (core | foreign_names()[1]) == set()


@pytest.mark.parametrize("kind", KINDS)
def test_standard_records_are_ours_alone(kind: str) -> None:
	ours = [content["name"] for _path, content in records(kind)]
	assert len(ours) == len(set(ours))
	assert set(ours) & frappe_names(kind) == set()


def test_doctype_names_say_what_they_are() -> None:
	short = [n for n in all_doctypes() if " " not in n]
	assert short == [], "two words, so that no other app has the name already"
	assert [n for n in all_doctypes() if n != " ".join(w[0].upper() + w[1:] for w in n.split())] == []


def test_every_doctype_stands_in_the_folder_of_its_module() -> None:
	for path, content in records("doctype"):
		if content.get("doctype") != "DocType":
			continue
		assert content["module"] in module_names(), content["name"]
		assert path.relative_to(PACKAGE).parts[0] == content["module"].lower().replace(" ", "_"), content[
			"name"
		]


def test_workspaces_take_no_route_of_a_doctype() -> None:
	"""The desk reads /app/<word> as a workspace before it looks for a list."""
	taken = {n.lower() for n in (*all_doctypes(), *frappe_names("doctype"))}
	workspaces = [content for _path, content in records("workspace")]
	assert [w["name"] for w in workspaces if w["name"].lower() in taken] == []
	assert {w["name"] for w in workspaces} & frappe_names("workspace") == set()

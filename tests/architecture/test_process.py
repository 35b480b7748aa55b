"""The shipped process templates, the constants and the records agree on roles, states and columns."""

import json
import re
from typing import Any

import pytest
from app_shape import PACKAGE, all_doctypes, constants_of

CONSTANTS = constants_of(PACKAGE / "constants.py")
TEMPLATES = sorted((PACKAGE / "setup" / "data").glob("process_*.json"))


@pytest.fixture(params=TEMPLATES, ids=lambda path: path.stem)
def template(request: pytest.FixtureRequest) -> dict[str, Any]:
	return dict(json.loads(request.param.read_text(encoding="utf-8")))


def options(doctype: str, fieldname: str) -> list[str]:
	field = next(f for f in all_doctypes()[doctype]["fields"] if f["fieldname"] == fieldname)
	return [option for option in (field.get("options") or "").split("\n") if option]


def test_there_are_sixteen_steps_in_order(template: dict[str, Any]) -> None:
	assert [step["step_no"] for step in template["steps"]] == list(range(1, 17))
	assert len({step["step_code"] for step in template["steps"]}) == 16
	assert len({step["workflow_state"] for step in template["steps"]}) == 16


def test_roles_are_those_of_the_app(template: dict[str, Any]) -> None:
	assert {way["role"] for way in template["transitions"]} - set(CONSTANTS["APP_ROLES"]) == set()


def test_oversight_moves_nothing(template: dict[str, Any]) -> None:
	assert {way["role"] for way in template["transitions"]} & set(CONSTANTS["OVERSIGHT_ROLES"]) == set()


def test_targets_are_steps_or_exits(template: dict[str, Any]) -> None:
	codes = {step["step_code"] for step in template["steps"]}
	assert {way["target"] for way in template["transitions"]} - codes - set(CONSTANTS["EXIT_STATES"]) == set()
	assert {step["workflow_state"] for step in template["steps"]} & set(CONSTANTS["EXIT_STATES"]) == set()


def test_every_step_can_be_left_and_reached(template: dict[str, Any]) -> None:
	codes = [step["step_code"] for step in template["steps"]]
	assert {way["step_code"] for way in template["transitions"]} == set(codes)
	assert set(codes[1:]) - {way["target"] for way in template["transitions"]} == set()


def test_skips_and_refusals_name_their_reasons(template: dict[str, Any]) -> None:
	for way in template["transitions"]:
		if way["action"] not in ("Forward",):
			assert way["reasons"].split(), (way["step_code"], way["action"])


def test_the_matrix_covers_every_step_and_scheme_column(template: dict[str, Any]) -> None:
	columns = set(options("Assistance Scheme", "process_column"))
	cells = {(s["step_code"], s["process_column"]) for s in template["scopes"]}
	assert cells == {(step["step_code"], column) for step in template["steps"] for column in columns}


def test_selects_of_the_template_form_hold_the_values(template: dict[str, Any]) -> None:
	for table, doctype in (
		("steps", "Process Template Step"),
		("transitions", "Process Template Transition"),
		("evidence", "Process Template Evidence"),
		("scopes", "Process Template Scope"),
	):
		for field in all_doctypes()[doctype]["fields"]:
			if field["fieldtype"] == "Select":
				used = {str(row.get(field["fieldname"]) or "") for row in template[table]} - {""}
				assert used - set(options(doctype, field["fieldname"])) == set(), (
					doctype,
					field["fieldname"],
				)


def test_closed_states_are_statuses_of_a_case() -> None:
	assert set(CONSTANTS["EXIT_STATES"]) - set(options("Assistance Application", "case_status")) == set()


def test_role_names_stand_in_constants_only() -> None:
	"""A role spelt out in code is found by no search for its use."""
	names = "|".join(re.escape(role) for role in CONSTANTS["APP_ROLES"] if role not in all_doctypes())
	literal = re.compile(rf'"({names})"')
	paths = [
		path
		for layer in ("services", "engines", "permissions", "api", "overrides")
		for path in sorted((PACKAGE / layer).rglob("*.py"))
		if not path.name.startswith("test_")
	]
	found = [
		path.relative_to(PACKAGE).as_posix() for path in paths if literal.search(path.read_text("utf-8"))
	]
	assert found == []

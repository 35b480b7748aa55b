"""Whatever a form shows read-only has a writer that its DocType names, and every declaration leads somewhere."""

import ast
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from app_shape import PACKAGE, all_doctypes, constants_of

from social_assistance.permissions import field_rules
from social_assistance.permissions.field_rules import (
	EVERY_OTHER,
	PARENT,
	STANDARD_FIELDS,
	FieldRule,
	RuleKind,
)

CONSTANTS = constants_of(PACKAGE / "constants.py")
# Kept by the framework, and by `field_guard` for every type.
FRAMEWORK_FIELDS = {"amended_from"}
# A field that every writer may write has no business among these kinds alone.
ROLES = {*CONSTANTS["APP_ROLES"], "System Manager"}


@cache
def _controllers() -> dict[str, Path]:
	return {
		json.loads(path.read_text(encoding="utf-8"))["name"]: path.with_suffix(".py")
		for path in PACKAGE.glob("*/doctype/*/*.json")
		if path.stem == path.parent.name
	}


@cache
def _declared(doctype: str) -> tuple[tuple[FieldRule, ...], frozenset[str]]:
	"""The rules of a controller, and the encrypted companions of its fields, read without importing it."""
	tree = ast.parse(_controllers()[doctype].read_text(encoding="utf-8"))
	names: dict[str, Any] = {**CONSTANTS, **vars(field_rules)}
	rules: tuple[FieldRule, ...] = ()
	sealed: set[str] = set()
	for node in _assignments(tree):
		target = node.targets[0]
		assert isinstance(target, ast.Name)
		if target.id == "FIELD_RULES":
			rules = _value(node, names)
		elif target.id == "SEALED":
			sealed |= {
				word.value.value
				for word in ast.walk(node)
				if isinstance(word, ast.keyword) and isinstance(word.value, ast.Constant)
			}
		elif target.id != "SEALED_COPIES" and isinstance(node.value, ast.Tuple | ast.Constant):
			names[target.id] = _value(node, names)
	return rules, frozenset(sealed)


def _assignments(tree: ast.Module) -> Iterator[ast.Assign]:
	for node in tree.body:
		for inner in node.body if isinstance(node, ast.ClassDef) else [node]:
			if isinstance(inner, ast.Assign) and isinstance(inner.targets[0], ast.Name):
				yield inner


def _value(node: ast.Assign, names: dict[str, Any]) -> Any:
	return eval(compile(ast.Expression(node.value), "rules", "eval"), names)


def _fields(doctype: str) -> dict[str, dict[str, Any]]:
	return {field["fieldname"]: field for field in all_doctypes()[doctype]["fields"]}


def _parents(doctype: str) -> list[str]:
	return [
		name
		for name, record in all_doctypes().items()
		if any(
			field.get("options") == doctype and "Table" in field["fieldtype"] for field in record["fields"]
		)
	]


@pytest.mark.parametrize("doctype", sorted(all_doctypes()))
def test_whatever_is_read_only_says_who_writes_it(doctype: str) -> None:
	rules, sealed = _declared(doctype)
	named = {name for rule in rules for name in rule.fieldnames}
	shown = {
		name
		for name, field in _fields(doctype).items()
		if field.get("read_only") and not field.get("fetch_from") and not field.get("is_virtual")
	}
	whole = {RuleKind.RECORD, RuleKind.SERVICE}
	is_a_services = any(rule.kind in whole and EVERY_OTHER in rule.fieldnames for rule in rules)
	assert is_a_services or shown - named - sealed - FRAMEWORK_FIELDS == set()


@pytest.mark.parametrize("doctype", sorted(all_doctypes()))
def test_rules_name_fields_roles_and_modules_that_exist(doctype: str) -> None:
	rules, _sealed = _declared(doctype)
	known = set(_fields(doctype)) | STANDARD_FIELDS | {EVERY_OTHER}
	for rule in rules:
		assert set(rule.fieldnames) - known == set(), rule
		assert not rule.service or (PACKAGE / rule.service).is_file(), rule
		if rule.kind is RuleKind.ROLES:
			assert set(rule.values) - ROLES == set(), rule
		if rule.kind is RuleKind.STATE:
			_check_state(doctype, rule)


def _check_state(doctype: str, rule: FieldRule) -> None:
	for path in (
		rule.state,
		*filter(None, [rule.since]),
		*(value for value in rule.values if value.startswith(PARENT)),
	):
		link, _dot, fieldname = path.rpartition(".")
		if link + "." == PARENT:
			places = _parents(doctype)
			assert places, rule
		else:
			places = [_fields(doctype)[link]["options"] if link else doctype]
		for place in places:
			assert fieldname in set(_fields(place)) | STANDARD_FIELDS, (place, path)


@pytest.mark.parametrize("doctype", sorted(all_doctypes()))
def test_values_of_a_state_are_among_its_options(doctype: str) -> None:
	for rule in _declared(doctype)[0]:
		field = _fields(doctype).get(rule.state, {}) if rule.kind is RuleKind.STATE else {}
		if field.get("fieldtype") == "Select":
			options = {*field["options"].split("\n"), ""}
			assert {v for v in rule.values if not v.startswith(PARENT)} - options == set(), rule


def test_one_field_has_one_writer() -> None:
	"""Derived and written by a service at once would mean that nobody knows who writes it."""
	for doctype in all_doctypes():
		rules, _sealed = _declared(doctype)
		derived = {n for rule in rules if rule.kind is RuleKind.DERIVED for n in rule.fieldnames}
		owned = {n for rule in rules if rule.kind is RuleKind.SERVICE for n in rule.fieldnames}
		assert derived & owned == set(), doctype

"""The bridge to ERPNext keeps to the same rules as the app: layers, Chinese texts, names of its own."""

import ast
import json
import re
from pathlib import Path

import pytest
from app_shape import PACKAGE, ROOT, all_doctypes

from checks import doctypes, translations

BRIDGE = ROOT / "apps" / "social_assistance_erpnext" / "social_assistance_erpnext"
FOREIGN = (Path(__file__).parent / "foreign_names.txt").read_text(encoding="utf-8").splitlines()
PLACE = re.compile(r"\{[^{}]*\}")


def test_nothing_is_left_in_english() -> None:
	known = translations.read(PACKAGE / "translations" / "zh.csv")
	own = translations.read(BRIDGE / "translations" / "zh.csv")
	assert translations.missing(BRIDGE, known | own) == {}


def test_placeholders_survive_the_translation() -> None:
	table = translations.read(BRIDGE / "translations" / "zh.csv")
	assert [
		t.source for t, zh in table.items() if set(PLACE.findall(t.source)) != set(PLACE.findall(zh))
	] == []


def test_its_rules_import_no_framework() -> None:
	for path in (BRIDGE / "domain").glob("*.py"):
		nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
		names = [alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names]
		names += [node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)]
		assert [
			name for name in names if name.split(".")[0] in ("frappe", "erpnext", "social_assistance")
		] == []


def test_its_names_are_nobody_elses() -> None:
	names = {content["name"] for _path, content in doctypes.load(BRIDGE)}
	assert names and names.isdisjoint(all_doctypes()) and names.isdisjoint(FOREIGN)


@pytest.mark.parametrize("role", ["Auditor", "Supervision Officer"])
def test_auditors_read_and_change_nothing(role: str) -> None:
	for path in (BRIDGE / "ledger_bridge" / "doctype").glob("*/*.json"):
		content = json.loads(path.read_text(encoding="utf-8"))
		rules = [rule for rule in content["permissions"] if rule["role"] == role]
		assert content.get("istable") or any(rule.get("read") for rule in rules), content["name"]
		assert not any(
			rule.get(right) for rule in rules for right in ("write", "create", "delete", "submit", "cancel")
		)

"""Every field of a policy record, a template or a setting is read by a rule: a value that changes nothing misleads who enters it.

Forms, readers, seeds, demo data, tests and patches are no rules. A field of Policy Version counts as read where running code
reads the parameter that it becomes.
"""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from .finding import Finding
from .source import PythonFile, dotted, keywords

CODE = "LIVE-record-field"
RECORDS = (
	"Assistance Scheme",
	"Assistance Settings",
	"Bank Layout",
	"Clock Profile",
	"Fundraising Rule",
	"Holiday Calendar",
	"Policy Version",
	"Process Template",
)
# What describes a record to its readers and decides nothing.
DESCRIBES = {
	"Assistance Scheme": {"category", "legal_basis"},
	"Policy Version": {"version_title", "document_title"},
	"Process Template": {"template_title", "source_document"},
	"Process Template Step": {"entry_condition"},
}
LAYOUT = {"Section Break", "Column Break", "Tab Break", "HTML", "Heading", "Button"}
OF_THE_FRAMEWORK = {"naming_series", "amended_from"}
NO_RULES = ("setup/", "demo/", "walkthrough/", "services/policy/")
FORM = ("services/policy/fields.py", "services/policy/tables.py")
WORD = re.compile(r"[a-z][a-z_0-9]+")


def check(package: Path, shown: str) -> Iterator[Finding]:
	"""Fields of the records and their child tables that no rule reads."""
	records = {
		record["name"]: (path, record)
		for path, record in _doctypes(package)
		if record.get("doctype") == "DocType"
	}
	words = set[str]()
	for path in sorted(package.rglob("*.py")):
		file = PythonFile(path, package)
		if not (file.is_test or file.is_patch or file.inside.startswith(NO_RULES)):
			words |= _read(file)
	becomes = _parameters(package)
	for name in _with_tables(records):
		path, record = records[name]
		read = words | _names_or_sorts(record)
		for field in record["fields"]:
			if _is_silent(name, field) or _words_of(field, becomes) & read:
				continue
			where = f"{shown}/{path.relative_to(package).as_posix()}"
			yield Finding(
				where, 1, CODE, f"{name}.{field['fieldname']}: no rule reads it; wire it or remove it"
			)


def _doctypes(package: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
	for path in sorted(package.glob("*/doctype/*/*.json")):
		yield path, json.loads(path.read_text(encoding="utf-8"))


def _with_tables(records: dict[str, tuple[Path, dict[str, Any]]]) -> list[str]:
	"""The records and every child table below them."""
	found: list[str] = []
	waiting = [name for name in RECORDS if name in records]
	while waiting:
		name = waiting.pop()
		if name not in found:
			found.append(name)
			fields = records[name][1]["fields"]
			waiting += [f["options"] for f in fields if f["fieldtype"] == "Table" and f["options"] in records]
	return sorted(found)


def _is_silent(name: str, field: dict[str, Any]) -> bool:
	is_layout = field["fieldtype"] in LAYOUT or field["fieldname"] in OF_THE_FRAMEWORK
	return is_layout or field["fieldname"] in DESCRIBES.get(name, ())


def _names_or_sorts(record: dict[str, Any]) -> set[str]:
	"""Fields by which the framework names the record or sorts its list."""
	return {record.get("autoname", "").removeprefix("field:"), record.get("sort_field", "")}


def _words_of(field: dict[str, Any], becomes: dict[str, set[str]]) -> set[str]:
	"""The names under which a rule reads a field: its own, or those of the parameters that it becomes."""
	return becomes.get(field["fieldname"], {field["fieldname"]})


def _read(file: PythonFile) -> set[str]:
	"""Attributes read and words of texts, such as the columns of a query; a record's checks of itself do not count."""
	own_checks = {
		id(inner)
		for node in ast.walk(file.tree)
		if isinstance(node, ast.FunctionDef) and node.name == "__post_init__"
		for inner in ast.walk(node)
	}
	found: set[str] = set()
	for node in ast.walk(file.tree):
		if id(node) in own_checks:
			continue
		if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load):
			found.add(node.attr)
		elif isinstance(node, ast.Constant) and isinstance(node.value, str):
			found |= set(WORD.findall(node.value))
	return found


def _parameters(package: Path) -> dict[str, set[str]]:
	"""Form field of Policy Version -> last parts of the parameters it becomes, from the table of the form."""
	found: dict[str, set[str]] = {field: {"citation"} for field in ("citations", "rule_group")}
	for place in FORM:
		path = package / place
		if not path.exists():
			continue
		for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
			if isinstance(node, ast.Call) and dotted(node.func) in ("Field", "Table", "Switch"):
				for parameter, field in _pairs(node):
					found.setdefault(field, set()).add(parameter.split(".")[-1])
	return found


def _pairs(call: ast.Call) -> Iterator[tuple[str, str]]:
	"""Parameter and form field of one row of the table, also of the check boxes and the kind that choose its rows."""
	parameter, field = (ast.literal_eval(argument) for argument in call.args[:2])
	yield parameter, field
	named = keywords(call)
	yield from ast.literal_eval(named["switches"]) if "switches" in named else ()
	if "only" in named:
		yield parameter, ast.literal_eval(named["only"])[0]

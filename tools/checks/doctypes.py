"""Checks on DocType JSON and the files beside it."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from . import type_blocks
from .finding import Finding

OPEN_ROLES = {"All", "Guest", "Desk User"}
INDEXED_KINDS = {"Link", "Dynamic Link", "Date", "Datetime", "Select"}
CHANGES = ("write", "create", "delete", "submit", "cancel", "amend")


def load(package: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
	"""Every DocType of the app with its file."""
	for path in sorted(package.glob("*/doctype/*/*.json")):
		content = json.loads(path.read_text(encoding="utf-8"))
		if isinstance(content, dict) and content.get("doctype") == "DocType":
			yield path, content


def check(package: Path, shown: str) -> Iterator[Finding]:
	"""Yield the findings of all DocTypes."""
	for path, doctype in load(package):
		where = f"{shown}/{path.relative_to(package).as_posix()}"
		for code, text in (*_table(path, doctype), *_permissions(doctype), *_indexes(doctype)):
			yield Finding(where, 1, code, text)
	for name in type_blocks.check(package, write=False):
		yield Finding(
			shown, 1, "DT-type-block", f"{name}: run python -m tools.checks.type_blocks --write {shown}"
		)


def _table(path: Path, doctype: dict[str, Any]) -> Iterator[tuple[str, str]]:
	if not path.with_suffix(".py").exists():
		yield "DT-no-controller", doctype["name"]
	if doctype.get("istable"):
		return
	if not (path.parent / f"test_{path.parent.name}.py").exists():
		yield "DT-no-test-file", f"{doctype['name']}: what must hold for this document?"
	is_changed = any(p.get(right) for p in doctype.get("permissions", []) for right in CHANGES)
	if is_changed and not doctype.get("track_changes") and not doctype.get("issingle"):
		yield "DT-no-track-changes", f"{doctype['name']}: staff change it, so its changes must be on file"


def _permissions(doctype: dict[str, Any]) -> Iterator[tuple[str, str]]:
	permissions = doctype.get("permissions", [])
	if doctype.get("istable"):
		if permissions:
			yield "DT-child-permissions", f"{doctype['name']}: a child table follows its parent"
		return
	if not permissions:
		yield "DT-no-permissions", doctype["name"]
	for open_role in sorted(OPEN_ROLES & {p.get("role") for p in permissions}):
		yield "DT-open-role", f"{doctype['name']}: {open_role} is everybody"


def _indexes(doctype: dict[str, Any]) -> Iterator[tuple[str, str]]:
	if doctype.get("issingle") or doctype.get("istable") or doctype.get("is_virtual"):
		return
	for field in doctype["fields"]:
		is_indexed = field.get("search_index") or field.get("unique")
		if field.get("in_standard_filter") and not is_indexed and field["fieldtype"] in INDEXED_KINDS:
			yield "DT-filter-without-index", f"{doctype['name']}.{field['fieldname']}: people filter by it"

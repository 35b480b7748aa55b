"""What the architecture tests look at: the app's files and records, read without a site."""

import ast
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from checks import doctypes, hooks

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "apps" / "social_assistance" / "social_assistance"
FRAPPE = ROOT / "apps" / "frappe" / "frappe"


@cache
def all_doctypes() -> dict[str, dict[str, Any]]:
	"""Our DocTypes by name."""
	return {content["name"]: content for _path, content in doctypes.load(PACKAGE)}


@cache
def hook_values() -> dict[str, Any]:
	"""hooks.py as data."""
	return hooks.values(PACKAGE)


@cache
def module_names() -> list[str]:
	"""The modules of the app."""
	return [
		line.strip()
		for line in (PACKAGE / "modules.txt").read_text(encoding="utf-8").splitlines()
		if line.strip()
	]


def records(kind: str) -> Iterator[tuple[Path, dict[str, Any]]]:
	"""Standard records of a kind in the module folders: workspace, report, number_card, print_format …"""
	for path in sorted(PACKAGE.glob(f"*/{kind}/*/*.json")):
		content = json.loads(path.read_text(encoding="utf-8"))
		if isinstance(content, dict):
			yield path, content


@cache
def frappe_names(kind: str) -> frozenset[str]:
	"""Names that the framework itself gives to records of a kind."""
	found = set()
	for path in FRAPPE.glob(f"*/{kind}/*/*.json"):
		content = json.loads(path.read_text(encoding="utf-8"))
		if isinstance(content, dict) and content.get("name"):
			found.add(content["name"])
	return frozenset(found)


def python_files(*layers: str) -> Iterator[Path]:
	"""Python files of the app, of all layers or of the named ones."""
	for path in sorted(PACKAGE.rglob("*.py")):
		if not layers or path.relative_to(PACKAGE).parts[0] in layers:
			yield path


def constants_of(path: Path) -> dict[str, Any]:
	"""Top-level names of a module of plain data, by running it without anything else."""
	values: dict[str, Any] = {}
	exec(compile(ast.parse(path.read_text(encoding="utf-8")), str(path), "exec"), values)
	return {name: value for name, value in values.items() if not name.startswith("_")}


def literal_of(path: Path, name: str) -> Any:
	"""The literal value that a module assigns to a name, without importing the module."""
	for node in ast.parse(path.read_text(encoding="utf-8")).body:
		target = node.targets[0] if isinstance(node, ast.Assign) else getattr(node, "target", None)
		if isinstance(target, ast.Name) and target.id == name:
			return ast.literal_eval(node.value)  # type: ignore[union-attr]
	raise LookupError(f"{path.name} assigns nothing to {name}")

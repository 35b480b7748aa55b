"""Imports that the contracts in pyproject.toml cannot judge: entry points outside of tests, libraries of the domain."""

import ast
import sys
from collections.abc import Iterator

from .rules import Remark, looks_at
from .source import PythonFile

APP = "social_assistance"
# Nobody in the app imports these; requests, the scheduler and commands reach them by name.
ENDS = {"api", "commands", "scheduled", "hooks"}
# What the domain may use beside the standard library: pure libraries without a site, a network or a database.
DOMAIN_LIBRARIES = {"chinese_calendar", "cn2an", "cryptography", "pypinyin", "rapidfuzz", "stdnum"}


def imported(node: ast.Import | ast.ImportFrom, file: PythonFile) -> Iterator[str]:
	"""Absolute module names an import statement brings in; `from app import x` counts as `app.x`."""
	if isinstance(node, ast.Import):
		yield from (name.name for name in node.names)
	elif node.level:
		package = [APP, *file.inside.split("/")[:-1]]
		base = ".".join([*package[: len(package) - node.level + 1], *([node.module] if node.module else [])])
		yield from (f"{base}.{name.name}" for name in node.names)
	elif node.module == APP:
		yield from (f"{APP}.{name.name}" for name in node.names)
	else:
		yield node.module or ""


@looks_at(ast.Import, ast.ImportFrom)
def import_direction(file: PythonFile, node: ast.AST) -> Iterator[Remark]:
	"""Nobody imports an entry point, and the domain knows only a few libraries."""
	assert isinstance(node, ast.Import | ast.ImportFrom)
	if file.is_test or file.is_patch or _is_for_types(file, node):
		return
	for module in imported(node, file):
		if module.split(".")[0] != APP:
			yield from _foreign(file, node, module)
			continue
		target = [*module.split("."), ""][1]
		if target in ENDS and file.layer != target:
			yield Remark(
				node,
				"LAYER-entry-point-imported",
				f"{module}: nothing imports {target}; move the shared part down",
			)


def _foreign(file: PythonFile, node: ast.AST, module: str) -> Iterator[Remark]:
	top = module.split(".")[0]
	if file.layer == "domain" and top not in sys.stdlib_module_names | DOMAIN_LIBRARIES:
		yield Remark(node, "LAYER-domain-import", f"the domain must not import {module}")


def _is_for_types(file: PythonFile, node: ast.AST) -> bool:
	return any(
		isinstance(a, ast.If) and ast.unparse(a.test).endswith("TYPE_CHECKING")
		for a, _child in file.ancestors(node)
	)

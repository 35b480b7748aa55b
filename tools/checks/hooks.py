"""Checks on hooks.py and patches.txt: every path leads somewhere, every list filter has its document check."""

import ast
import runpy
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from .finding import Finding

ASSETS = (".js", ".css", ".html", ".svg", ".png", ".ico")
TWINS = ("permission_query_conditions", "has_permission")


def values(package: Path) -> dict[str, Any]:
	"""The hooks as Python sees them; hooks.py is data and imports at most plain names of the app."""
	sys.path.insert(0, str(package.parent))
	try:
		return {k: v for k, v in runpy.run_path(str(package / "hooks.py")).items() if not k.startswith("__")}
	finally:
		sys.path.remove(str(package.parent))


def texts(value: Any) -> Iterator[str]:
	"""Every string inside a hook, keys left out."""
	if isinstance(value, str):
		yield value
	elif isinstance(value, dict):
		for inner in value.values():
			yield from texts(inner)
	elif isinstance(value, list | tuple | set):
		for inner in value:
			yield from texts(inner)


def resolves(package: Path, path: str) -> bool:
	"""Whether `app.module.name` names something that the module defines, imports or makes by `__getattr__`."""
	*modules, name = path.split(".")[1:]
	folder = package.joinpath(*modules)
	if (folder / name).is_dir() or (folder / f"{name}.py").exists():
		return True
	file = folder.with_suffix(".py") if folder.with_suffix(".py").exists() else folder / "__init__.py"
	if not file.exists():
		return False
	names = _top_names(ast.parse(file.read_text(encoding="utf-8")))
	return name in names or "__getattr__" in names


def _top_names(tree: ast.Module) -> set[str]:
	names: set[str] = set()
	for node in tree.body:
		if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
			names.add(node.name)
		elif isinstance(node, ast.Import | ast.ImportFrom):
			names |= {alias.asname or alias.name for alias in node.names}
		elif isinstance(node, ast.Assign):
			names |= {t.id for t in node.targets if isinstance(t, ast.Name)}
	return names


def check(package: Path, shown: str) -> Iterator[Finding]:
	"""Findings of hooks.py."""
	hooks = values(package)
	where = f"{shown}/hooks.py"
	for name, value in hooks.items():
		for path in texts(value):
			is_python = path.startswith(f"{package.name}.") and not path.endswith(ASSETS) and " " not in path
			if is_python and not resolves(package, path):
				yield Finding(where, 1, "HOOK-unresolved-path", f"{name}: {path}")
	filters, documents = ({k for k in hooks.get(twin, {}) if k != "*"} for twin in TWINS)
	for doctype in sorted(filters - documents):
		yield Finding(
			where, 1, "HOOK-list-filter-alone", f"{doctype}: hidden in lists but open by its address"
		)
	for doctype in sorted(documents - filters):
		yield Finding(
			where, 1, "HOOK-document-check-alone", f"{doctype}: refused by its address but shown in lists"
		)
	if "override_doctype_class" in hooks:
		yield Finding(where, 1, "HOOK-override-class", "only one app can; use doc_events")


def check_patches(package: Path, shown: str) -> Iterator[Finding]:
	"""Patches listed exist, files exist in the list, each says what it does."""
	listed = {
		line.split()[0]
		for line in (package / "patches.txt").read_text(encoding="utf-8").splitlines()
		if line.strip() and not line.startswith(("#", "["))
	}
	files = {
		".".join((package.name, *path.relative_to(package).with_suffix("").parts)): path
		for path in (package / "patches").rglob("*.py")
		if path.name != "__init__.py" and not path.name.startswith("test_")
	}
	for missing in sorted(listed - set(files)):
		if missing.startswith(package.name):
			yield Finding(f"{shown}/patches.txt", 1, "PATCH-unresolved", missing)
	for unlisted in sorted(set(files) - listed):
		yield Finding(f"{shown}/patches.txt", 1, "PATCH-unlisted", unlisted)
	for name, path in sorted(files.items()):
		tree = ast.parse(path.read_text(encoding="utf-8"))
		run = next((n for n in tree.body if isinstance(n, ast.FunctionDef) and n.name == "execute"), None)
		where = f"{shown}/{path.relative_to(package).as_posix()}"
		if run is None:
			yield Finding(where, 1, "PATCH-without-execute", name)
		elif not ast.get_docstring(run):
			yield Finding(
				where, run.lineno, "PATCH-without-docstring", "say what is corrected and why it may run twice"
			)

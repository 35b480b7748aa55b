"""Every public name of `domain/` is used by the running app: a rule that only tests call is no rule of the product.

A name is live when code outside the domain uses it, or when a live name of the domain does. Tests and patches do not count.
"""

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from .finding import Finding
from .source import FUNCTIONS, PythonFile

APP = "social_assistance"
CODE = "LIVE-domain-name"
# Rules that an engine writes in SQL: the test that runs both on one population and compares row by row.
SQL_TWINS = {
	"domain.awards.rerating.income_behind": "benefit_payment/doctype/award_rerating_run/test_award_rerating_run.py",
	"domain.awards.rerating.keep_share": "benefit_payment/doctype/award_rerating_run/test_award_rerating_run.py",
	"domain.awards.rerating.lawful_base": "benefit_payment/doctype/award_rerating_run/test_award_rerating_run.py",
	"domain.payments.due_months.classify_difference": "benefit_payment/doctype/payment_difference/test_payment_difference.py",
	"domain.payments.due_months.compute_due": "tests/payments/test_due_awards.py",
}
# What waits for its caller, with the reason.
EXCEPTIONS: dict[str, str] = {}


@dataclass
class Definition:
	"""A public name of the domain: where it stands and what its own text mentions."""

	path: Path
	line: int
	mentions: set[str] = field(default_factory=set)


def check(package: Path, shown: str) -> list[Finding]:
	"""Domain names that nothing running uses, and twins without their test."""
	files = [PythonFile(path, package) for path in sorted(package.rglob("*.py"))]
	files = [file for file in files if not (file.is_test or file.is_patch)]
	return [*_dead(files, shown), *_twins_without_test(package, shown)]


def _dead(files: list[PythonFile], shown: str) -> Iterator[Finding]:
	defined: dict[str, Definition] = {}
	used: set[str] = set(SQL_TWINS) | set(EXCEPTIONS)
	for file in files:
		if file.layer == "domain":
			defined |= _definitions(file)
		else:
			used |= _mentions(file, file.tree)
	live = _closure(defined, used)
	for name, found in defined.items():
		if name not in live and not name.rsplit(".", 1)[-1].startswith("_"):
			where = f"{shown}/{found.path.as_posix()}"
			yield Finding(where, found.line, CODE, f"{name}: no running code uses it; wire it or delete it")


def _closure(defined: dict[str, Definition], used: set[str]) -> set[str]:
	"""Names reached from the used ones; a method counts by its bare name, whatever object it is called on."""
	live: set[str] = set()
	waiting = set(used)
	by_method: dict[str, set[str]] = {}
	for name in defined:
		by_method.setdefault("." + name.rsplit(".", 1)[-1], set()).add(name)
	while waiting:
		name = waiting.pop()
		reached = {name} & defined.keys() | {m for m in by_method.get(name, ()) if _is_method(m, defined)}
		for new in reached - live:
			live.add(new)
			waiting |= defined[new].mentions
	return live


def _is_method(name: str, defined: dict[str, Definition]) -> bool:
	return name.rsplit(".", 1)[0] in defined


def _definitions(file: PythonFile) -> dict[str, Definition]:
	"""Top-level functions, classes, constants and the public methods of the classes, by dotted name."""
	module = _module(file)
	found: dict[str, Definition] = {}
	for node in file.tree.body:
		for name in _names(node):
			inner = _methods(node) if isinstance(node, ast.ClassDef) else []
			found[f"{module}.{name}"] = _definition(file, node, exclude=inner)
			for method in inner:
				found[f"{module}.{name}.{method.name}"] = _definition(file, method)
	return found


def _names(node: ast.stmt) -> Iterator[str]:
	if isinstance(node, (*FUNCTIONS, ast.ClassDef)):
		yield node.name
	targets = (
		node.targets
		if isinstance(node, ast.Assign)
		else [node.target]
		if isinstance(node, ast.AnnAssign)
		else []
	)
	for target in targets:
		yield from (part.id for part in ast.walk(target) if isinstance(part, ast.Name))


def _methods(node: ast.ClassDef) -> list[ast.FunctionDef]:
	"""Public methods; a dunder or private one belongs to its class."""
	return [
		inner for inner in node.body if isinstance(inner, ast.FunctionDef) and not inner.name.startswith("_")
	]


def _definition(file: PythonFile, node: ast.stmt, exclude: Sequence[ast.stmt] = ()) -> Definition:
	"""`exclude` are methods that stand for themselves."""
	parts = [part for part in ast.iter_child_nodes(node) if part not in exclude]
	mentions = {name for part in parts for name in _mentions(file, part)}
	return Definition(Path(file.inside), node.lineno, mentions)


def _mentions(file: PythonFile, tree: ast.AST) -> set[str]:
	"""Dotted domain names that a piece of code uses, and `.name` for every attribute it reads."""
	known = _imported(file)
	module, found = _module(file), set()
	for node in ast.walk(tree):
		if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
			found.add(known.get(node.id, f"{module}.{node.id}"))
		elif isinstance(node, ast.Attribute):
			found.add(f".{node.attr}")
			if isinstance(node.value, ast.Name) and node.value.id in known:
				found.add(f"{known[node.value.id]}.{node.attr}")
	return found


@cache
def _imported(file: PythonFile) -> dict[str, str]:
	"""Local name -> dotted name inside the app, of everything the file imports from it."""
	return {
		alias.asname or alias.name: f"{node.module.removeprefix(APP + '.')}.{alias.name}"
		for node in ast.walk(file.tree)
		if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith(APP)
		for alias in node.names
	}


def _module(file: PythonFile) -> str:
	return file.inside.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def _twins_without_test(package: Path, shown: str) -> Iterator[Finding]:
	for name, test in SQL_TWINS.items():
		path = package / test
		if not path.exists() or name.rsplit(".", 1)[-1] not in path.read_text(encoding="utf-8"):
			yield Finding(
				f"{shown}/{test}", 1, "LIVE-twin-test", f"{name} needs a test that compares it with the SQL"
			)

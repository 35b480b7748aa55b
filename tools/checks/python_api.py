"""Checks on whitelisted functions: what a browser or program can call."""

import ast
from collections.abc import Iterator

from .rules import Remark, looks_at
from .source import FUNCTIONS, PythonFile, dotted, keywords


def whitelisting(function: ast.FunctionDef | ast.AsyncFunctionDef) -> ast.expr | None:
	"""The decorator that opens a function to the web, if it has one."""
	for decorator in function.decorator_list:
		called = decorator.func if isinstance(decorator, ast.Call) else decorator
		if dotted(called) in ("frappe.whitelist", "whitelist"):
			return decorator
	return None


@looks_at(*FUNCTIONS)
def whitelisted_function(file: PythonFile, node: ast.AST) -> Iterator[Remark]:
	"""Typed arguments, named HTTP methods, a permission line, and a rate limit where guests come in."""
	assert isinstance(node, FUNCTIONS)
	decorator = whitelisting(node)
	if decorator is None:
		return
	options = keywords(decorator) if isinstance(decorator, ast.Call) else {}
	arguments = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
	untyped = [a.arg for a in arguments if a.annotation is None and a.arg not in ("self", "cls")]
	if untyped:
		yield Remark(
			node, "API-untyped-argument", f"{node.name}: give {', '.join(untyped)} a type, Frappe checks it"
		)
	if node.args.kwarg or node.args.vararg:
		yield Remark(
			node, "API-open-arguments", f"{node.name}: name every argument instead of collecting them"
		)
	if "methods" not in options:
		yield Remark(
			node, "API-no-http-methods", f"{node.name}: name the HTTP methods; the default takes all of them"
		)
	if "Permission:" not in (ast.get_docstring(node) or ""):
		yield Remark(
			node, "API-no-permission-line", f"{node.name}: check permission first and say so in the docstring"
		)
	opened = options.get("allow_guest")
	is_limited = any("rate_limit" in ast.unparse(d) for d in node.decorator_list)
	if opened is not None and not (isinstance(opened, ast.Constant) and not opened.value) and not is_limited:
		yield Remark(node, "API-guest-without-rate-limit", f"{node.name}: guests can call this without limit")


@looks_at(ast.ImportFrom)
def future_annotations(file: PythonFile, node: ast.AST) -> Iterator[Remark]:
	"""Annotations as text switch off Frappe's own check of the arguments of a request."""
	assert isinstance(node, ast.ImportFrom)
	if node.module != "__future__" or not any(name.name == "annotations" for name in node.names):
		return
	if any(isinstance(n, FUNCTIONS) and whitelisting(n) for n in ast.walk(file.tree)):
		yield Remark(node, "API-future-annotations", "requests are no longer type-checked in this module")


@looks_at(ast.Call)
def role_only_guard(file: PythonFile, node: ast.AST) -> Iterator[Remark]:
	"""`only_for` is skipped under test and knows no document."""
	assert isinstance(node, ast.Call)
	if dotted(node.func) == "frappe.only_for" and not file.is_test:
		yield Remark(
			node,
			"API-only-for",
			"check the permission of the document; only_for is not tested and has no scope",
		)

"""A parsed Python file of the app, with the questions that checks ask about a place in it."""

import ast
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

LOOPS = (ast.For, ast.AsyncFor, ast.While)
COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


class PythonFile:
	"""One file: its tree, the parent of every node, and its place in the app."""

	def __init__(self, path: Path, package: Path) -> None:
		self.path = path
		self.inside = path.relative_to(package).as_posix()
		self.text = path.read_text(encoding="utf-8")
		self.tree = ast.parse(self.text, filename=str(path))

	@property
	def is_test(self) -> bool:
		"""Tests may read and write row by row and as anybody."""
		return self.path.name.startswith("test_") or self.inside.startswith("tests/")

	@property
	def is_patch(self) -> bool:
		"""Data patches under patches/."""
		return self.inside.startswith("patches/") and self.path.name != "__init__.py"

	@property
	def layer(self) -> str:
		"""First folder inside the package, or the module's own name for files at its root."""
		return self.inside.split("/")[0].removesuffix(".py")

	@cached_property
	def parents(self) -> dict[ast.AST, ast.AST]:
		"""The parent of every node."""
		return {child: node for node in ast.walk(self.tree) for child in ast.iter_child_nodes(node)}

	def ancestors(self, node: ast.AST) -> Iterator[tuple[ast.AST, ast.AST]]:
		"""Pairs (ancestor, its child on the way down to the node), innermost first."""
		while node in self.parents:
			parent = self.parents[node]
			yield parent, node
			node = parent

	def function_of(self, node: ast.AST) -> ast.FunctionDef | ast.AsyncFunctionDef | None:
		"""The function a node stands in."""
		return next((a for a, _child in self.ancestors(node) if isinstance(a, FUNCTIONS)), None)

	def repeats(self, node: ast.AST) -> bool:
		"""Whether the node runs once per turn of a loop or comprehension of its own function."""
		for ancestor, child in self.ancestors(node):
			if isinstance(ancestor, (*FUNCTIONS, ast.Lambda)):
				return False
			if isinstance(ancestor, LOOPS) and child is not getattr(ancestor, "iter", None):
				return True
			if isinstance(ancestor, ast.comprehension):
				if child is not ancestor.iter or not self._is_first(ancestor):
					return True
			elif isinstance(ancestor, COMPREHENSIONS) and not isinstance(child, ast.comprehension):
				return True
		return False

	def _is_first(self, clause: ast.comprehension) -> bool:
		return self.parents[clause].generators[0] is clause  # type: ignore[attr-defined]

	def lines_of(self, node: ast.AST) -> range:
		"""Lines of a whole statement or call; for functions and classes only up to the end of their signature."""
		first, last = node.lineno, node.end_lineno or node.lineno  # type: ignore[attr-defined]
		if isinstance(node, (*FUNCTIONS, ast.ClassDef)):
			last = max(first, node.body[0].lineno - 1)
		statement = node
		for ancestor, child in self.ancestors(node):
			if isinstance(ancestor, ast.stmt):
				statement = child if isinstance(child, ast.stmt) else ancestor
				break
		is_block = isinstance(statement, (*FUNCTIONS, ast.ClassDef, *LOOPS, ast.If, ast.With, ast.Try))
		return (
			range(first, last + 1) if is_block else range(first, max(last, statement.end_lineno or last) + 1)
		)


def dotted(node: ast.AST) -> str:
	"""`frappe.db.sql` of a call's function; dots after a call or subscript keep only the attribute names."""
	names: list[str] = []
	while isinstance(node, ast.Attribute):
		names.append(node.attr)
		node = node.value
	if isinstance(node, ast.Name):
		names.append(node.id)
	return ".".join(reversed(names))


def keywords(call: ast.Call) -> dict[str, ast.expr]:
	"""Named arguments of a call."""
	return {k.arg: k.value for k in call.keywords if k.arg}


def is_text(node: ast.AST | None) -> bool:
	"""A string literal."""
	return isinstance(node, ast.Constant) and isinstance(node.value, str)


def is_formatted(node: ast.AST) -> bool:
	"""A string put together at run time: f-string with values, %, + or .format()."""
	if isinstance(node, ast.JoinedStr):
		return any(isinstance(part, ast.FormattedValue) for part in node.values)
	if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod | ast.Add):
		return any(is_text(side) or is_formatted(side) for side in (node.left, node.right))
	if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "format":
		return is_text(node.func.value) or isinstance(node.func.value, ast.Name)
	return False

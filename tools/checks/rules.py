"""The register of checks on Python code: a check looks at one kind of node and yields what is wrong there."""

import ast
from collections.abc import Callable, Iterator
from typing import NamedTuple

from .finding import Finding, allowances, apply_allowances
from .source import PythonFile


class Remark(NamedTuple):
	"""Result of a check: node, code and advice."""

	node: ast.AST
	code: str
	text: str


Check = Callable[[PythonFile, ast.AST], Iterator[Remark]]
CHECKS: list[tuple[tuple[type[ast.AST], ...], Check]] = []


def looks_at(*kinds: type[ast.AST]) -> Callable[[Check], Check]:
	"""Register a check for nodes of these kinds."""

	def register(check: Check) -> Check:
		CHECKS.append((kinds, check))
		return check

	return register


def findings_of(file: PythonFile, shown_path: str) -> list[Finding]:
	"""All findings of one file, after its allow comments."""
	reported = []
	for node in ast.walk(file.tree):
		for kinds, check in CHECKS:
			if isinstance(node, kinds):
				reported += [
					(
						Finding(shown_path, remark.node.lineno, remark.code, remark.text),
						file.lines_of(remark.node),
					)  # type: ignore[attr-defined]
					for remark in check(file, node)
				]
	return apply_allowances(shown_path, reported, allowances(file.text))

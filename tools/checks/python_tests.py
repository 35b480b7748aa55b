"""Checks on tests: what a refusal says is part of what is tested."""

import ast
import builtins
from collections.abc import Iterator

from .rules import Remark, looks_at
from .source import PythonFile, dotted, keywords

RAISERS = ("self.assertRaises", "pytest.raises")


@looks_at(ast.Call)
def refusal_without_words(file: PythonFile, node: ast.AST) -> Iterator[Remark]:
	"""A class of its own refuses for several reasons; a test that names the class alone passes for the wrong one."""
	assert isinstance(node, ast.Call)
	if not file.is_test or dotted(node.func) not in RAISERS or not node.args:
		return
	if "match" in keywords(node) or _is_kept(file, node) or not any(_own_classes(node.args[0])):
		return
	yield Remark(
		node, "TEST-refusal-without-words", "name the words of the refusal (assertRaisesRegex, match=)"
	)


def _own_classes(raised: ast.expr) -> Iterator[str]:
	"""Classes of the product, or variables that may be one; those of the framework and of Python say enough by their names."""
	for each in raised.elts if isinstance(raised, ast.Tuple) else [raised]:
		name = dotted(each) or ""
		is_variable = name.islower() and "." not in name
		if (is_variable or name.endswith("Error")) and not (
			name.startswith("frappe.") or hasattr(builtins, name)
		):
			yield name


def _is_kept(file: PythonFile, node: ast.Call) -> bool:
	"""Whether the context is kept, so that the test looks at what was said."""
	parent = file.parents.get(node)
	return isinstance(parent, ast.withitem) and parent.optional_vars is not None

"""The domain imports the standard library and a short list of pure libraries; the contracts of pyproject.toml hold every other direction."""

import ast
import sys
from collections.abc import Iterator

from .rules import Remark, looks_at
from .source import PythonFile

APP = "social_assistance"
# Pure libraries: none needs a site, a network or a database.
LIBRARIES = {"chinese_calendar", "cn2an", "cryptography", "pypinyin", "rapidfuzz", "stdnum"}


@looks_at(ast.Import, ast.ImportFrom)
def import_of_the_domain(file: PythonFile, node: ast.AST) -> Iterator[Remark]:
	"""Yield an import of the domain that is neither its own, the standard library's nor one of LIBRARIES."""
	assert isinstance(node, ast.Import | ast.ImportFrom)
	if file.layer != "domain" or file.is_test:
		return
	names = [node.module or APP] if isinstance(node, ast.ImportFrom) else [name.name for name in node.names]
	for name in names:
		top = name.split(".")[0]
		if top not in sys.stdlib_module_names | LIBRARIES | {APP}:
			yield Remark(node, "LAYER-domain-import", f"the domain must not import {name}")

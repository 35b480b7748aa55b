"""Checks on reading and writing data: SQL, commits, permissions, loops, set-based writes."""

import ast
from collections.abc import Iterator

from .rules import Remark, looks_at
from .source import PythonFile, dotted, is_formatted, keywords

SQL_CALLS = {"frappe.db.sql", "frappe.db.multisql", "frappe.db.sql_list", "frappe.db.sql_ddl"}
READS = {
	"get_doc", "get_value", "get_values", "get_cached_doc", "get_cached_value", "exists", "count", "get_all", "get_list",
	"sql", "get_single_value", "get_last_doc",
}  # fmt: skip
WRITES = {
	"save",
	"insert",
	"submit",
	"cancel",
	"db_set",
	"set_value",
	"delete_doc",
	"delete",
	"db_insert",
	"db_update",
}
ROW_COLUMNS = {"name", "creation", "modified", "owner", "modified_by"}


@looks_at(ast.Call)
def raw_sql(file: PythonFile, node: ast.AST) -> Iterator[Remark]:
	"""Raw SQL lives in engines and is never put together from values."""
	assert isinstance(node, ast.Call)
	if file.is_test or dotted(node.func) not in SQL_CALLS:
		return
	if node.args and _is_built(file, node.args[0], node):
		yield Remark(node, "SQL-formatted", "pass values as parameters; never build SQL from text")
	elif file.layer != "engines":
		yield Remark(node, "SQL-raw", "use the query builder here; SQL text belongs in engines")


def _is_built(file: PythonFile, query: ast.expr, call: ast.Call) -> bool:
	"""Whether the query text is formatted, in place or in a variable of the same function."""
	if is_formatted(query):
		return True
	function = file.function_of(call)
	if not isinstance(query, ast.Name) or function is None:
		return False
	return any(
		isinstance(n, ast.Assign | ast.AugAssign)
		and query.id
		in {t.id for t in getattr(n, "targets", [getattr(n, "target", None)]) if isinstance(t, ast.Name)}
		and (isinstance(n, ast.AugAssign) or is_formatted(n.value))
		for n in ast.walk(function)
	)


@looks_at(ast.Call)
def manual_commit(file: PythonFile, node: ast.AST) -> Iterator[Remark]:
	"""A request is one transaction; only the batches of a run and commands end their own."""
	assert isinstance(node, ast.Call)
	if not file.is_test and dotted(node.func) in ("frappe.db.commit", "frappe.db.rollback"):
		yield Remark(node, "DB-manual-commit", "Frappe ends the transaction; say why this place must")


@looks_at(ast.Call, ast.Assign)
def ignored_permissions(file: PythonFile, node: ast.AST) -> Iterator[Remark]:
	"""Writing with `ignore_permissions`, as argument or flag, needs a comment with the reason."""
	if file.is_test:
		return
	if isinstance(node, ast.Call):
		given = keywords(node).get("ignore_permissions")
		is_ignored = isinstance(given, ast.Constant) and bool(given.value)
	else:
		assert isinstance(node, ast.Assign)
		is_ignored = any(dotted(t).endswith("flags.ignore_permissions") for t in node.targets)
	if is_ignored:
		yield Remark(
			node, "PERM-ignore-permissions", "say why this is safe, or write with the user's permission"
		)


@looks_at(ast.Call)
def repeated_access(file: PythonFile, node: ast.AST) -> Iterator[Remark]:
	"""One query for many rows, not one query per row."""
	assert isinstance(node, ast.Call)
	name, last = dotted(node.func), dotted(node.func).rpartition(".")[2]
	if file.is_test or not file.repeats(node):
		return
	if (
		name.startswith("frappe.")
		and last in READS
		and not (node.args and isinstance(node.args[0], ast.Dict))
	):
		yield Remark(node, "PERF-read-in-loop", f"{last}: read all rows with one query before the loop")
	if isinstance(node.func, ast.Attribute) and last in WRITES and not _is_of_collection(name, last, node):
		yield Remark(
			node,
			"PERF-write-in-loop",
			f"{last}: write all rows with one statement, or say why each is a document",
		)


def _is_of_collection(name: str, last: str, node: ast.Call) -> bool:
	"""`list.insert(0, x)`, caches and hash objects are no database writes."""
	is_list = last == "insert" and len(node.args) == 2
	return is_list or "cache" in name.split(".")[:-1]


@looks_at(ast.Call)
def unmarked_update(file: PythonFile, node: ast.AST) -> Iterator[Remark]:
	"""Set-based updates carry `modified` and whole rows, or caches and optimistic locks go blind."""
	assert isinstance(node, ast.Call)
	if file.is_test:
		return
	name, given = dotted(node.func), keywords(node)
	if name == "frappe.qb.update" and "modified" not in _statement_text(file, node):
		yield Remark(node, "DB-update-without-modified", "set modified and modified_by too")
	if name in ("frappe.db.set_value", "db_set") and "update_modified" in given:
		yield Remark(node, "DB-update-modified-overridden", "the change would leave no trace in modified")
	if name.endswith("bulk_insert"):
		columns = given.get("fields") or (node.args[1] if len(node.args) > 1 else None)
		if isinstance(columns, ast.List | ast.Tuple):
			lacking = ROW_COLUMNS - {c.value for c in columns.elts if isinstance(c, ast.Constant)}
			if lacking and not any(isinstance(c, ast.Starred) for c in columns.elts):
				yield Remark(
					node, "DB-bulk-insert-incomplete", f"missing columns: {', '.join(sorted(lacking))}"
				)


def _statement_text(file: PythonFile, node: ast.AST) -> str:
	"""Source of the statement around a node, and of the rest of its function when the query goes on in a variable."""
	for ancestor, child in file.ancestors(node):
		if isinstance(ancestor, ast.FunctionDef | ast.AsyncFunctionDef | ast.Module):
			return ast.unparse(ancestor if isinstance(child, ast.Assign) else child)
	return ""


@looks_at(ast.Call)
def evaluated_text(file: PythonFile, node: ast.AST) -> Iterator[Remark]:
	"""Stored rules are structured data, never code."""
	assert isinstance(node, ast.Call)
	if dotted(node.func) in ("eval", "exec", "frappe.safe_eval"):
		yield Remark(node, "SEC-eval", "do not evaluate text")

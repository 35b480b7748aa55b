"""Checks on texts, jobs and realtime events."""

import ast
from collections.abc import Iterator

from .rules import Remark, looks_at
from .source import FUNCTIONS, PythonFile, dotted, is_formatted, is_text, keywords

MESSAGES = {"frappe.throw", "frappe.msgprint"}
TRANSLATE = {"_", "frappe._", "_lt", "frappe._lt"}
REALTIME_ROOMS = {"room", "user", "doctype", "docname", "task_id"}
LONGEST_FUNCTION = 60
LONGEST_FILE = 300
FUNCTION_LAYERS = {"domain", "api"}
SHARED_LAYERS = {
	*FUNCTION_LAYERS,
	"services",
	"engines",
	"permissions",
	"overrides",
	"setup",
	"demo",
	"walkthrough",
}


@looks_at(ast.Call)
def untranslated_message(file: PythonFile, node: ast.AST) -> Iterator[Remark]:
	"""Whatever a person reads goes through `_()`, and is formatted after it."""
	assert isinstance(node, ast.Call)
	name = dotted(node.func)
	if name in MESSAGES and node.args and not file.is_test:
		for text in (node.args[0], keywords(node).get("title")):
			if text is not None and _is_bare(text):
				yield Remark(node, "I18N-untranslated-message", "wrap the message in _()")
	if name in TRANSLATE and node.args:
		if is_formatted(node.args[0]):
			yield Remark(node, "I18N-formatted-before-translate", "translate first, then .format()")
		elif is_text(node.args[0]) and str(node.args[0].value) != str(node.args[0].value).strip():  # type: ignore[attr-defined]
			yield Remark(node, "I18N-outer-space", "no spaces at the ends of a text to translate")


def _is_bare(text: ast.expr) -> bool:
	"""Words in the source that no `_()` surrounds; names and punctuation between translated parts are fine."""
	if not (is_text(text) or is_formatted(text)):
		return False
	if any(isinstance(n, ast.Call) and dotted(n.func) in TRANSLATE for n in ast.walk(text)):
		return False
	return any(is_text(n) and any(c.isalpha() for c in str(n.value)) for n in ast.walk(text))  # type: ignore[attr-defined]


@looks_at(ast.Call)
def unnamed_job(file: PythonFile, node: ast.AST) -> Iterator[Remark]:
	"""A job with an id can be found, and is not queued twice."""
	assert isinstance(node, ast.Call)
	if file.is_test:
		return
	name, given = dotted(node.func), keywords(node)
	if name in ("frappe.enqueue", "enqueue", "frappe.enqueue_doc") and "job_id" not in given:
		yield Remark(node, "JOB-without-id", "give job_id and deduplicate=True")
	if name.endswith("publish_realtime") and not REALTIME_ROOMS & set(given):
		yield Remark(node, "RT-to-everyone", "name the user or the document; this goes to every desk")


@looks_at(*FUNCTIONS)
def long_function(file: PythonFile, node: ast.AST) -> Iterator[Remark]:
	"""A function fits a screen."""
	assert isinstance(node, FUNCTIONS)
	length = (node.end_lineno or node.lineno) - node.lineno + 1
	if length > LONGEST_FUNCTION:
		yield Remark(node, "SIZE-function", f"{node.name}: {length} lines, at most {LONGEST_FUNCTION}")


@looks_at(ast.Module)
def long_file(file: PythonFile, node: ast.AST) -> Iterator[Remark]:
	"""A file holds one concern."""
	length = len(file.text.splitlines())
	if length > LONGEST_FILE and not file.is_test:
		yield Remark(_top(node), "SIZE-file", f"{length} lines, at most {LONGEST_FILE}")


def _top(node: ast.AST) -> ast.AST:
	"""Return the first statement of a module, since modules have no line number."""
	assert isinstance(node, ast.Module)
	return node.body[0]


@looks_at(ast.Module, ast.ClassDef)
def module_or_class_docstring(file: PythonFile, node: ast.AST) -> Iterator[Remark]:
	"""Modules and public classes of the shared layers say what they are for; empty files have nothing to say."""
	assert isinstance(node, ast.Module | ast.ClassDef)
	if file.layer not in SHARED_LAYERS or file.is_test or not node.body or ast.get_docstring(node):
		return
	if isinstance(node, ast.Module):
		yield Remark(_top(node), "DOC-module", "one line that says what the file decides")
	elif not node.name.startswith("_") and isinstance(file.parents.get(node), ast.Module):
		yield Remark(node, "DOC-public-class", f"{node.name}: one line that says what it stands for")


@looks_at(*FUNCTIONS)
def public_docstring(file: PythonFile, node: ast.AST) -> Iterator[Remark]:
	"""Public rules and endpoints say units, errors, source or permission; elsewhere a name may say enough."""
	assert isinstance(node, FUNCTIONS)
	is_public = not node.name.startswith("_") and isinstance(file.parents.get(node), ast.Module)
	if file.layer in FUNCTION_LAYERS and is_public and not file.is_test and not ast.get_docstring(node):
		yield Remark(
			node, "DOC-public-function", f"{node.name}: one line that says why, units, errors or the article"
		)

"""Every English text of the app that a person reads, with the files it comes from."""

import ast
import json
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any, NamedTuple

from . import doctypes
from .source import PythonFile, dotted, keywords

TRANSLATE = {"_", "frappe._", "_lt", "frappe._lt"}
SCRIPT_CALL = re.compile(
	r"""\b__\(\s*(?P<quote>["'`])(?P<text>(?:\\.|(?!(?P=quote)).)*)(?P=quote)"""
	r"""(?:\s*,\s*(?:\[[^\]]*\]|null|undefined)\s*,\s*["'](?P<context>[^"']+)["'])?""",
	re.S,
)
TEMPLATE_CALL = re.compile(
	r"""(?<![\w.])_\(\s*(?P<quote>["'])(?P<text>(?:\\.|(?!(?P=quote)).)*)(?P=quote)"""
	r"""(?:\s*,\s*context\s*=\s*["'](?P<context>[^"']+)["'])?"""
)
LETTER = re.compile(r"[A-Za-z]")
TAGS = re.compile(r"<[^<>]*>")
CHILD_LAYOUT = ("label", "description", "placeholder")


class Text(NamedTuple):
	"""A source text with the context that tells it from the same words elsewhere."""

	source: str
	context: str = ""


def all_texts(package: Path) -> dict[Text, set[str]]:
	"""Texts to translate, each with the files (relative to the package) that show it."""
	found: dict[Text, set[str]] = {}
	for place, text in _everything(package):
		source = _as_looked_up(text.source)
		if LETTER.search(source) and not _is_a_value(source):
			found.setdefault(Text(source, text.context), set()).add(place)
	return found


def _everything(package: Path) -> Iterator[tuple[str, Text]]:
	for path in sorted(package.rglob("*")):
		inside = path.relative_to(package)
		if {"node_modules", "dist", "tests", "__pycache__", "translations"} & set(inside.parts):
			continue
		if path.name.startswith("test_"):
			continue
		for text in _of_file(path, package):
			yield inside.as_posix(), text
	for path, doctype in doctypes.load(package):
		for source in _of_doctype(doctype):
			yield path.relative_to(package).as_posix(), Text(source)


def _of_file(path: Path, package: Path) -> Iterator[Text]:
	if path.suffix == ".py":
		yield from _of_python(PythonFile(path, package))
	elif path.suffix == ".js":
		yield from _calls(SCRIPT_CALL, path.read_text(encoding="utf-8"))
	elif path.suffix == ".html":
		text = path.read_text(encoding="utf-8")
		yield from _calls(TEMPLATE_CALL, text)
		yield from _calls(SCRIPT_CALL, text)
	elif path.suffix == ".json" and path.parent.name == "data":
		yield from map(Text, _of_seed(json.loads(path.read_text(encoding="utf-8"))))
	elif path.suffix == ".json":
		yield from map(Text, _of_record(json.loads(path.read_text(encoding="utf-8"))))


def _calls(pattern: re.Pattern[str], text: str) -> Iterator[Text]:
	for match in pattern.finditer(text):
		yield Text(_unquoted(match["text"]), match["context"] or "")


def _unquoted(text: str) -> str:
	"""What the script sees of a quoted text."""
	return re.sub(r"\\(.)", lambda m: {"n": "\n", "t": "\t"}.get(m[1], m[1]), text)


def _of_python(file: PythonFile) -> Iterator[Text]:
	"""Arguments of `_()`, the domain's message table, and tables of labels that are translated when shown."""
	for node in ast.walk(file.tree):
		if isinstance(node, ast.Call) and dotted(node.func) in TRANSLATE and node.args:
			context = keywords(node).get("context")
			for source in _strings(node.args[0]):
				yield Text(source, str(context.value) if isinstance(context, ast.Constant) else "")
		elif isinstance(node, ast.Assign | ast.AnnAssign) and _is_table_of_texts(file, node):
			yield from map(Text, _table_texts(node.value))


def _strings(node: ast.expr) -> Iterator[str]:
	"""The literal of a call, or both branches of a conditional one."""
	if isinstance(node, ast.Constant) and isinstance(node.value, str):
		yield node.value
	elif isinstance(node, ast.IfExp):
		yield from _strings(node.body)
		yield from _strings(node.orelse)


def _is_table_of_texts(file: PythonFile, node: ast.Assign | ast.AnnAssign) -> bool:
	"""Constants named …MESSAGES, …LABELS or …NAMES, and the roles, hold texts that other places pass to `_()`."""
	target = node.targets[0] if isinstance(node, ast.Assign) else node.target
	name = target.id if isinstance(target, ast.Name) else ""
	is_role = file.inside == "constants.py" and isinstance(node.value, ast.Constant) and name.isupper()
	return name.endswith(("MESSAGES", "LABELS", "NAMES")) or is_role or name == "EXIT_STATES"


def _table_texts(value: ast.expr | None) -> Iterator[str]:
	if isinstance(value, ast.Dict):
		for each in value.values:
			yield from _table_texts(each)
	elif isinstance(value, ast.Tuple | ast.List | ast.Set):
		for each in value.elts:
			yield from _table_texts(each)
	elif value is not None:
		yield from _strings(value)


def _of_doctype(doctype: dict[str, Any]) -> Iterator[str]:
	yield doctype["name"]
	yield doctype["module"]
	yield doctype.get("description") or ""
	for field in doctype["fields"]:
		yield from (field.get(key) or "" for key in CHILD_LAYOUT)
		if field["fieldtype"] == "Select" and field["fieldname"] != "naming_series":
			yield from (field.get("options") or "").split("\n")
	for table, key in (("actions", "label"), ("links", "group"), ("states", "title")):
		yield from (row.get(key) or "" for row in doctype.get(table, []))


def _of_record(content: Any) -> Iterator[str]:
	"""Standard records: workspaces, reports, cards, charts, notifications, print formats."""
	if not isinstance(content, dict) or content.get("doctype") in (None, "DocType"):
		return
	kind = content["doctype"]
	yield content["name"]
	yield from (content.get(key) or "" for key in ("label", "title", "report_name", "subject", "chart_name"))
	for table in ("shortcuts", "links", "charts", "number_cards", "quick_lists", "columns", "filters"):
		for row in content.get(table) or []:
			yield from (row.get(key) or "" for key in ("label", "description", "format"))
	if kind == "Workspace":
		yield from _of_blocks(json.loads(content.get("content") or "[]"))


def _of_blocks(blocks: list[dict[str, Any]]) -> Iterator[str]:
	"""Headings and paragraphs of a workspace; their HTML is looked up without its tags."""
	for block in blocks:
		yield unescape(TAGS.sub("", block.get("data", {}).get("text") or ""))


def _of_seed(content: Any) -> Iterator[str]:
	"""Shipped rows whose names staff read: process templates and schemes."""
	if not isinstance(content, dict):
		return
	yield content.get("template_title") or ""
	for step in content.get("steps", []):
		yield from (
			step.get(key) or "" for key in ("step_name", "stage", "workflow_state", "entry_condition")
		)
	states = {step["step_code"]: step["workflow_state"] for step in content.get("steps", [])}
	for way in content.get("transitions", []):
		is_return = way["action"] == "Return"
		yield f"Return to {states[way['target']]}" if is_return else way["action"]
		yield from (way.get("reasons") or "").split("\n")
	yield from (row.get("label") or "" for row in content.get("evidence", []))
	for scheme in content.get("schemes", []):
		yield from (scheme.get(key) or "" for key in ("scheme_name", "description"))


def _as_looked_up(source: str) -> str:
	"""Frappe strips outer spaces, and tags from texts that hold HTML, before it looks a text up."""
	text = TAGS.sub("", source) if re.search(r"<(?:[a-z]+)[^>]*>.*</|<br", source, re.S) else source
	return text.strip()


def _is_a_value(source: str) -> bool:
	"""Placeholders and codes that are the same in every language."""
	return not LETTER.search(re.sub(r"\{[^}]*\}", "", source))

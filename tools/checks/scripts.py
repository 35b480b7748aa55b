"""Checks on client scripts: text is translated, no old globals, nothing blocks the page."""

import re
from collections.abc import Iterator
from pathlib import Path

from .finding import Finding, allowances, apply_allowances

PATTERNS = (
	("JS-untranslated", re.compile(r"frappe\.(?:throw|msgprint|show_alert|confirm)\(\s*[\"'`]"), "wrap the text in __()"),
	("JS-untranslated", re.compile(r"\b(?:label|title|message|description|placeholder|primary_action_label):\s*[\"'`][A-Za-z]"), "wrap the text in __()"),
	("JS-untranslated", re.compile(r"add_(?:custom_button|inner_button|menu_item|action_item)\(\s*[\"'`]"), "wrap the text in __()"),
	("JS-formatted-before-translate", re.compile(r"__\(\s*`[^`]*\$\{"), "translate with placeholders {0}, not with ${}"),
	("JS-cur-frm", re.compile(r"\bcur_frm\b"), "use the frm that the handler got"),
	("JS-blocking-call", re.compile(r"\basync:\s*false\b"), "await the answer instead"),
	("JS-eval", re.compile(r"\b(?:eval|new Function)\("), "do not evaluate text"),
)  # fmt: skip


def check(package: Path, shown: str) -> Iterator[Finding]:
	"""Findings of the app's own scripts."""
	for path in sorted(package.rglob("*.js")):
		inside = path.relative_to(package)
		if "dist" in inside.parts or "node_modules" in inside.parts:
			continue
		text = path.read_text(encoding="utf-8")
		where = f"{shown}/{inside.as_posix()}"
		found = [
			(
				Finding(where, line := text.count("\n", 0, match.start()) + 1, code, advice),
				range(line, line + 1),
			)
			for code, pattern, advice in PATTERNS
			for match in pattern.finditer(text)
		]
		yield from apply_allowances(where, found, allowances(text))

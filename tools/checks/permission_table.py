"""`python -m tools.checks.permission_table [--write]`: docs/permissions.md from the DocType records and hooks.

Without --write it says whether the document is current (exit code 1 when it is not).
"""

import ast
import sys
from pathlib import Path
from typing import Any

from . import doctypes, hooks
from .project import APP

ROOT = Path(__file__).resolve().parents[2]
TARGET = ROOT / "docs" / "permissions.md"
RIGHTS = (
	("read", "r"),
	("write", "w"),
	("create", "c"),
	("delete", "d"),
	("submit", "s"),
	("cancel", "x"),
	("amend", "a"),
	("export", "e"),
)
HEAD = """# Who may do what

Written by `python -m tools.checks.permission_table --write` from the DocType records and `hooks.py`; a test keeps it current.

Letters: r read · w write · c create · d delete · s submit · x cancel · a amend · e export. A capital **R** or **W** adds the clear values of
permission level 1 (address, frozen facts); ciphers and digests are at level 9, for which no role has a key. Child tables follow their parent.

Rows: **area** = inside the divisions of the user's User Permissions (oversight sees all, staff without any see nothing);
**own** = a rule of its own (`permissions/`); **all** = every row. What a right allows is narrowed further: states and amounts change only
through the services (`FIELD_RULES` of the DocType), steps belong to roles of the process template, and nobody handles kin.
"""


def table() -> str:
	"""The whole document."""
	package = ROOT / APP
	roles = _roles(package)
	values = hooks.values(package)
	parts = [HEAD, _legend(roles)]
	by_module: dict[str, list[dict[str, Any]]] = {}
	for _path, doctype in doctypes.load(package):
		if not doctype.get("istable"):
			by_module.setdefault(doctype["module"], []).append(doctype)
	for module, content in sorted(by_module.items()):
		parts.append(_module(module, content, roles, values))
	return "\n".join(parts)


def _roles(package: Path) -> list[tuple[str, str]]:
	"""Roles of the app in their own order, each with a short form, and the system manager at the end."""
	names = [
		node.value.value
		for node in ast.parse((package / "constants.py").read_text(encoding="utf-8")).body
		if isinstance(node, ast.Assign)
		and isinstance(node.value, ast.Constant)
		and isinstance(node.value.value, str)
	]
	used = {p["role"] for _path, d in doctypes.load(package) for p in d.get("permissions", [])}
	known = [name for name in names if name in used]
	return [
		(name, "".join(word[:2] for word in name.split())) for name in [*known, *sorted(used - set(known))]
	]


def _legend(roles: list[tuple[str, str]]) -> str:
	return "Roles: " + " · ".join(f"{short} {name}" for name, short in roles) + "\n"


def _module(
	module: str, content: list[dict[str, Any]], roles: list[tuple[str, str]], values: dict[str, Any]
) -> str:
	lines = [f"## {module}\n", "| Document | rows | " + " | ".join(short for _name, short in roles) + " |"]
	lines.append("|---|---|" + "---|" * len(roles))
	for doctype in sorted(content, key=lambda d: str(d["name"])):
		cells = [_cell(doctype, name) for name, _short in roles]
		lines.append(f"| {doctype['name']} | {_rows(doctype['name'], values)} | " + " | ".join(cells) + " |")
	return "\n".join(lines) + "\n"


def _rows(doctype: str, values: dict[str, Any]) -> str:
	check = values["has_permission"].get(doctype, "")
	return "area" if ".region_scope." in str(check) else "own" if check else "all"


def _cell(doctype: dict[str, Any], role: str) -> str:
	rows = [p for p in doctype["permissions"] if p["role"] == role]
	plain = {right for p in rows if not p.get("permlevel") for right, _letter in RIGHTS if p.get(right)}
	clear = {right for p in rows if p.get("permlevel") == 1 for right, _letter in RIGHTS if p.get(right)}
	text = "".join(letter.upper() if right in clear else letter for right, letter in RIGHTS if right in plain)
	return text + ("°" if any(p.get("if_owner") for p in rows) else "")


def main(options: list[str]) -> int:
	"""Write the document, or compare it."""
	wanted = table()
	if "--write" in options:
		TARGET.parent.mkdir(exist_ok=True)
		TARGET.write_text(wanted, encoding="utf-8")
		return 0
	is_current = TARGET.exists() and TARGET.read_text(encoding="utf-8") == wanted
	sys.stdout.write(f"docs/permissions.md is {'current' if is_current else 'out of date'}\n")
	return not is_current


if __name__ == "__main__":
	sys.exit(main(sys.argv[1:]))

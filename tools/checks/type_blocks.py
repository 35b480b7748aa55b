"""Keep the type block of every DocType class in step with its JSON, without a site.

Frappe writes these blocks itself when a DocType is saved in developer mode; we run with developer mode off, so this
does the same from the files. `python -m tools.checks.type_blocks [--write] APP_PACKAGE` prints the classes out of step.
"""

import json
import re
import sys
from pathlib import Path

TEXT = {
	"Data": "DF.Data", "Small Text": "DF.SmallText", "Text": "DF.Text", "Long Text": "DF.LongText",
	"Text Editor": "DF.TextEditor", "Code": "DF.Code", "Password": "DF.Password", "Attach": "DF.Attach",
	"Attach Image": "DF.AttachImage", "Link": "DF.Link", "Dynamic Link": "DF.DynamicLink", "Date": "DF.Date",
	"Datetime": "DF.Datetime", "Time": "DF.Time", "JSON": "DF.JSON", "HTML Editor": "DF.HTMLEditor", "Phone": "DF.Phone",
	"Currency": "DF.Currency", "Float": "DF.Float", "Percent": "DF.Percent", "Int": "DF.Int", "Check": "DF.Check",
	"Color": "DF.Color", "Geolocation": "DF.Data", "Duration": "DF.Duration", "Long Int": "DF.Int",
}  # fmt: skip
NEVER_NULL = {"Currency", "Float", "Percent", "Int", "Check", "Table", "Table MultiSelect"}
BEGIN, END = "\t# begin: auto-generated types", "\t# end: auto-generated types"
BLOCK = re.compile(re.escape(BEGIN) + r".*?" + re.escape(END), re.S)


def annotation(field: dict) -> str | None:
	"""The DF type of one field, None for layout fields."""
	kind = field["fieldtype"]
	if kind in ("Table", "Table MultiSelect"):
		text = f"DF.{kind.replace(' ', '')}[{class_name(field['options'])}]"
	elif kind == "Select":
		options = ", ".join(json.dumps(o, ensure_ascii=False) for o in field.get("options", "").split("\n"))
		text = f"DF.Literal[{options}]"
	else:
		text = TEXT.get(kind)
	if text and kind not in NEVER_NULL and kind != "Select" and not field.get("reqd"):
		text += " | None"
	return text


def class_name(doctype: str) -> str:
	"""`Payment Run` -> `PaymentRun`."""
	return doctype.replace(" ", "").replace("-", "")


def child_import(options: str, root: Path) -> str | None:
	"""Import line of a child table's class, None when the child lives in another app."""
	slug = options.lower().replace(" ", "_").replace("-", "_")
	found = next(root.glob(f"*/doctype/{slug}/{slug}.json"), None)
	if not found:
		return None
	module = ".".join((root.name, *found.relative_to(root).parent.parts, slug))
	return f"\t\tfrom {module} import {class_name(options)}"


def block(doctype: dict, root: Path) -> str:
	"""The whole block between the two marker comments, markers included."""
	fields = {f["fieldname"]: a for f in doctype["fields"] if (a := annotation(f))}
	children = sorted(
		{f["options"] for f in doctype["fields"] if f["fieldtype"] in ("Table", "Table MultiSelect")}
	)
	if doctype.get("istable"):
		fields |= dict.fromkeys(("parent", "parentfield", "parenttype"), "DF.Data")
	if not fields:
		return f"{BEGIN}\n{END}"
	imports = sorted(
		["\t\tfrom frappe.types import DF", *filter(None, (child_import(c, root) for c in children))]
	)
	lines = [BEGIN, "\t# This code is auto-generated. Do not modify anything in this block.", ""]
	lines += ["\tfrom typing import TYPE_CHECKING", "", "\tif TYPE_CHECKING:", *imports, ""]
	lines += [f"\t\t{name}: {fields[name]}" for name in sorted(fields)]
	return "\n".join([*lines, END])


def _flat(text: str) -> str:
	"""A block as the formatter may have broken it into lines."""
	return re.sub(r"[\s(),]+", "", text)


def check(root: Path, write: bool) -> list[str]:
	"""Names of DocTypes whose controller lacks the right block; rewrites them when asked."""
	stale = []
	for path in sorted(root.glob("*/doctype/*/*.json")):
		doctype = json.loads(path.read_text(encoding="utf-8"))
		controller = path.with_suffix(".py")
		if not isinstance(doctype, dict) or doctype.get("doctype") != "DocType" or not controller.exists():
			continue
		source = controller.read_text(encoding="utf-8")
		wanted = block(doctype, root)
		fresh = BLOCK.sub(lambda _old, new=wanted: new, source, count=1)
		if _flat(wanted) not in _flat(source):
			stale.append(doctype["name"])
			if write and BEGIN in source:
				controller.write_text(fresh, encoding="utf-8")
	return stale


if __name__ == "__main__":
	out_of_step = check(Path(sys.argv[-1]).resolve(), "--write" in sys.argv)
	sys.stdout.write("".join(f"{name}: type block out of step\n" for name in out_of_step))
	sys.exit(bool(out_of_step) and "--write" not in sys.argv)

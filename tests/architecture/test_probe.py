"""Every check of tools/checks finds what it is for, lets the right form pass, and is silenced only with a reason."""

import json
from pathlib import Path

import pytest

from checks import doctypes, hooks, project, rules, scripts
from checks.finding import Finding
from checks.source import PythonFile

assert project.PYTHON_CHECKS, "importing them registers the checks"
WHITELISTED = '@frappe.whitelist(methods=["GET"])\ndef read(name: str) -> dict:\n\t"""x\n\n\tPermission: read on it."""\n'
BAD = {
	"API-untyped-argument": '@frappe.whitelist(methods=["GET"])\ndef f(name):\n\t"""Permission: x"""',
	"API-no-http-methods": '@frappe.whitelist()\ndef f(name: str):\n\t"""Permission: x"""',
	"API-no-permission-line": '@frappe.whitelist(methods=["GET"])\ndef f(name: str):\n\t"""Reads."""',
	"API-open-arguments": '@frappe.whitelist(methods=["GET"])\ndef f(**kw: str):\n\t"""Permission: x"""',
	"API-guest-without-rate-limit": '@frappe.whitelist(allow_guest=True, methods=["GET"])\ndef f():\n\t"""Permission: x"""',
	"API-future-annotations": f"from __future__ import annotations\n{WHITELISTED}",
	"API-only-for": "frappe.only_for('System Manager')",
	"SQL-raw": "frappe.db.sql('select 1')",
	"SQL-formatted": "frappe.db.sql(f'select {x}')",
	"DB-manual-commit": "frappe.db.commit()",
	"PERM-ignore-permissions": "doc.insert(ignore_permissions=True)",
	"PERF-read-in-loop": "for x in xs:\n\tfrappe.db.get_value('A', x, 'b')",
	"PERF-write-in-loop": "for doc in docs:\n\tdoc.save()",
	"DB-update-without-modified": "frappe.qb.update(t).set(t.a, 1).run()",
	"DB-update-modified-overridden": "frappe.db.set_value('A', 'b', 'c', 1, update_modified=False)",
	"DB-bulk-insert-incomplete": "frappe.db.bulk_insert('A', ['name', 'a'], rows)",
	"SEC-eval": "eval(text)",
	"I18N-untranslated-message": "frappe.throw('No household.')",
	"I18N-formatted-before-translate": "_(f'Row {n}')",
	"I18N-outer-space": "_('Row ')",
	"JOB-without-id": "frappe.enqueue('a.b')",
	"RT-to-everyone": "frappe.publish_realtime('progress', {})",
	"SIZE-function": "def f():\n\t'''x'''\n" + "\tpass\n" * 60,
	"SIZE-file": "x = 1\n" * 301,
	"DOC-public-class": "class Case:\n\tpass",
	"ALLOW-unused": "x = 1  # allow: SQL-raw nothing here",
	"ALLOW-without-reason": "frappe.db.commit()  # allow: DB-manual-commit",
}
GOOD = (
	WHITELISTED,
	"frappe.throw(_('Row {0}').format(n))",
	"frappe.throw(f'{_(label)}: {value}')",
	"doc.flags.ignore_permissions = True  # allow: PERM-ignore-permissions nobody may write this book",
	"doc.insert(\n\tignore_permissions=True  # allow: PERM-ignore-permissions installation\n)",
	"for x in frappe.get_all('A'):\n\tnames.insert(0, x)",
	"names = [row.name for row in frappe.get_all('A')]",
	"for x in xs:\n\tdef later():\n\t\t'''x'''\n\t\treturn frappe.get_doc('A', x)",
	"frappe.get_doc({'doctype': 'A'})",
	"frappe.qb.update(t).set(t.a, 1).set(t.modified, now).run()",
	"frappe.enqueue('a.b', job_id='a')",
	"frappe.publish_realtime('progress', {}, doctype='A', docname='b')",
)


def codes(tmp_path: Path, text: str, place: str = "services/x.py") -> set[str]:
	path = tmp_path / place
	path.parent.mkdir(parents=True, exist_ok=True)
	path.write_text(f'"""What the file decides."""\n{text}\n', encoding="utf-8")
	return {finding.code for finding in rules.findings_of(PythonFile(path, tmp_path), place)}


@pytest.mark.parametrize("code", BAD)
def test_the_check_finds_its_mistake(tmp_path: Path, code: str) -> None:
	assert code in codes(tmp_path, BAD[code])


@pytest.mark.parametrize(
	("line", "says_enough"),
	[
		("with self.assertRaises(CaseClosedError):", False),
		("with self.assertRaises((frappe.PermissionError, OutOfScopeError)):", False),
		("with self.assertRaises(error):", False),
		("with pytest.raises(CaseClosedError):", False),
		("with self.assertRaises(CaseClosedError) as refused:", True),
		("with self.assertRaisesRegex(CaseClosedError, 'is closed'):", True),
		("with pytest.raises(CaseClosedError, match='is closed'):", True),
		("with self.assertRaises(frappe.PermissionError):", True),
		("with self.assertRaises(OSError):", True),
	],
)
def test_a_refusal_is_tested_by_its_words(tmp_path: Path, line: str, says_enough: bool) -> None:
	test = f"class TestCase:\n\tdef test_x(self):\n\t\t{line}\n\t\t\tclose()"
	found = codes(tmp_path, test, "tests/test_x.py")
	assert ("TEST-refusal-without-words" in found) != says_enough
	assert "TEST-refusal-without-words" not in codes(tmp_path, test, "services/y.py")


@pytest.mark.parametrize("text", GOOD)
def test_the_right_form_passes(tmp_path: Path, text: str) -> None:
	assert codes(tmp_path, text) == set()


def test_rules_and_endpoints_say_more_than_their_name(tmp_path: Path) -> None:
	bare = "def f():\n\treturn 1"
	for place in ("domain/x.py", "api/v1/x.py"):
		assert codes(tmp_path, bare, place) == {"DOC-public-function"}
	assert codes(tmp_path, bare, "services/x.py") == set()


def test_a_module_says_what_it_is_for(tmp_path: Path) -> None:
	path = tmp_path / "services" / "x.py"
	path.parent.mkdir()
	path.write_text("x = 1\n", encoding="utf-8")
	assert {f.code for f in rules.findings_of(PythonFile(path, tmp_path), "services/x.py")} == {"DOC-module"}


def test_sql_text_is_at_home_in_engines_but_never_formatted(tmp_path: Path) -> None:
	assert codes(tmp_path, BAD["SQL-raw"], "engines/x.py") == set()
	built = "def f():\n\t'''x'''\n\tquery = f'select {x}'\n\tfrappe.db.sql(query)"
	assert codes(tmp_path, built, "engines/y.py") == {"SQL-formatted"}


def test_a_loop_is_not_what_surrounds_the_function(tmp_path: Path) -> None:
	assert codes(tmp_path, "for x in frappe.get_all('A'):\n\tprint(x)") == set()
	assert codes(tmp_path, "[frappe.get_doc('A', x) for x in xs]") == {"PERF-read-in-loop"}
	assert codes(tmp_path, "while frappe.db.exists('A'):\n\tpass") == {"PERF-read-in-loop"}


def app_with(tmp_path: Path, hooks_text: str, patches: str = "") -> Path:
	package = tmp_path / "app"
	package.mkdir(exist_ok=True)
	(package / "tasks.py").write_text("def daily():\n\tpass\n", encoding="utf-8")
	(package / "hooks.py").write_text(hooks_text, encoding="utf-8")
	(package / "patches.txt").write_text(patches, encoding="utf-8")
	return package


def found(findings: object) -> set[str]:
	return {finding.code for finding in findings if isinstance(finding, Finding)}  # type: ignore[attr-defined]


def test_hooks_lead_somewhere_and_come_in_pairs(tmp_path: Path) -> None:
	right = 'scheduler_events = {"daily": ["app.tasks.daily"]}'
	assert found(hooks.check(app_with(tmp_path, right), "app")) == set()
	wrong = 'scheduler_events = {"daily": ["app.tasks.weekly"]}'
	assert found(hooks.check(app_with(tmp_path, wrong), "app")) == {"HOOK-unresolved-path"}
	alone = (
		'permission_query_conditions = {"A": "app.tasks.daily"}\nhas_permission = {"B": "app.tasks.daily"}'
	)
	assert found(hooks.check(app_with(tmp_path, alone), "app")) == {
		"HOOK-list-filter-alone",
		"HOOK-document-check-alone",
	}


def test_patches_are_listed_and_explained(tmp_path: Path) -> None:
	package = app_with(tmp_path, "", "app.patches.v1.gone\n")
	folder = package / "patches" / "v1"
	folder.mkdir(parents=True)
	(folder / "move.py").write_text("def execute():\n\tpass\n", encoding="utf-8")
	expected = {"PATCH-unresolved", "PATCH-unlisted", "PATCH-without-docstring"}
	assert found(hooks.check_patches(package, "app")) == expected


def test_a_careless_doctype_is_found(tmp_path: Path) -> None:
	folder = tmp_path / "module" / "doctype" / "loose_paper"
	folder.mkdir(parents=True)
	field = {"fieldname": "kind", "fieldtype": "Select", "options": "A", "in_standard_filter": 1}
	doctype = {"doctype": "DocType", "name": "Loose Paper", "fields": [field]}
	doctype["permissions"] = [{"role": "All", "read": 1, "write": 1}]
	(folder / "loose_paper.json").write_text(json.dumps(doctype), encoding="utf-8")
	(folder / "loose_paper.py").write_text("class LoosePaper:\n\tpass\n", encoding="utf-8")
	assert found(doctypes.check(tmp_path, "app")) == {
		"DT-open-role",
		"DT-no-test-file",
		"DT-no-track-changes",
		"DT-filter-without-index",
		"DT-type-block",
	}


@pytest.mark.parametrize(
	("code", "line"),
	[
		("JS-untranslated", 'frappe.throw("No household");'),
		("JS-untranslated", '{ fieldtype: "Data", label: "Reason" }'),
		("JS-formatted-before-translate", "__(`Row ${n}`)"),
		("JS-cur-frm", "cur_frm.save();"),
		("JS-blocking-call", "frappe.call({ async: false });"),
	],
)
def test_client_scripts_are_checked(tmp_path: Path, code: str, line: str) -> None:
	(tmp_path / "x.js").write_text(line, encoding="utf-8")
	assert found(scripts.check(tmp_path, "app")) == {code}
	(tmp_path / "x.js").write_text(f"{line} // allow: {code} shown to nobody", encoding="utf-8")
	assert found(scripts.check(tmp_path, "app")) == set()

"""Every template of the desk compiles: one that does not takes the part of the page with it that it draws."""

import json
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
COMPILER = ROOT / "apps/frappe/frappe/public/js/frappe/microtemplate.js"
PROGRAM = Path(__file__).with_name("compile_templates.mjs")
IMPORT = re.compile(r"""import\s+["']([^"']+\.html)["']""")
APPS = ("frappe", "social_assistance", "social_assistance_erpnext")


def bundled_templates() -> set[Path]:
	"""The .html files that scripts of the desk import; some old scripts, in no bundle, import what is gone."""
	found = set()
	for app in APPS:
		public = ROOT / "apps" / app / app / "public" / "js"
		for script in public.rglob("*.js"):
			for name in IMPORT.findall(script.read_text(encoding="utf-8")):
				own = script.parent / name
				found.add(own if name.startswith(".") else ROOT / "apps" / app / name)
	return {file for file in found if file.is_file()}


def page_templates() -> set[Path]:
	"""The .html files that come beside the script of a page, a form, a list or a report."""
	return {
		page
		for app in APPS
		for folder in ("page", "doctype", "report")
		for page in (ROOT / "apps" / app / app).glob(f"*/{folder}/*/*.html")
		if page.with_suffix(".js").exists()
	}


def not_compiled(files: set[Path]) -> dict[str, str]:
	words = ["node", str(PROGRAM), str(COMPILER), *map(str, sorted(files))]
	done = subprocess.run(words, capture_output=True, text=True, timeout=60, check=False)
	assert done.returncode == 0, done.stderr
	return json.loads(done.stdout)


@pytest.mark.skipif(not COMPILER.exists(), reason="the framework is not here yet")
def test_every_desk_template_compiles() -> None:
	files = bundled_templates() | page_templates()
	assert len(files) > 30
	assert any(file.name == "timeline_message_box.html" for file in files)
	assert not not_compiled(files)


@pytest.mark.skipif(not COMPILER.exists(), reason="the framework is not here yet")
def test_a_template_that_does_not_compile_is_named(tmp_path: Path) -> None:
	wrong = tmp_path / "wrong.html"
	wrong.write_text("{% if (a { %}", encoding="utf-8")
	assert list(not_compiled({wrong})) == [str(wrong)]

"""The desk's bundler on a bench of two tiny apps: what it builds, maps, links, removes and refuses."""

import json
import os
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BUILDER = ROOT / "tools" / "assets" / "build.mjs"

DESK_SCRIPT = """
import "./greeting.html";
import Panel from "./Panel.vue";
import "frappe/public/css/plain.css";
import $ from "jquery";
frappe.desk_panel = Panel;
frappe.first = $("body");
"""
PANEL = """
<template><p class="panel" :title="label">{{ label }}</p></template>
<script setup>
import { ref } from "vue";
const label = ref("from the component");
</script>
<style scoped lang="scss">.panel { .inner { margin-left: 7px; } }</style>
"""
LATE_SCRIPT = """
frappe.require("/assets/frappe/node_modules/js-sha256/build/sha256.min.js");
const modes = "/assets/frappe/node_modules/ace-builds/src-noconflict/";
"""
SECOND = "apps/second/second/public/js/second.bundle.ts"
DESK_STYLES = """
@import "~bootstrap/scss/functions";
@import "frappe/public/css/plain.css";
$gap: 4px;
.side { margin-left: $gap; user-select: none; background: url("/assets/frappe/images/x.png"); }
/*rtl:begin:ignore*/
.fixed { margin-left: 1px; }
/*rtl:end:ignore*/
"""


def write(path: Path, text: str) -> Path:
	path.parent.mkdir(parents=True, exist_ok=True)
	path.write_text(text, encoding="utf-8")
	return path


def make_bench(root: Path) -> Path:
	write(root / "sites" / "apps.txt", "frappe\nsecond\n")
	public = root / "apps" / "frappe" / "frappe" / "public"
	write(public / "js" / "desk.bundle.js", DESK_SCRIPT)
	write(public / "js" / "greeting.html", "<b>it's\n\t{{ name }}</b><!-- not this -->")
	write(public / "js" / "Panel.vue", PANEL)
	write(public / "js" / "late.js", LATE_SCRIPT)
	write(public / "css" / "plain.css", ".plain { color: red; }")
	write(public / "scss" / "desk.bundle.scss", DESK_STYLES)
	write(root / SECOND, "const n: number = 1; frappe.n = n;")
	return root


@pytest.fixture
def bench(tmp_path: Path) -> Path:
	"""A bench of the test's own."""
	return make_bench(tmp_path)


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
	"""A bench that was built once, and its map; tests leave it as it is."""
	root = make_bench(tmp_path_factory.mktemp("shipped"))
	return root, built(root)


def build(bench: Path, *options: str) -> subprocess.CompletedProcess[str]:
	words = ["node", str(BUILDER), "--bench", str(bench), *options]
	return subprocess.run(words, capture_output=True, text=True, check=False)


def built(bench: Path, *options: str) -> dict[str, str]:
	done = build(bench, *options)
	assert done.returncode == 0, done.stderr
	assets = bench / "sites" / "assets"
	return {
		**json.loads((assets / "assets.json").read_text()),
		**json.loads((assets / "assets-rtl.json").read_text()),
	}


def text_of(bench: Path, address: str) -> str:
	return (bench / "sites" / address.lstrip("/")).read_text(encoding="utf-8")


def test_the_maps_name_hashed_files_below_the_site_addresses(shipped: tuple[Path, dict[str, str]]) -> None:
	bench, bundles = shipped
	assert set(bundles) == {"desk.bundle.js", "desk.bundle.css", "rtl_desk.bundle.css", "second.bundle.js"}
	assert re.fullmatch(r"/assets/frappe/dist/js/desk\.bundle\.[0-9A-F]{8}\.js", bundles["desk.bundle.js"])
	assert re.fullmatch(
		r"/assets/frappe/dist/css-rtl/desk\.bundle\.[0-9A-F]{8}\.css", bundles["rtl_desk.bundle.css"]
	)
	assert re.fullmatch(
		r"/assets/second/dist/js/second\.bundle\.[0-9A-F]{8}\.js", bundles["second.bundle.js"]
	)
	assert all((bench / "sites" / address.lstrip("/")).is_file() for address in bundles.values())


def test_a_script_holds_templates_components_packages_and_their_styles(
	shipped: tuple[Path, dict[str, str]],
) -> None:
	bench, bundles = shipped
	script = text_of(bench, bundles["desk.bundle.js"])
	assert 'frappe.templates.greeting="<b>it\'s {{ name }}</b>"' in script
	assert "from the component" in script and "jQuery" in script
	assert 'document.createElement("style")' in script and ".plain{color:red}" in script
	assert re.search(r"\.panel \.inner\[data-v-[0-9a-f]{8}\]\{margin-left:7px\}", script)
	assert "@vue/compiler" not in script, "production needs no template compiler"


def test_styles_have_a_twin_for_the_other_reading_direction(shipped: tuple[Path, dict[str, str]]) -> None:
	bench, bundles = shipped
	left, right = text_of(bench, bundles["desk.bundle.css"]), text_of(bench, bundles["rtl_desk.bundle.css"])
	assert ".side{margin-left:4px" in left and ".side{margin-right:4px" in right
	assert ".fixed{margin-left:1px}" in left and ".fixed{margin-left:1px}" in right
	assert "-webkit-user-select:none" in left
	assert "url(/assets/frappe/images/x.png)" in left
	assert ".plain{color:red}" in left


def test_only_development_has_source_maps(shipped: tuple[Path, dict[str, str]], bench: Path) -> None:
	assert "sourceMappingURL" not in text_of(shipped[0], shipped[1]["desk.bundle.js"])
	address = built(bench, "--development", "--apps", "frappe")["desk.bundle.js"]
	script = text_of(bench, address)
	assert script.rstrip().endswith(f"//# sourceMappingURL={Path(address).name}.map")
	assert "frappe.desk_panel = " in script, "readable"
	sources = json.loads(text_of(bench, address + ".map"))["sources"]
	assert "../../js/desk.bundle.js" in sources and "../../js/Panel.vue" in sources


def test_the_same_source_gives_the_same_name_and_a_change_another(bench: Path) -> None:
	before = built(bench)
	assert built(bench) == before
	write(bench / SECOND, "frappe.n = 2;")
	after = built(bench)
	assert {name for name in before if before[name] != after[name]} == {"second.bundle.js"}
	folder = bench / "apps/second/second/public/dist/js"
	assert [file.name for file in folder.iterdir()] == [Path(after["second.bundle.js"]).name], (
		"the old file is gone"
	)


def test_one_app_is_built_without_touching_the_others(bench: Path) -> None:
	before = built(bench)
	write(bench / "apps/frappe/frappe/public/js/desk.bundle.js", "this does not parse")
	write(bench / SECOND, "frappe.n = 3;")
	after = built(bench, "--apps", "second")
	assert after["desk.bundle.js"] == before["desk.bundle.js"]
	assert after["second.bundle.js"] != before["second.bundle.js"]


def test_a_bundle_that_was_removed_leaves_map_and_folder(bench: Path) -> None:
	built(bench)
	(bench / "apps/frappe/frappe/public/scss/desk.bundle.scss").unlink()
	assert set(built(bench)) == {"desk.bundle.js", "second.bundle.js"}
	assert not list((bench / "apps/frappe/frappe/public/dist/css").iterdir())


def test_public_folders_and_requested_packages_can_be_reached(shipped: tuple[Path, dict[str, str]]) -> None:
	assets = shipped[0] / "sites" / "assets"
	assert not Path(os.readlink(assets / "frappe")).is_absolute(), "the bench can be moved"
	assert (assets / "frappe/css/plain.css").is_file()
	assert (assets / "frappe/node_modules/js-sha256/build/sha256.min.js").is_file()
	assert (assets / "frappe/node_modules/ace-builds/src-noconflict/mode-python.js").is_file()
	assert not (assets / "frappe/node_modules/jquery").exists(), "what no page asks for is not served"


@pytest.mark.parametrize(
	("file", "text", "words"),
	[
		(
			"js/desk.bundle.js",
			'import "no-such-package";',
			["frappe (js) does not build", "no-such-package", "desk.bundle.js:1"],
		),
		(
			"scss/desk.bundle.scss",
			".a { color: $nothing; }",
			["frappe (css", "does not build", "Undefined variable", "desk.bundle.scss"],
		),
		("js/Panel.vue", "<template><p :a='x('/></template>", ["does not build", "Panel.vue"]),
		(
			"js/late.js",
			'"assets/frappe/node_modules/no-such/x.js"',
			["node_modules/no-such/x.js", "does not install"],
		),
		("other/desk.bundle.js", "", ["Two bundles are called desk.bundle"]),
		("css/less.bundle.less", "", ['needs the package "less"']),
	],
)
def test_a_mistake_is_named_and_nothing_is_changed(
	shipped: tuple[Path, dict[str, str]], file: str, text: str, words: list[str]
) -> None:
	bench, bundles = shipped
	path = bench / "apps/frappe/frappe/public" / file
	right = path.read_text() if path.exists() else None
	try:
		write(path, text)
		done = build(bench, "--apps", "frappe")
	finally:
		path.unlink() if right is None else path.write_text(right)
	assert done.returncode == 1
	assert all(word in done.stderr for word in words), done.stderr
	assert "at Object." not in done.stderr, "no stack traces"
	assert all(text_of(bench, address) for address in bundles.values()), "what was built is still there"


@pytest.mark.parametrize(
	("options", "words"),
	[
		(["--apps", "third"], "App third is not in sites/apps.txt"),
		(["--no-such-option"], "Unknown option '--no-such-option'"),
		(["--production", "--development"], "not both"),
	],
)
def test_wrong_calls_are_refused(bench: Path, options: list[str], words: str) -> None:
	done = build(bench, *options)
	assert done.returncode == 1 and words in done.stderr


def test_a_folder_that_is_no_bench_is_refused(tmp_path: Path) -> None:
	done = build(tmp_path)
	assert done.returncode == 1 and "is no bench" in done.stderr


def test_an_app_without_folder_is_refused(bench: Path) -> None:
	write(bench / "sites" / "apps.txt", "frappe\nsecond\nmissing\n")
	done = build(bench)
	assert done.returncode == 1 and "App missing" in done.stderr


def test_the_lock_pins_every_package_and_names_no_registry() -> None:
	lock = json.loads((ROOT / "config/assets/package-lock.json").read_text())
	packages = {name: entry for name, entry in lock["packages"].items() if name}
	assert all(entry.get("integrity", "").startswith("sha512-") for entry in packages.values())
	assert not any("resolved" in entry for entry in packages.values())
	wanted = json.loads((ROOT / "config/assets/package.json").read_text())["dependencies"]
	assert all(re.fullmatch(r"\d+\.\d+\.\d+(-[\w.]+)?", version) for version in wanted.values()), (
		"exact versions"
	)
	assert {
		packages[f"node_modules/{name}"]["version"]
		for name in ("vue", "@vue/compiler-sfc", "@vue/compiler-dom")
	} == {"3.3.4"}

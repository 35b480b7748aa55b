"""The framework is restored from exactly the pinned file, or not at all."""

import hashlib
import zipfile
from pathlib import Path

import pytest

from standup import console, framework
from standup.settings import StandupError

CONFIG = {
	"package": "criscostack",
	"version": "1.0.0",
	"wheel_sha256": "",
	"tree_sha256": "",
	"replacements": [["CRISCOSTACK", "FRAPPE"], ["criscostack", "frappe"], ["Crisco", "Frappe"]],
	"moves": [["frappe/utils/brik_helper.py", "frappe/utils/bench_helper.py"]],
}


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
	"""A bench's folders in a temporary place, with a wheel that is small but of the right form."""
	for name, path in {
		"TARGET": "apps/frappe",
		"DRAFT": "apps/.draft",
		"OLD": "apps/.old",
		"PATCHES": "patches",
		"STATE": "state",
	}.items():
		monkeypatch.setattr(framework, name, tmp_path / path)
	monkeypatch.setattr(console, "LOGS", tmp_path / "logs")
	for folder in ("apps", "patches", "state/downloads"):
		(tmp_path / folder).mkdir(parents=True)
	with zipfile.ZipFile(tmp_path / "state/downloads/criscostack-1.0.0-py3-none-any.whl", "w") as wheel:
		wheel.writestr("criscostack/__init__.py", "# CRISCOSTACK by Crisco\nimport criscostack\n")
		wheel.writestr("criscostack/utils/brik_helper.py", "def main():\n\treturn 1\n")
		wheel.writestr("criscostack/.DS_Store", "noise")
		wheel.writestr("criscostack-1.0.0.dist-info/METADATA", "Name: criscostack\n")
	return tmp_path


@pytest.fixture
def config(place: Path, monkeypatch: pytest.MonkeyPatch) -> dict:
	"""Pins that fit the small wheel."""
	wheel = place / "state/downloads/criscostack-1.0.0-py3-none-any.whl"
	values = {**CONFIG, "wheel_sha256": hashlib.sha256(wheel.read_bytes()).hexdigest()}
	monkeypatch.setattr(framework, "framework_config", lambda: values)
	framework.restore(wheel, place / "once")
	values["tree_sha256"] = framework.tree_digest(place / "once")
	monkeypatch.setattr(framework, "stamp", lambda name: "")
	monkeypatch.setattr(framework, "set_stamp", lambda name, key: None)
	monkeypatch.delenv("FRAPPE_SOURCE", raising=False)
	return values


def test_names_are_restored_in_contents_and_paths(place: Path, config: dict):
	assert framework.provision()
	found = {
		path.relative_to(place / "apps/frappe").as_posix() for path in (place / "apps/frappe").rglob("*.*")
	}
	assert found == {"pyproject.toml", "frappe/__init__.py", "frappe/utils/bench_helper.py"}
	assert (place / "apps/frappe/frappe/__init__.py").read_text() == "# FRAPPE by Frappe\nimport frappe\n"


def test_another_file_under_the_same_name_is_refused(place: Path, config: dict):
	config["wheel_sha256"] = "0" * 64
	with pytest.raises(StandupError, match="serves another file"):
		framework.provision()
	assert not (place / "apps/frappe").exists()


def test_a_tree_with_another_digest_is_refused(place: Path, config: dict):
	config["tree_sha256"] = "0" * 64
	with pytest.raises(StandupError, match="Nothing was installed"):
		framework.provision()
	assert not (place / "apps/frappe").exists()


PATCH = """\
Why: a test.
Drop when: never.

--- a/frappe/utils/bench_helper.py
+++ b/frappe/utils/bench_helper.py
@@ -1,2 +1,2 @@
 def main():
-	return {old}
+	return {new}
"""


def test_patches_apply_in_the_order_of_their_numbers(place: Path, config: dict):
	(place / "patches/0002-second.patch").write_text(PATCH.format(old=2, new=3))
	(place / "patches/0001-first.patch").write_text(PATCH.format(old=1, new=2))
	framework.provision()
	assert (place / "apps/frappe/frappe/utils/bench_helper.py").read_text() == "def main():\n\treturn 3\n"


def test_a_patch_that_does_not_fit_leaves_the_old_framework_in_place(place: Path, config: dict):
	framework.provision()
	(place / "patches/0001-wrong.patch").write_text(PATCH.format(old=9, new=10))
	with pytest.raises(StandupError, match=r"0001-wrong\.patch"):
		framework.provision()
	assert (place / "apps/frappe/frappe/utils/bench_helper.py").read_text() == "def main():\n\treturn 1\n"


def test_a_changed_patch_set_has_another_key(place: Path, config: dict):
	before = framework.key()
	(place / "patches/0001-first.patch").write_text(PATCH.format(old=1, new=2))
	assert framework.key() != before

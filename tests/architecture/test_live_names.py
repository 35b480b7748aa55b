"""A rule that only tests call is found; one that running code reaches through other rules is not."""

from pathlib import Path

import pytest

from checks import live_names

DOMAIN = {
	"domain/x.py": "LIMIT = 3\ndef used():\n\treturn _inner()\ndef _inner():\n\treturn Fact(LIMIT)\n"
	"class Fact:\n\tdef __init__(self, n):\n\t\tself.n = n\n\tdef told(self):\n\t\treturn self.n\n",
	"domain/y.py": "def dead():\n\treturn helper()\ndef helper():\n\treturn 1\n",
}
USERS = {
	"named": "from social_assistance.domain.x import used as u\nprint(u().told())\n",
	"by module": "from social_assistance.domain import x as rules\nprint(rules.used().told())\n",
}


def found(folder: Path, files: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> set[str]:
	monkeypatch.setattr(live_names, "SQL_TWINS", {})
	monkeypatch.setattr(live_names, "EXCEPTIONS", {})
	for place, text in files.items():
		path = folder / place
		path.parent.mkdir(parents=True, exist_ok=True)
		path.write_text(text, encoding="utf-8")
	return {finding.text.split(":")[0] for finding in live_names.check(folder, "app")}


@pytest.mark.parametrize("user", USERS)
def test_rules_without_a_caller_are_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, user: str) -> None:
	names = found(tmp_path, {**DOMAIN, "services/z.py": USERS[user]}, monkeypatch)
	assert names == {"domain.y.dead", "domain.y.helper"}


def test_a_test_or_a_patch_is_no_caller(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
	files = {
		"tests/z.py": USERS["named"],
		"patches/v1_0/z.py": USERS["named"],
		"services/test_z.py": USERS["named"],
	}
	names = found(tmp_path, {**DOMAIN, **files}, monkeypatch)
	assert {"domain.x.used", "domain.x.Fact", "domain.x.Fact.told", "domain.x.LIMIT"} <= names


def test_a_twin_needs_the_test_that_compares_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
	assert found(tmp_path, DOMAIN, monkeypatch)
	monkeypatch.setattr(live_names, "SQL_TWINS", {"domain.y.dead": "tests/test_twin.py"})
	assert [f.code for f in live_names.check(tmp_path, "app") if "dead" in f.text] == ["LIVE-twin-test"]
	(tmp_path / "tests").mkdir()
	(tmp_path / "tests/test_twin.py").write_text("dead()", encoding="utf-8")
	assert not [f for f in live_names.check(tmp_path, "app") if "dead" in f.text]

"""A site whose creation was cut off is made again."""

from pathlib import Path

import pytest

from standup import console, settings, site, stages
from standup.instance import Instance

NAME = "social.localhost"


CREATE, INSTALL, ANSWER = "new_site", "install_apps", "complete_setup"


class Steps:
	"""The steps of a creation, which only note that they ran; one of them can be cut off."""

	def __init__(self, folder: Path):
		self.config = folder / "sites" / NAME / "site_config.json"
		self.ran: list[str] = []
		self.cut_off = ""

	def run(self, name: str) -> None:
		self.ran.append(name)
		self.config.parent.mkdir(parents=True, exist_ok=True)
		# The framework keeps a configuration that is there, with the port of that day.
		if not self.config.exists():
			self.config.write_text(f"made by run {len(self.ran)}")
		if name == self.cut_off:
			raise KeyboardInterrupt


@pytest.fixture
def steps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Steps:
	found = Steps(tmp_path)
	monkeypatch.setattr(site, "MAIN", Instance("test", tmp_path, tmp_path))
	monkeypatch.setattr(settings, "STATE", tmp_path / "state")
	for name in (CREATE, INSTALL, ANSWER):
		monkeypatch.setattr(site, name, lambda _instance, _site, name=name: found.run(name))
	return found


def create_and_be_cut_off(steps: Steps, at: str) -> None:
	steps.cut_off = at
	with pytest.raises(KeyboardInterrupt):
		site.create(NAME)
	steps.cut_off = ""
	steps.ran.clear()


@pytest.mark.parametrize("at", [CREATE, INSTALL, ANSWER])
def test_a_creation_that_was_cut_off_begins_anew(steps: Steps, at: str) -> None:
	create_and_be_cut_off(steps, at)
	steps.config.write_text('{"db_port": 13306}')
	site.create(NAME)
	assert steps.ran == [CREATE, INSTALL, ANSWER]
	assert "db_port" not in steps.config.read_text(), "the old configuration is gone"
	assert site.exists(NAME)


def test_what_was_finished_is_not_done_again(steps: Steps) -> None:
	site.create(NAME)
	settings.set_stamp(f"site-{NAME}", "created")
	steps.ran.clear()
	site.create(NAME)
	assert steps.ran == [INSTALL, ANSWER]


def test_a_site_whose_folder_is_gone_is_made_again(steps: Steps) -> None:
	site.create(NAME)
	steps.config.unlink()
	steps.ran.clear()
	assert not site.exists(NAME)
	site.create(NAME)
	assert steps.ran == [CREATE, INSTALL, ANSWER]


@pytest.fixture
def commands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
	"""Commands that bring a site up whose code has changed since the last time; they only note that they ran."""
	ran: list[str] = []
	monkeypatch.setattr(settings, "STATE", tmp_path)
	monkeypatch.setattr(console, "LOGS", tmp_path)
	monkeypatch.setattr(stages.site, "exists", lambda _name: True)
	monkeypatch.setattr(stages.site, "schema_key", lambda: "new")
	monkeypatch.setattr(stages.site, "command", lambda _instance, _name, *words: ran.append(" ".join(words)))
	settings.set_stamp(f"schema-{NAME}", "old")
	settings.set_stamp(f"demo-{NAME}", "loaded")
	return ran


def test_a_site_is_backed_up_before_it_migrates(commands: list[str]) -> None:
	stages._bring_site_up(NAME)
	assert commands == ["assist backup --keep-days 30", "migrate"]
	stages._bring_site_up(NAME)
	assert len(commands) == 2, "nothing has changed since"


def test_without_a_backup_nothing_migrates(commands: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
	def fail(_instance: Instance, _name: str, *words: str) -> None:
		commands.append(words[0])
		raise settings.StandupError("gpg is not installed")

	monkeypatch.setattr(stages.site, "command", fail)
	with pytest.raises(settings.StandupError, match=r"gpg(.|\n)*NO_BACKUP=1"):
		stages._bring_site_up(NAME)
	assert commands == ["assist"]
	assert settings.stamp(f"schema-{NAME}") == "old"


def test_a_migration_without_a_backup_has_to_be_asked_for(
	commands: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
	monkeypatch.setenv("NO_BACKUP", "1")
	stages._bring_site_up(NAME)
	assert commands == ["migrate"]

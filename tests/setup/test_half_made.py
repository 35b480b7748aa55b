"""A site whose creation was cut off is made again."""

from pathlib import Path

import pytest

from standup import settings, site
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

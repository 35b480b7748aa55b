"""Serving people: the unit of the system's own manager, and the doors that have to be closed first."""

from __future__ import annotations

import getpass
import sys
from pathlib import Path

from . import services, site
from .instance import Instance
from .settings import CONFIG, ROOT, StandupError

UNIT = "social-assistance.service"


def write_unit(instance: Instance) -> Path:
	"""Write the unit of systemd; its path."""
	text = (CONFIG / "templates" / "bench.service").read_text(encoding="utf-8")
	path = instance.state / UNIT
	path.parent.mkdir(parents=True, exist_ok=True)
	path.write_text(text.format(user=getpass.getuser(), root=ROOT, python=sys.executable), encoding="utf-8")
	return path


def require_closed_doors(instance: Instance) -> None:
	"""Ask every site of the bench; StandupError when one of them is open. The services run for the length of the question."""
	names = sorted(path.parent.name for path in instance.sites.glob("*/site_config.json"))
	if not names:
		raise StandupError("There is no site yet: make run")
	with services.running(instance):
		for name in names:
			_require_closed(instance, name)


def _require_closed(instance: Instance, name: str) -> None:
	try:
		site.command(instance, name, "assist", "doctor", "--doors")
	except StandupError as error:
		raise StandupError(f"The site {name} does not serve people while a door is open.\n{error}") from error

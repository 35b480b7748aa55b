"""Programs whose version has a known hole, by the list that ships with the product; nothing is asked over the network."""

import json
import subprocess
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import frappe
from frappe import _
from frappe.utils.background_jobs import get_redis_conn

from social_assistance.domain.health.signs import Level, Sign
from social_assistance.domain.health.versions import (
	Judgement,
	Mended,
	find_branch,
	is_outdated,
	judge_version,
)
from social_assistance.services import clock

LIST = ("setup", "data", "known_holes.json")
# Set by the stand-up of a bench whose framework is a snapshot with patches: its version does not tell what is mended.
PATCHED_CONFIG = "assist_patched_framework"


def look_at_versions() -> Iterator[Sign]:
	"""MariaDB, Redis and Frappe have no hole that was known when the list was made."""
	found = json.loads(Path(frappe.get_app_path("social_assistance", *LIST)).read_text(encoding="utf-8"))
	as_of = date.fromisoformat(found["as_of"])
	holes, unknown = [], []
	for program, version in _list_versions():
		entry = find_branch(version, [Mended(**row) for row in found["programs"][program]])
		judgement = _judge(version, entry)
		if judgement is Judgement.HOLE and entry:
			holes.append(f"{program} {version}: {entry.cites}")
		elif judgement is Judgement.UNKNOWN:
			unknown.append(f"{program} {version}")
	yield _sign(as_of, holes, unknown)


def _sign(as_of: date, holes: list[str], unknown: list[str]) -> Sign:
	parts = [_("list of {0}").format(as_of), *holes]
	if unknown:
		parts.append(_("nothing is known of {0}").format(", ".join(unknown)))
	level = Level.GOOD
	if unknown or is_outdated(as_of, clock.today()):
		level = Level.WARNING
	if holes:
		level = Level.FAILURE
	remedy = _(
		"Install the security updates of the system and of the framework; a list that is old comes anew with the product."
	)
	return Sign("VERSIONS", _("Versions with known holes"), level, "; ".join(parts), remedy)


def _list_versions() -> Iterator[tuple[str, str]]:
	yield "mariadb", str(frappe.db.sql("select version()")[0][0])
	yield "redis", str(get_redis_conn().info("server")["redis_version"])
	if not frappe.conf.get(PATCHED_CONFIG):
		yield "frappe", str(frappe.__version__)


def _judge(version: str, entry: Mended | None) -> Judgement:
	"""Distributions mend holes without a new version; their packages tell."""
	if not entry or not entry.packages:
		return judge_version(version, entry)
	installed = {name: _ask_package(name) for name in entry.packages}
	compared = [_is_at_least(number, entry.packages[name]) for name, number in installed.items() if number]
	if not compared:
		return Judgement.UNKNOWN
	return Judgement.MENDED if all(compared) else Judgement.HOLE


def _ask_package(name: str) -> str:
	"""Version of an installed package of Debian; empty if there is none, or no Debian."""
	try:
		words = ["dpkg-query", "--show", "--showformat", "${db:Status-Status} ${Version}", name]
		done = subprocess.run(words, capture_output=True, text=True, check=False)
	except OSError:
		return ""
	status, _space, version = done.stdout.partition(" ")
	return version if status == "installed" else ""


def _is_at_least(version: str, wanted: str) -> bool:
	words = ["dpkg", "--compare-versions", version, "ge", wanted]
	return subprocess.run(words, check=False).returncode == 0

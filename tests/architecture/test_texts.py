"""What the repository's texts must not hold: places of somebody's machine, unknown hosts, leftovers."""

import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from app_shape import ROOT

MACHINE_PATH = re.compile(r"(?<![\w.~$}])/(?:work|home|Users|root)/\w")
HOST = re.compile(r"https?://([a-zA-Z0-9.-]+)")
# Addresses that readers can follow, examples by RFC 2606, and this machine.
KNOWN_HOSTS = re.compile(
	r"(localhost|127\.0\.0\.1|0\.0\.0\.0|social\.localhost|[a-z.-]*\.?example(\.(com|org|net|gov|invalid))?|[a-z.-]*\.invalid"
	r"|www\.googleapis\.com|frappeframework\.com|docs\.frappe\.io|github\.com|docs\.python\.org|[a-z.]*\.palletsprojects\.com|www\.w3\.org|json-schema\.org|evil\.[a-z]+)"
)
LEFTOVER = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
# A button of a form that leads elsewhere: `social_assistance.add_way` asks first whether the account may open it.
BARE_WAY = re.compile(
	r"add_custom_button\([^;]{0,200}?=>\s*frappe\.set_route\(\s*[\"'](?:Form|List|query-report)"
)
SKIPPED = (".lock", "package-lock.json", ".png", ".jpg", ".svg", ".woff2")


@cache
def texts() -> dict[Path, str]:
	"""Every tracked text file that a person wrote."""
	tracked = subprocess.run(
		["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
	).stdout
	found = {}
	for name in filter(None, tracked.split("\0")):
		path = ROOT / name
		if path.is_file() and not name.endswith(SKIPPED):
			found[path] = path.read_text(encoding="utf-8", errors="ignore")
	return found


def lines(pattern: re.Pattern[str]) -> Iterator[tuple[str, re.Match[str]]]:
	for path, text in texts().items():
		if path == Path(__file__):
			continue
		for number, line in enumerate(text.splitlines(), start=1):
			for match in pattern.finditer(line):
				yield f"{path.relative_to(ROOT)}:{number}", match


def test_no_place_of_one_machine() -> None:
	assert [f"{where}: {match.group()}" for where, match in lines(MACHINE_PATH)] == []


def test_no_unknown_host() -> None:
	assert [f"{w}: {m.group()}" for w, m in lines(HOST) if not KNOWN_HOSTS.fullmatch(m.group(1))] == []


def test_nothing_is_left_for_later() -> None:
	assert [f"{where}: {match.group()}" for where, match in lines(LEFTOVER)] == []


def test_buttons_lead_to_what_the_account_may_open() -> None:
	scripts = {path: text for path, text in texts().items() if path.suffix == ".js"}
	assert [str(path.relative_to(ROOT)) for path, text in scripts.items() if BARE_WAY.search(text)] == []

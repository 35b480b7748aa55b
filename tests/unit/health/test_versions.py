"""Versions are judged by their branch's last known hole; of what the list does not know it says nothing."""

import json
from datetime import date

import pytest

from social_assistance.domain.health.versions import (
	Judgement,
	Mended,
	find_branch,
	is_outdated,
	judge_version,
)
from standup.settings import APPS

KNOWN = (
	Mended("10.6", "CVE-1", "10.6.26"),
	Mended("10.11", "CVE-2", "10.11.19"),
	Mended("15", "CVE-3", "15.107.0"),
	Mended("7.0", "CVE-4", packages={"redis-server": "5:7.0.15-1~deb12u10"}),
)


@pytest.mark.parametrize(
	("version", "judgement"),
	[
		("10.11.19-MariaDB-0+deb12u1", Judgement.MENDED),
		("10.11.18-MariaDB", Judgement.HOLE),
		("10.11.20-MariaDB", Judgement.MENDED),
		("10.6.9-MariaDB", Judgement.HOLE),
		("10.7.1", Judgement.UNKNOWN),
		("15.55.1", Judgement.HOLE),
		("15.107.0", Judgement.MENDED),
		("7.0.15", Judgement.UNKNOWN),
		("develop", Judgement.UNKNOWN),
	],
)
def test_a_version_is_judged_by_its_branch(version: str, judgement: Judgement):
	assert judge_version(version, find_branch(version, KNOWN)) is judgement


def test_a_list_of_half_a_year_ago_is_too_old_to_rest_on():
	assert not is_outdated(date(2026, 6, 1), date(2026, 11, 28))
	assert is_outdated(date(2026, 6, 1), date(2026, 11, 29))


def test_the_shipped_list_is_dated_and_cites():
	path = APPS / "social_assistance/social_assistance/setup/data/known_holes.json"
	found = json.loads(path.read_text(encoding="utf-8"))
	date.fromisoformat(found["as_of"])
	for rows in found["programs"].values():
		for entry in (Mended(**row) for row in rows):
			assert entry.cites.startswith("CVE-")
			assert bool(entry.mended_in) != bool(entry.packages)

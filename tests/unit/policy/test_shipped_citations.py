"""What the shipped clock profiles cite is a document of the table of law, in force where the profile begins."""

import json
import re
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import social_assistance

DATA = Path(str(social_assistance.__file__)).parent / "setup" / "data"
NUMBERED = re.compile(r"民发〔\d{4}〕\d+号")


@cache
def shipped(name: str) -> dict[str, Any]:
	return dict(json.loads((DATA / f"{name}.json").read_text(encoding="utf-8")))


def documents() -> dict[str, dict[str, Any]]:
	return {
		row["document_number"] or row["document_title"]: row for row in shipped("legal_articles")["documents"]
	}


def citations(profile: dict[str, Any]) -> set[str]:
	rows = [profile, *profile["steps"], *profile["pauses"], *profile["extensions"]]
	return {number for row in rows for number in NUMBERED.findall(row["citation"])}


@pytest.mark.parametrize(
	"profile", shipped("clock_profiles")["profiles"], ids=lambda row: row["profile_title"]
)
def test_profiles_cite_documents_that_are_known_and_not_repealed(profile):
	known = documents()
	repealed = {title for row in known.values() for title in row.get("repeals", ())}
	cited = citations(profile)
	assert cited <= set(known)
	assert not {known[number]["document_title"] for number in cited} & repealed


def test_a_profile_begins_with_its_law():
	(profile,) = (row for row in shipped("clock_profiles")["profiles"] if row["schemes"] == ["GANGZHI"])
	law = documents()[profile["citation"]]
	assert date.fromisoformat(profile["effective_from"]) >= date.fromisoformat(law["effective_from"])

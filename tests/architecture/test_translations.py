"""Every text that a person reads has a Chinese one, in the form that Frappe reads, and says the same things."""

import re
from pathlib import Path

import pytest
from app_shape import PACKAGE

from checks import translations
from checks.source_texts import Text, all_texts

CHINESE = PACKAGE / "translations" / "zh.csv"
PLACE = re.compile(r"\{[^{}]*\}")


def test_nothing_is_left_in_english() -> None:
	assert translations.missing(PACKAGE, translations.read(CHINESE)) == {}


def test_the_file_is_sorted() -> None:
	wanted = translations.written(translations.read(CHINESE))
	assert CHINESE.read_text(encoding="utf-8") == wanted, "run: python -m tools.checks.translations --sort"


def test_placeholders_survive_the_translation() -> None:
	"""A lost {0} hides a name or number; an invented one fails when the text is filled in."""
	table = translations.read(CHINESE)
	assert [
		t.source for t, zh in table.items() if set(PLACE.findall(t.source)) != set(PLACE.findall(zh))
	] == []


def test_translations_are_not_the_english_again() -> None:
	same = [t.source for t, zh in translations.read(CHINESE).items() if t.source == zh]
	assert [source for source in same if re.search(r"[a-z]{2}", source)] == []


def test_a_text_must_not_be_translated_in_two_ways(tmp_path: Path) -> None:
	file = tmp_path / "zh.csv"
	file.write_text("Award,救助待遇,\nAward,奖励,\n", encoding="utf-8")
	with pytest.raises(translations.TranslationError, match="Award"):
		translations.read(file)


def test_the_same_text_may_differ_by_context(tmp_path: Path) -> None:
	file = tmp_path / "zh.csv"
	file.write_text("Open,办理中,\nOpen,打开,Verb\n", encoding="utf-8")
	assert translations.read(file) == {Text("Open"): "办理中", Text("Open", "Verb"): "打开"}


def test_texts_are_found_wherever_they_stand() -> None:
	"""One known text of each kind of source, so that a changed extractor is noticed."""
	sources = {text.source: places for text, places in all_texts(PACKAGE).items()}
	for text in (
		"Assistance Application",  # DocType
		"Where the Case Stands",  # label
		"Township Window",  # option
		"Evidence Missing",  # _() in Python
		"to be brought by the family",  # __() in a script
		"Township Clerk",  # role
		"Home Visit",  # workflow state
		"DOES_NOT_WISH",  # reason code
		"Return to Filing",  # workflow action
		"Application form",  # evidence
		"Case Timeliness",  # report
		"Waiting for Acceptance",  # number card
		"Township Desk",  # workspace
		"Publication of Result",  # print format's words
		"{field} must not be negative.",  # refusal of the domain
	):
		assert text in sources, text

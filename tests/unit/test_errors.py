"""Every refusal has a message, every message is used, and each fills in its values."""

import ast
import csv
import re
import string
from pathlib import Path

import pytest

import social_assistance
from social_assistance.domain import errors
from social_assistance.domain.labels import FIGURE_LABELS, GROUND_LABELS, REASON_LABELS
from social_assistance.domain.messages import MESSAGES

DOMAIN = Path(social_assistance.__file__).parent / "domain"
CODE = re.compile(r"[a-z]+(_[a-z0-9]+)+")
PLACE = re.compile(r"\{\w+\}")


def texts_in(folder: Path) -> set[str]:
	found: set[str] = set()
	for path in folder.rglob("*.py"):
		if path.name not in ("messages.py", "labels.py"):
			tree = ast.parse(path.read_text(encoding="utf-8"))
			found |= {
				node.value
				for node in ast.walk(tree)
				if isinstance(node, ast.Constant) and isinstance(node.value, str)
			}
	return found


def raised_codes() -> set[str]:
	"""First arguments of every raised domain error that are written out."""
	names = {
		name
		for name, kind in vars(errors).items()
		if isinstance(kind, type) and issubclass(kind, errors.DomainError)
	}
	codes: set[str] = set()
	for path in DOMAIN.rglob("*.py"):
		for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
			if isinstance(node, ast.Call) and getattr(node.func, "id", "") in names and node.args:
				codes |= {leaf.value for leaf in ast.walk(node.args[0]) if isinstance(leaf, ast.Constant)}
	return codes


def test_every_raised_code_has_a_message():
	assert raised_codes() <= set(MESSAGES)


def test_every_message_is_used():
	"""By the domain itself, or by an engine that reads files for it."""
	assert set(MESSAGES) <= texts_in(DOMAIN) | texts_in(DOMAIN.parent / "engines")


def test_every_label_is_used():
	"""Asset figures are named after what is counted, so their labels are built from it."""
	texts = texts_in(DOMAIN)
	built = {f"{name}{end}" for name in texts for end in ("_limit", "_test", "_above_limit")}
	assert {*FIGURE_LABELS, *REASON_LABELS} <= texts | built


@pytest.mark.parametrize("code", sorted(MESSAGES))
def test_messages_are_sentences_with_named_places(code):
	assert CODE.fullmatch(code)
	text = MESSAGES[code]
	assert text.rstrip(".").strip() and text.endswith((".", "}"))
	places = [name for _, name, _, _ in string.Formatter().parse(text) if name is not None]
	assert all(place.isidentifier() for place in places)
	named = {place: "X" for place in places if place != "field"}
	assert "{" not in errors.DomainError(code, "field", named).message


def test_translations_keep_every_place():
	"""The Chinese file names the same values as the English sources, and has all of them."""
	path = DOMAIN.parent / "translations" / "zh.csv"
	with path.open(encoding="utf-8", newline="") as file:
		chinese = {row[0]: row[1] for row in csv.reader(file)}
	sources = {*MESSAGES.values(), *FIGURE_LABELS.values(), *REASON_LABELS.values(), *GROUND_LABELS.values()}
	assert sources <= set(chinese)
	for source in sorted(sources):
		translation = chinese[source]
		assert PLACE.findall(source) == [] or sorted(PLACE.findall(source)) == sorted(
			PLACE.findall(translation)
		)

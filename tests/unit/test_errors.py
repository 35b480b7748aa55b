"""Every refusal has a message, every message is used, and each fills in its values."""

import ast
import re
import string
from pathlib import Path

import pytest

import social_assistance
from social_assistance.domain import errors
from social_assistance.domain.messages import MESSAGES

DOMAIN = Path(social_assistance.__file__).parent / "domain"
CODE = re.compile(r"[a-z]+(_[a-z0-9]+)+")


def texts_in_domain() -> set[str]:
	found: set[str] = set()
	for path in DOMAIN.rglob("*.py"):
		if path.name != "messages.py":
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
	assert set(MESSAGES) <= texts_in_domain()


@pytest.mark.parametrize("code", sorted(MESSAGES))
def test_messages_are_sentences_with_named_places(code):
	assert CODE.fullmatch(code)
	text = MESSAGES[code]
	assert text.rstrip(".").strip() and text.endswith((".", "}"))
	places = [name for _, name, _, _ in string.Formatter().parse(text) if name is not None]
	assert all(place.isidentifier() for place in places)
	named = {place: "X" for place in places if place != "field"}
	assert "{" not in errors.DomainError(code, "field", named).message

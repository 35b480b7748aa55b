"""What somebody typed into the one search box: which kind of number it is, or a name by characters or by sound."""

import re
from dataclasses import dataclass
from enum import Enum

from social_assistance.domain.errors import InvalidIdentifier
from social_assistance.domain.registry.identifiers import normalise_identifier, parse_citizen_id, parse_phone
from social_assistance.domain.registry.names import tidy_name

SHORTEST = 2
ENDING_DIGITS = 4
PHONE_DIGITS = 10
_HAN = re.compile(r"[\u3400-\u9fff]")
_LETTERS = re.compile(r"[A-Z]+", re.ASCII)


class TermKind(Enum):
	"""Kinds of search terms."""

	CITIZEN_ID = "citizen_id"
	PHONE = "phone"
	ENDING = "ending"
	NUMBER = "number"
	NAME = "name"
	SOUND = "sound"
	NOTHING = "nothing"


@dataclass(frozen=True)
class SearchTerm:
	"""The kind of a term and its normal form."""

	kind: TermKind
	value: str


def parse_search_term(text: str) -> SearchTerm:
	"""Tell ID numbers, phones, the last four digits of an account, other numbers, names and pinyin apart; refuses nothing."""
	value = normalise_identifier(text)
	if len(value) < SHORTEST and not _HAN.match(value):
		return SearchTerm(TermKind.NOTHING, value)
	if _is_citizen_id(value):
		return SearchTerm(TermKind.CITIZEN_ID, value)
	if phone := _phone(value):
		return SearchTerm(TermKind.PHONE, phone)
	if value.isdecimal() and len(value) == ENDING_DIGITS:
		return SearchTerm(TermKind.ENDING, value)
	if any(character.isdecimal() for character in value):
		return SearchTerm(TermKind.NUMBER, value)
	if _LETTERS.fullmatch(value):
		return SearchTerm(TermKind.SOUND, value.lower())
	return SearchTerm(TermKind.NAME, tidy_name(text))


def _is_citizen_id(value: str) -> bool:
	try:
		parse_citizen_id(value)
	except InvalidIdentifier:
		return False
	return True


def _phone(value: str) -> str:
	"""The number of a mobile or fixed line; service numbers are nobody's."""
	try:
		found = parse_phone(value)
	except InvalidIdentifier:
		return ""
	return found if len(found) >= PHONE_DIGITS else ""

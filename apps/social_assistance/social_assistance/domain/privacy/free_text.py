"""Numbers of people in texts that anybody may read: remarks, comments, tags.

An ID number has a birth date at its seventh digit, a bank card begins with 62 and carries a check digit; document
numbers, amounts and telephone numbers of offices have neither and stay.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from unicodedata import normalize

from social_assistance.domain.privacy.masking import mask_account, mask_citizen_id

# Full-width digits, and blanks or hyphens between groups, are how people copy numbers from papers.
_DIGIT = "[0-9０-９]"
_GAP = "[ \u3000-]?"
_ID_NUMBER = re.compile(f"(?<!{_DIGIT})(?:{_DIGIT}{_GAP}){{17}}[0-9０-９XxＸｘ](?!{_DIGIT})")
_CARD_NUMBER = re.compile(f"(?<!{_DIGIT})(?:{_DIGIT}{_GAP}){{15,18}}{_DIGIT}(?!{_DIGIT})")
_CARD_START = "62"
_EARLIEST_BIRTH, _BIRTH_DATE = "1900", slice(6, 14)


@dataclass(frozen=True)
class MaskedText:
	"""A text without clear numbers, and how many were masked in it."""

	text: str
	masked: int


def mask_numbers(text: str) -> MaskedText:
	"""Put stars into every ID number and bank card number of a text; nothing else changes."""
	masked = 0

	def mask(shape: re.Pattern[str], is_one: Callable[[str], bool], stars: Callable[[str], str]) -> None:
		nonlocal text, masked

		def stars_for(found: re.Match[str]) -> str:
			nonlocal masked
			number = _plain(found.group())
			if not is_one(number):
				return found.group()
			masked += 1
			return stars(number)

		text = shape.sub(stars_for, text)

	mask(_ID_NUMBER, _is_id_number, mask_citizen_id)
	mask(_CARD_NUMBER, _is_card_number, mask_account)
	return MaskedText(text, masked)


def _plain(number: str) -> str:
	return re.sub("[ -]", "", normalize("NFKC", number)).upper()


def _is_id_number(number: str) -> bool:
	"""Judged by the birth date alone: one with a wrong check digit still tells who is meant."""
	date = number[_BIRTH_DATE]
	try:
		datetime.strptime(date, "%Y%m%d")  # noqa: DTZ007 a date without a time
	except ValueError:
		return False
	return date >= _EARLIEST_BIRTH


def _is_card_number(number: str) -> bool:
	"""Cards of the national clearing network, by their check digit (Luhn)."""
	if not number.startswith(_CARD_START):
		return False
	doubled = [int(digit) * (1 + position % 2) for position, digit in enumerate(reversed(number))]
	return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0

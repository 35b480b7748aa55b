"""Disability types, grades and the card number that carries them (GB/T 26341)."""

import re
from dataclasses import dataclass
from enum import Enum

from social_assistance.domain.errors import InvalidIdentifier
from social_assistance.domain.registry.identifiers import CitizenId, normalise_identifier, parse_citizen_id


class DisabilityType(Enum):
	"""The seven types; the value is the digit on the card."""

	VISUAL = "1"
	HEARING = "2"
	SPEECH = "3"
	PHYSICAL = "4"
	INTELLECTUAL = "5"
	PSYCHIATRIC = "6"
	MULTIPLE = "7"


@dataclass(frozen=True)
class Disability:
	"""One type with its grade, 1 the most severe to 4."""

	type: DisabilityType
	grade: int

	def __post_init__(self) -> None:
		if self.grade not in (1, 2, 3, 4):
			raise InvalidIdentifier("disability_card_grade", "grade", {"value": self.grade})


@dataclass(frozen=True)
class DisabilityCard:
	"""A card number: ID number, type, grade and, after a loss, how often it was reissued."""

	value: str
	holder: CitizenId
	disability: Disability
	reissues: int = 0


def parse_disability_card(text: str, field: str = "disability_card") -> DisabilityCard:
	"""Take a card number of 20 characters (plus B and a count after reissue) apart."""
	value = normalise_identifier(text)
	if len(value) < 20:
		raise InvalidIdentifier("disability_card_length", field, {"length": len(value)})
	holder = parse_citizen_id(value[:18], field)
	type_digit, grade_digit, tail = value[18], value[19], value[20:]
	if type_digit not in "1234567":
		raise InvalidIdentifier("disability_card_type", field, {"value": type_digit})
	if grade_digit not in "1234":
		raise InvalidIdentifier("disability_card_grade", field, {"value": grade_digit})
	if tail and not re.fullmatch(r"B[1-9][0-9]?", tail):
		raise InvalidIdentifier("disability_card_reissue", field)
	disability = Disability(DisabilityType(type_digit), int(grade_digit))
	return DisabilityCard(value, holder, disability, int(tail[1:] or 0) if tail else 0)

"""Administrative division codes of 12 digits (GB/T 2260, GB/T 10114, civil-affairs statistics code)."""

import re
from dataclasses import dataclass
from enum import IntEnum

from social_assistance.domain.errors import InvalidIdentifier
from social_assistance.domain.registry.identifiers import normalise_identifier

_FULL_LENGTH = 12
_SHORT_LENGTHS = (2, 4, 6, 9, 12)
_EMPTY_CITY, _EMPTY_VILLAGE_OR_TOWNSHIP = "00", "000"


class DivisionLevel(IntEnum):
	"""Levels of the tree; a smaller number is a larger place."""

	PROVINCE = 1
	CITY = 2
	DISTRICT = 3
	TOWNSHIP = 4
	VILLAGE = 5


_PREFIX_LENGTH = {
	DivisionLevel.PROVINCE: 2,
	DivisionLevel.CITY: 4,
	DivisionLevel.DISTRICT: 6,
	DivisionLevel.TOWNSHIP: 9,
	DivisionLevel.VILLAGE: 12,
}


@dataclass(frozen=True, order=True)
class DivisionCode:
	"""A checked code; places without a district level (Dongguan type) skip it."""

	value: str

	@property
	def level(self) -> DivisionLevel:
		"""The lowest level that the code names."""
		if self.value[9:] != _EMPTY_VILLAGE_OR_TOWNSHIP:
			return DivisionLevel.VILLAGE
		if self.value[6:9] != _EMPTY_VILLAGE_OR_TOWNSHIP:
			return DivisionLevel.TOWNSHIP
		if self.value[4:6] != _EMPTY_CITY:
			return DivisionLevel.DISTRICT
		return DivisionLevel.CITY if self.value[2:4] != _EMPTY_CITY else DivisionLevel.PROVINCE

	@property
	def parent(self) -> "DivisionCode | None":
		"""The next larger place that exists, none above a province."""
		for level in sorted(DivisionLevel, reverse=True):
			candidate = DivisionCode(self.value[: _PREFIX_LENGTH[level]].ljust(_FULL_LENGTH, "0"))
			if level < self.level and candidate.level == level:
				return candidate
		return None


def parse_division(text: str, field: str = "division") -> DivisionCode:
	"""Check a code of 2, 4, 6, 9 or 12 digits and complete it to 12."""
	value = normalise_identifier(text)
	if not re.fullmatch(r"[0-9]+", value) or len(value) not in _SHORT_LENGTHS:
		raise InvalidIdentifier("division_length", field)
	value = value.ljust(_FULL_LENGTH, "0")
	if not "11" <= value[:2] <= "82":
		raise InvalidIdentifier("division_province", field)
	city_missing = value[2:4] == _EMPTY_CITY and value[4:].strip("0")
	township_missing = value[6:9] == _EMPTY_VILLAGE_OR_TOWNSHIP and value[9:].strip("0")
	if city_missing or township_missing:
		raise InvalidIdentifier("division_gap", field)
	return DivisionCode(value)

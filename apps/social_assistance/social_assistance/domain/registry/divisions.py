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
_TOWNSHIP_CLASSES = {"0": "subdistrict", "1": "town", "2": "township", "3": "township"}


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
	def prefix(self) -> str:
		"""The digits that every place inside shares."""
		return self.value[: _PREFIX_LENGTH[self.level]]

	@property
	def parent(self) -> "DivisionCode | None":
		"""The next larger place that exists, none above a province."""
		for level in sorted(DivisionLevel, reverse=True):
			candidate = DivisionCode(self.value[: _PREFIX_LENGTH[level]].ljust(_FULL_LENGTH, "0"))
			if level < self.level and candidate.level == level:
				return candidate
		return None

	@property
	def ancestors(self) -> "tuple[DivisionCode, ...]":
		"""All larger places, the nearest first."""
		found: list[DivisionCode] = []
		above = self.parent
		while above is not None:
			found.append(above)
			above = above.parent
		return tuple(found)

	@property
	def township_class(self) -> str:
		"""subdistrict, town, township or enterprise by the first digit of the township part; empty above it."""
		if self.level < DivisionLevel.TOWNSHIP:
			return ""
		return _TOWNSHIP_CLASSES.get(self.value[6], "enterprise")

	@property
	def village_class(self) -> str:
		"""community (0, 1, 4) or village (2, 3, 5) by the first digit of the last part; empty above it."""
		if self.level < DivisionLevel.VILLAGE:
			return ""
		return "community" if self.value[9] in "014" else "village"

	def contains(self, other: "DivisionCode") -> bool:
		"""Whether the other place is this one or lies inside it."""
		return other.value.startswith(self.prefix)


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

"""Households of the demo district, chunk by chunk: each chunk stands for itself and can be made in any process."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from random import Random

from social_assistance.demo import amounts, families
from social_assistance.demo.district import District, Place
from social_assistance.demo.numbers import (
	BANKS,
	DEMO_COUNTY,
	SYNTHETIC_COUNTIES,
	CitizenIds,
	build_bank_card,
	build_mobile,
)
from social_assistance.demo.people import Person
from social_assistance.demo.report import CENTRALISED_SUPPORT, DIBAO_LEVELS, GROUPS, TEKUN_MONTHLY, Group

SEED = 20251130
CHUNK = 20_000
_ZERO = Decimal("0.00")
CENTRALISED, DISPERSED = "Centralised", "Dispersed"
# Of the people beyond one per household: shares that live in households of four and three, the rest in two.
_SHARE_IN_FOURS, _SHARE_IN_THREES = 0.14, 0.36


@dataclass(slots=True)
class Household:
	"""One household with its people, its scheme and what it is granted; numbers still in clear."""

	serial: int
	scheme: str
	residence_class: str
	place: Place
	members: list[Person]
	main_cause: str
	start_month: str
	formed_on: date
	phone: str
	bank_name: str
	bank_account: str
	before: Decimal = _ZERO
	after: Decimal = _ZERO
	care_form: str = ""


@dataclass(frozen=True)
class Chunk:
	"""A part of a district: its groups, the first serial number and the county code of its ID numbers."""

	first: int
	groups: tuple[Group, ...]
	county: str

	@property
	def size(self) -> int:
		"""Households of the chunk."""
		return sum(group.households for group in self.groups)


def get_demo_chunk() -> Chunk:
	"""The whole district of the report."""
	return Chunk(1, GROUPS, DEMO_COUNTY)


def iter_synthetic_chunks(households: int) -> Iterator[Chunk]:
	"""Chunks of at most 20,000 households with the report's mix of schemes."""
	for number, first in enumerate(range(1, households + 1, CHUNK)):
		size = min(CHUNK, households + 1 - first)
		yield Chunk(first, tuple(_shares(size)), SYNTHETIC_COUNTIES[number % len(SYNTHETIC_COUNTIES)])


def _shares(size: int) -> Iterator[Group]:
	"""The report's groups in proportion; what rounding leaves over goes to the first."""
	reported = sum(group.households for group in GROUPS)
	counts = [size * group.households // reported for group in GROUPS]
	counts[0] += size - sum(counts)
	for group, count in zip(GROUPS, counts, strict=True):
		persons = count + count * (group.persons - group.households) // group.households
		yield Group(group.scheme, group.residence_class, count, persons)


def iter_households(district: District, chunk: Chunk) -> Iterator[Household]:
	"""The households of a chunk in the order of their serial numbers."""
	rng = Random(f"{SEED}/{chunk.county}/{chunk.first}")
	ids = CitizenIds(chunk.county)
	serial = chunk.first
	for group in chunk.groups:
		sizes = draw_household_sizes(rng, group)
		granted = _granted(rng, group, sizes)
		for size, (before, after) in zip(sizes, granted, strict=True):
			yield _household(rng, ids, district, group, serial, size, before, after)
			serial += 1


def draw_household_sizes(rng: Random, group: Group) -> list[int]:
	"""Sizes from one to four that give exactly the group's households and persons."""
	beyond = group.persons - group.households
	fours = int(beyond * _SHARE_IN_FOURS / 3)
	threes = int(beyond * _SHARE_IN_THREES / 2)
	twos = beyond - 3 * fours - 2 * threes
	ones = group.households - twos - threes - fours
	sizes = [1] * ones + [2] * twos + [3] * threes + [4] * fours
	rng.shuffle(sizes)
	return sizes


def _granted(rng: Random, group: Group, sizes: list[int]) -> list[tuple[Decimal, Decimal]]:
	"""Monthly amounts before and from the change of standards; recognitions without cash get nothing."""
	if group.scheme in DIBAO_LEVELS:
		former, present = DIBAO_LEVELS[group.scheme]
		after = amounts.draw_gap_amounts(rng, sizes, present) if sizes else []
		return (
			list(zip(amounts.scale_amounts(after, sizes, former, present), after, strict=True))
			if sizes
			else []
		)
	if group.scheme == "TEKUN":
		return [TEKUN_MONTHLY[group.residence_class]] * len(sizes)
	return [(_ZERO, _ZERO)] * len(sizes)


def _household(
	rng: Random,
	ids: CitizenIds,
	district: District,
	group: Group,
	serial: int,
	size: int,
	before: Decimal,
	after: Decimal,
) -> Household:
	story = families.draw_extreme_difficulty if group.scheme == "TEKUN" else families.BY_SIZE[size]
	cause, traits = story(rng)
	year = rng.randint(2016, 2024)
	bank, bin_digits = rng.choice(BANKS)
	return Household(
		serial=serial,
		scheme=group.scheme,
		residence_class=group.residence_class,
		place=rng.choice(district.villages[group.residence_class]),
		members=families.draw_members(rng, ids, traits),
		main_cause=cause,
		start_month=f"{year}-{rng.randint(1, 12):02d}" if year < 2024 else f"2025-{rng.randint(1, 6):02d}",
		formed_on=date(year - 1, rng.randint(1, 12), rng.randint(1, 28)),
		phone=build_mobile(serial),
		bank_name=bank,
		bank_account=build_bank_card(bin_digits, serial),
		before=before,
		after=after,
		care_form=_care_form(group, serial),
	)


def _care_form(group: Group, serial: int) -> str:
	"""Three of twenty people in extreme difficulty live in an institution; in the report they are thirty."""
	if group.scheme != "TEKUN":
		return ""
	share = CENTRALISED_SUPPORT
	total = sum(other.households for other in GROUPS if other.scheme == "TEKUN")
	return CENTRALISED if serial * share % total < share else DISPERSED

"""Donations to needs: rules first (purpose, place, urgency), near before far, what expires first before what keeps.

The rules propose; a person decides. 慈善法 art. 56 and 59: donations are used as agreed, and not for related parties.
"""

import unicodedata
from collections import defaultdict, deque
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import IntEnum
from typing import Any

from social_assistance.domain.labels import MATCH_LABELS


class Nearness(IntEnum):
	"""How far a donation has to travel; a smaller number is nearer."""

	SAME_VILLAGE = 0
	SAME_TOWNSHIP = 1
	SAME_DISTRICT = 2
	FARTHER = 3


@dataclass(frozen=True)
class Location:
	"""Codes of the places that a need or donation belongs to; empty where it belongs to none of that level."""

	village: str = ""
	township: str = ""
	district: str = ""


@dataclass(frozen=True)
class Need:
	"""What one household still lacks: `wanted` yuan, or units of an item of goods."""

	name: str
	kind: str
	wanted: Decimal
	since: date
	is_urgent: bool = False
	location: Location = Location()
	# Every place that contains the household, its own included: restrictions to a place are judged by it.
	inside: frozenset[str] = frozenset()
	item: str = ""
	unit: str = ""
	# The only partner who may give, when one has claimed it.
	claimed_by: str = ""


@dataclass(frozen=True)
class AvailableDonation:
	"""What is left of one donation of money (yuan) or of one batch of goods (units), and what it is bound to."""

	name: str
	available: Decimal
	received_on: date
	partner: str = ""
	location: Location = Location()
	only_inside: str = ""
	only_kinds: frozenset[str] = frozenset()
	item: str = ""
	unit: str = ""
	use_before: date | None = None


Pile = deque[AvailableDonation]


@dataclass(frozen=True)
class MatchReason:
	"""Why this donation for this need: a code with named values; the outer layers word it."""

	code: str
	params: dict[str, Any] = field(default_factory=dict)

	@property
	def template(self) -> str:
		"""English text with {named} places; the source string of the translation."""
		return MATCH_LABELS[self.code]


@dataclass(frozen=True)
class MatchProposal:
	"""Give so much (yuan, or units of goods) of a donation to a need, and why."""

	need: str
	gift: str
	quantity: Decimal
	reasons: tuple[MatchReason, ...]


def propose_matches(
	needs: Collection[Need], gifts: Collection[AvailableDonation], today: date
) -> list[MatchProposal]:
	"""Hand out what there is: urgent needs first, then who waits longest; the same input gives the same proposals.

	Never more than a donation has left or a need lacks, and never against what a donation is bound to.
	"""
	shelves = _shelves(gift for gift in gifts if _is_usable(gift, today))
	left = {gift.name: gift.available for gift in gifts}
	found: list[MatchProposal] = []
	for need in sorted(needs, key=lambda need: (not need.is_urgent, need.since, need.name)):
		found += _serve(need, shelves[_goods_key(need)], left)
	return found


def is_allowed_match(need: Need, gift: AvailableDonation) -> bool:
	"""Whether the giver's words allow this donation for this need; amounts and days aside."""
	return (
		_goods_key(need) == _goods_key(gift)
		and (not gift.only_kinds or need.kind in gift.only_kinds)
		and (not gift.only_inside or gift.only_inside in need.inside)
		and (not need.claimed_by or need.claimed_by == gift.partner)
	)


def compute_nearness(one: Location, other: Location) -> Nearness:
	"""The smallest place that both belong to."""
	if one.village and one.village == other.village:
		return Nearness.SAME_VILLAGE
	if one.township and one.township == other.township:
		return Nearness.SAME_TOWNSHIP
	if one.district and one.district == other.district:
		return Nearness.SAME_DISTRICT
	return Nearness.FARTHER


def normalise_goods_name(text: str) -> str:
	"""One spelling of an item or unit: width, case and blanks do not matter."""
	return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def _serve(need: Need, piles: list[Pile], left: dict[str, Decimal]) -> Iterator[MatchProposal]:
	"""Take from the best pile that fits until nothing is missing; used-up donations leave their pile."""
	fitting = [
		(_closeness(need, pile[0]), pile) for pile in piles if pile and is_allowed_match(need, pile[0])
	]
	missing = need.wanted
	while missing > 0 and fitting:
		best = min(fitting, key=lambda each: (each[0], _age(each[1][0])))
		gift = best[1][0]
		quantity = min(missing, left[gift.name])
		left[gift.name] -= quantity
		missing -= quantity
		if not left[gift.name]:
			best[1].popleft()
			fitting = [each for each in fitting if each[1]]
		yield MatchProposal(need.name, gift.name, quantity, tuple(_reasons(need, gift, quantity)))


def _closeness(need: Need, gift: AvailableDonation) -> tuple[bool, bool, Nearness]:
	"""Bound donations before free ones, so that free ones stay for needs that nothing else fits; near before far."""
	return not gift.only_kinds, not gift.only_inside, compute_nearness(need.location, gift.location)


def _age(gift: AvailableDonation) -> tuple[date, date, str]:
	"""What must be used first, then what came first."""
	return gift.use_before or date.max, gift.received_on, gift.name


def _reasons(need: Need, gift: AvailableDonation, quantity: Decimal) -> Iterator[MatchReason]:
	if need.claimed_by:
		yield MatchReason("match_claimed", {"partner": need.claimed_by})
	if gift.only_kinds:
		yield MatchReason("match_purpose", {"kind": need.kind})
	if gift.only_inside:
		yield MatchReason("match_place", {"place": gift.only_inside})
	if need.is_urgent:
		yield MatchReason("match_urgent")
	yield MatchReason(f"match_{compute_nearness(need.location, gift.location).name.lower()}")
	if gift.use_before:
		yield MatchReason("match_use_before", {"day": gift.use_before})
	if quantity < need.wanted:
		yield MatchReason("match_part", {"quantity": quantity, "wanted": need.wanted})


def _shelves(gifts: Iterable[AvailableDonation]) -> defaultdict[tuple[str, str], list[Pile]]:
	"""By goods, piles of donations that no need can tell apart: so a need looks at each pile, not at each donation."""
	piles: defaultdict[tuple[Any, ...], Pile] = defaultdict(deque)
	for gift in sorted(gifts, key=_age):
		bound = (gift.only_kinds, gift.only_inside, gift.location, gift.partner)
		piles[_goods_key(gift), bound].append(gift)
	shelves: defaultdict[tuple[str, str], list[Pile]] = defaultdict(list)
	for (goods, _bound), pile in piles.items():
		shelves[goods].append(pile)
	return shelves


def _goods_key(thing: Need | AvailableDonation) -> tuple[str, str]:
	"""Item and unit; both empty for money."""
	return normalise_goods_name(thing.item), normalise_goods_name(thing.unit)


def _is_usable(gift: AvailableDonation, today: date) -> bool:
	return gift.available > 0 and (gift.use_before is None or today < gift.use_before)

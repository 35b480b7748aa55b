"""Open micro wishes as anybody may read them: what is wanted, in which township; no family, and none to be told.

慈善法 art. 63 protects who is helped, 个人信息保护法 art. 25 asks for a consent of its own before anything is made public.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import frappe

from social_assistance.domain.cases.disclosure import has_personal_number
from social_assistance.domain.charity.donations import QUANTITY_PLACES
from social_assistance.domain.money import from_storage
from social_assistance.domain.privacy.small_counts import group_into_cells
from social_assistance.services.charity.donation_trail import DIVISION, get_smallest_public_count
from social_assistance.services.charity.needs import list_identifying_words
from social_assistance.services.charity.partners import NEED, OPEN
from social_assistance.services.registry.divisions import is_township_of

ON_A_PAGE = 24
TEXTS = [
	"name",
	"household",
	"description",
	"wanted_amount",
	"wanted_item",
	"wanted_unit",
	"wanted_quantity",
]


@dataclass(frozen=True)
class OpenWish:
	"""One wish with what decides about its cell; the household never leaves this module."""

	name: str
	household: str
	township: str
	kind: str


@dataclass(frozen=True)
class PublicWish:
	"""A wish as it is shown: number, place and kind unless they were merged away, and what is wanted."""

	number: str
	township: str
	kind: str
	text: str
	wanted: str
	amount: Decimal | None


def get_wish_page(township: str = "", kind: str = "", number: int = 1) -> dict[str, Any]:
	"""One page of open wishes, chosen by a township (its code) and a kind that are told; what was merged is never chosen by either.

	The cells are made of all wishes before any choice, so that no choice tells what a cell hides.
	"""
	rows = _open_wishes()
	cells = group_into_cells(rows, get_smallest_public_count())
	cell_by_wish = {wish.name: cell for cell, wishes in cells.items() for wish in wishes}
	chosen = [
		wish.name
		for wish in rows
		if (not township or cell_by_wish[wish.name][0] == township)
		and (not kind or cell_by_wish[wish.name][1] == kind)
	]
	pages = max(1, -(-len(chosen) // ON_A_PAGE))
	number = min(max(number, 1), pages)
	names = chosen[(number - 1) * ON_A_PAGE : number * ON_A_PAGE]
	places = _names_of({cell[0] for cell in cells if cell[0]})
	return {
		"wishes": _shown(names, cell_by_wish, places),
		"count": len(chosen),
		"page": number,
		"pages": pages,
		"townships": sorted(places.items(), key=lambda each: each[0]),
		"kinds": sorted({cell[1] for cell in cells if cell[1]}),
		"fewest": get_smallest_public_count(),
	}


def _open_wishes() -> list[OpenWish]:
	"""Wishes whose households agreed to the page, urgent ones first, then who waits longest."""
	need = frappe.qb.DocType(NEED)
	place, township = (frappe.qb.DocType(DIVISION).as_(alias) for alias in ("place", "township"))
	query = (
		frappe.qb.from_(need)
		.left_join(place)
		.on(place.name == need.division)
		.left_join(township)
		.on(is_township_of(township, place))
		.select(need.name, need.household, township.name, need.need_kind)
		.where((need.is_public == 1) & (need.is_wish == 1) & (need.consent_given == 1))
		.where(need.need_status == OPEN)
		.orderby(need.urgency, order=frappe.qb.desc)
		.orderby(need.creation, need.name)
	)
	return [OpenWish(name, household, code or "", kind or "") for name, household, code, kind in query.run()]


def _shown(
	names: list[str], cell_by_wish: dict[str, tuple[str, str]], places: dict[str, str]
) -> list[PublicWish]:
	texts = {
		row.name: row
		for row in frappe.get_all(NEED, {"name": ("in", names)}, TEXTS, limit_page_length=len(names))
	}
	words = list_identifying_words({row.household for row in texts.values()})
	return [
		_public(texts[name], cell_by_wish[name], places, words[texts[name].household])
		for name in names
		if name in texts
	]


def _public(row: frappe._dict, cell: tuple[str, str], places: dict[str, str], words: set[str]) -> PublicWish:
	"""A text that came to hold a name after it was written is left out; what is wanted says enough."""
	quantity = from_storage(row.wanted_quantity, QUANTITY_PLACES).normalize()
	wanted = f"{row.wanted_item} {quantity:f} {row.wanted_unit}" if row.wanted_item else ""
	return PublicWish(
		number=row.name,
		township=places.get(cell[0], ""),
		kind=cell[1],
		text=_if_silent(row.description or "", words),
		wanted=_if_silent(wanted, words),
		amount=None if row.wanted_item else from_storage(row.wanted_amount) or None,
	)


def _if_silent(text: str, words: set[str]) -> str:
	return "" if has_personal_number(text) or any(word in text for word in words) else text


def _names_of(codes: set[str]) -> dict[str, str]:
	found = frappe.get_all(DIVISION, {"name": ("in", list(codes) or [""])}, ["name", "division_name"])
	return {row.name: row.division_name for row in found}

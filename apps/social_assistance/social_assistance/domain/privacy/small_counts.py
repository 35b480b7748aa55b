"""What the public may read of disbursements and wishes: no cell so small that a neighbour could tell which family it is.

Cells below the limit are merged: first by township, then by kind of need, then into one without either. 慈善法 art. 63:
the privacy of those who are helped is protected.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol, TypeVar

from social_assistance.domain.money import ZERO


class PublicLocation(Protocol):
	"""What is told of a household: by which township and kind it stands in its cell."""

	@property
	def household(self) -> str: ...

	@property
	def township(self) -> str: ...

	@property
	def kind(self) -> str: ...


Told = TypeVar("Told", bound=PublicLocation)


@dataclass(frozen=True)
class PublishedDisbursement:
	"""One disbursement of a donation: to which household, where, for which kind of need, in which month, what and whether it arrived."""

	household: str
	township: str
	kind: str
	month: str
	amount: Decimal
	is_delivered: bool


@dataclass(frozen=True)
class PublicRow:
	"""Disbursements together. Township and kind are empty where they were merged; no count below the limit is told."""

	township: str
	kind: str
	households: int | None
	amount: Decimal
	delivered_amount: Decimal
	first_month: str
	last_month: str


Cell = tuple[str, str]
_STEPS: tuple[Callable[[PublicLocation], Cell], ...] = (
	lambda row: (row.township, row.kind),
	lambda row: (row.township, ""),
	lambda row: ("", row.kind),
	lambda row: ("", ""),
)


def group_into_cells(rows: Iterable[Told], fewest: int) -> Mapping[Cell, list[Told]]:
	"""Rows by the finest (township, kind) that leaves `fewest` households in every cell; the cell of all has no such bound."""
	shown: dict[Cell, list[Told]] = {}
	rest = list(rows)
	for cell_of in _STEPS:
		cells: defaultdict[Cell, list[Told]] = defaultdict(list)
		for row in rest:
			cells[cell_of(row)].append(row)
		large = {cell: found for cell, found in cells.items() if cell == ("", "") or _count(found) >= fewest}
		shown |= large
		rest = [row for row in rest if cell_of(row) not in large]
	return shown


def build_public_rows(rows: Collection[PublishedDisbursement], fewest: int) -> list[PublicRow]:
	"""Rows to show, the finest division that leaves at least `fewest` households in every row with a place or kind."""
	shown = group_into_cells(rows, fewest)
	return [
		_public(cell, shown[cell], fewest) for cell in sorted(shown, key=lambda cell: (not any(cell), cell))
	]


def _public(cell: Cell, rows: list[PublishedDisbursement], fewest: int) -> PublicRow:
	count, months = _count(rows), sorted(row.month for row in rows)
	delivered = [row.amount for row in rows if row.is_delivered]
	return PublicRow(
		*cell,
		households=count if count >= fewest else None,
		amount=sum((row.amount for row in rows), ZERO),
		delivered_amount=sum(delivered, ZERO),
		first_month=months[0],
		last_month=months[-1],
	)


def _count(rows: Iterable[PublicLocation]) -> int:
	return len({row.household for row in rows})

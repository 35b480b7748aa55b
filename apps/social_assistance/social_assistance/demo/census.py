"""Households and persons on the rolls by scheme, counted from the stored awards, to hold against the report."""

from decimal import Decimal
from typing import Any, NamedTuple

import frappe
from frappe.query_builder.functions import Count, Sum


class Tally(NamedTuple):
	"""Open awards of one scheme: households or persons served, persons covered, yuan a month, institutional care."""

	households: int
	persons: int
	monthly_amount: Decimal
	centralised: int

	@property
	def average(self) -> Decimal:
		"""Yuan per person and month."""
		return self.monthly_amount / self.persons if self.persons else Decimal(0)


def count_rolls(district: str) -> dict[tuple[str, str], Tally]:
	"""Tallies by scheme and residence class inside a district."""
	award, division = frappe.qb.DocType("Benefit Award"), frappe.qb.DocType("Administrative Division")
	low, high = frappe.db.get_value("Administrative Division", district, ["lft", "rgt"])
	rows = (
		frappe.qb.from_(award)
		.join(division)
		.on(division.name == award.division)
		.where(award.open_award_key.isnotnull() & (division.lft >= low) & (division.rgt <= high))
		.groupby(award.scheme, award.residence_class)
		.select(
			award.scheme,
			award.residence_class,
			Count("*").as_("households"),
			Sum(award.covered_persons).as_("persons"),
			Sum(award.monthly_amount).as_("amount"),
			Sum(award.benefit_class == "Centralised").as_("centralised"),
		)
		.run(as_dict=True)
	)
	return {(row.scheme, row.residence_class): _tally(row) for row in rows}


def _tally(row: Any) -> Tally:
	amount = Decimal(str(row.amount)).quantize(Decimal("0.01"))
	return Tally(int(row.households), int(row.persons), amount, int(row.centralised or 0))

"""Batches of registered households as fact tables, in the order of their names."""

from dataclasses import dataclass

import frappe

from social_assistance.domain.periods import Month, add_months
from social_assistance.engines.screening.facts import create_tables
from social_assistance.engines.screening.parameters import Parameters
from social_assistance.engines.screening.statements import run_statements
from social_assistance.services.registry.person_records import SINGLE_PARENT

BATCH = 10_000


@dataclass(frozen=True)
class Subtree:
	"""The part of the division tree that is screened."""

	lft: int
	rgt: int

	@classmethod
	def of(cls, division: str) -> "Subtree":
		"""A division with everything below it."""
		return cls(*frappe.db.get_value("Administrative Division", division, ["lft", "rgt"]))


def load_next_batch(
	scope: Subtree, parameters: Parameters, after: str, months_known: int, size: int = BATCH
) -> str | None:
	"""Fill the fact tables with the next households and return the last one's name, None when there are none left.

	The parameter tables must hold the rules under which present payments were found: they say what income is implied.
	"""
	create_tables()
	day = parameters.day
	values = {
		"after": after,
		"size": size,
		"day": day,
		"month": Month.of(day).index,
		"lft": scope.lft,
		"rgt": scope.rgt,
		"oldest": add_months(day, -months_known),
		"alone_bit": parameters.circumstances.get(SINGLE_PARENT, -1),
	}
	run_statements("extraction.sql", **values)
	run_statements("people.sql")
	run_statements("implied.sql", **values)
	last = frappe.db.sql("select max(household) from scr_household")[0][0]
	return str(last) if last is not None else None

"""An invented population of any size in the fact tables, for the comparison with the domain and for the benchmark."""

from functools import cache
from pathlib import Path

import frappe

from social_assistance.domain.periods import Month
from social_assistance.domain.policy.parameters import PolicyParameters
from social_assistance.engines.screening.facts import create_tables
from social_assistance.engines.screening.parameters import Parameters

SQL = Path(__file__).parent / "sql" / "screening_population.sql"


def fill(first: int, size: int, parameters: Parameters) -> None:
	"""Fresh fact tables with `size` households numbered from `first`; the same numbers give the same households."""
	create_tables()
	values = {"first": first, "size": size, "day": parameters.day, "month": Month.of(parameters.day).index}
	values |= _words(parameters.policy)
	for statement in _statements():
		frappe.db.sql(statement, values)


def _words(policy: PolicyParameters) -> dict[str, str]:
	"""Words that rules of this policy speak of; policies without such rules get words that mean nothing."""
	items = [*dict.fromkeys(rule.item for rule in policy.income.items), "", "", ""]
	reasons = [*(rule.reason for rule in (policy.tekun.inability if policy.tekun else ())), "", ""]
	relations = [*(policy.single_person.exempt_obligor_relations if policy.single_person else ()), ""]
	return {
		**{f"item_{number}": items[number - 1] for number in (1, 2, 3)},
		**{f"reason_{number}": reasons[number - 1] for number in (1, 2)},
		"exempt": next(iter(policy.assets.exempt_items), ""),
		"relation": relations[0],
	}


@cache
def _statements() -> tuple[str, ...]:
	lines = [line for line in SQL.read_text(encoding="utf-8").splitlines() if not line.startswith("--")]
	text = "\n".join(lines).replace(" % ", " %% ")
	return tuple(part.strip() for part in text.split(";") if part.strip())

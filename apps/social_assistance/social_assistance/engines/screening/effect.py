"""What a policy version would change: households entering, leaving, gaining and losing, and yuan a month, by township."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

import frappe

from social_assistance.domain.policy.parameters import PolicyParameters
from social_assistance.engines.screening import evaluate_batch
from social_assistance.engines.screening.parameters import Parameters
from social_assistance.engines.screening.registry_facts import Subtree, load_next_batch
from social_assistance.engines.screening.statements import keep_tables_in_memory, run_statements

_BY_TOWNSHIP = """
	select coalesce(t.name, h.division) as township,
		count(*) as households,
		sum(not b.entitled and a.entitled) as entering,
		sum(b.entitled and not a.entitled) as leaving,
		sum(b.entitled and a.entitled and a.amount > b.amount) as gaining,
		sum(b.entitled and a.entitled and a.amount < b.amount) as losing,
		sum(b.amount) as amount_before,
		sum(a.amount) as amount_after
	from scr_total a
	join scr_before b on b.seq = a.seq
	join scr_household k on k.seq = a.seq
	join `tabRegistry Household` h on h.name = k.household
	join `tabAdministrative Division` d on d.name = h.division
	left join `tabAdministrative Division` t on t.division_level = 'Township' and t.lft <= d.lft and t.rgt >= d.rgt
	group by coalesce(t.name, h.division)
"""
COUNTS = ("households", "entering", "leaving", "gaining", "losing")


@dataclass
class TownshipEffect:
	"""Numbers of one township; amounts in fen a month."""

	households: int = 0
	entering: int = 0
	leaving: int = 0
	gaining: int = 0
	losing: int = 0
	amount_before: int = 0
	amount_after: int = 0


@dataclass
class Effect:
	"""Effect by township, and how many households could not be judged."""

	townships: dict[str, TownshipEffect] = field(default_factory=lambda: defaultdict(TownshipEffect))
	unknown: int = 0


def compare_policies(
	old: PolicyParameters, new: PolicyParameters, division: str, day: date, months_known: int
) -> Effect:
	"""Evaluate all registered households of a division under both versions on the same day and facts."""
	keep_tables_in_memory()
	before, after = Parameters(old, day, new), Parameters(new, day, old)
	scope, effect, last = Subtree.of(division), Effect(), ""
	before.write()
	while (reached := load_next_batch(scope, before, last, months_known)) is not None:
		last = reached
		evaluate_batch()
		run_statements("effect_total.sql", "effect_keep.sql")
		after.write()
		evaluate_batch()
		run_statements("effect_total.sql")
		_add(effect)
		before.write()
	return effect


def _add(effect: Effect) -> None:
	for row in frappe.db.sql(_BY_TOWNSHIP, as_dict=True):
		township = effect.townships[row.township]
		for name in (*COUNTS, "amount_before", "amount_after"):
			setattr(township, name, getattr(township, name) + int(row[name]))
	effect.unknown += int(frappe.db.sql("select count(*) from scr_household where known = 0")[0][0])

"""The set-based screening and the domain give the same answer, household by household, under many policies."""

from datetime import date
from typing import Any

import frappe

from social_assistance.domain.means.entitlement import Entitlement, evaluate_all_schemes
from social_assistance.domain.means.household import HouseholdFacts
from social_assistance.domain.means.results import Outcome, PartKind
from social_assistance.domain.policy.parameters import PolicyParameters
from social_assistance.engines.screening import codes, evaluate_batch, statements
from social_assistance.engines.screening.facts import FactReader
from social_assistance.engines.screening.parameters import Parameters
from social_assistance.services.policy import in_force
from social_assistance.tests import screening_population
from social_assistance.tests.base import AssistanceTestCase
from social_assistance.tests.factories import VILLAGE_1

DAY = date(2026, 3, 2)
HOUSEHOLDS = 150
NOTHING = (Outcome.NOT_ELIGIBLE, Outcome.NOT_OFFERED, Outcome.NOT_APPLICABLE)
TIERS = {
	"method": "tiers",
	"tiers": [
		{"code": "A", "income_below_share": "0.3", "standard_share": "1"},
		{"code": "B", "income_below_share": "0.7", "standard_share": "0.6"},
		{"code": "C", "income_below_share": "1", "standard_share": "0.25"},
	],
}
# Each variant changes groups of the demo district's rules; None switches a group off.
VARIANTS: dict[str, dict[str, Any]] = {
	"as it stands": {},
	"tiers with a floor per person, rounded up": {
		"dibao": {
			**TIERS,
			"rounding": "ceil_yuan",
			"floor": {"kind": "amount", "value": "50", "per": "Person"},
		}
	},
	"floor as share of the standard, equal income qualifies": {
		"dibao": {
			"inclusive": True,
			"rounding": "ceil_5",
			"floor": {"kind": "standard_share", "value": "0.2", "per": "Household"},
		},
		"low_margin": {"inclusive": True, "cap": "MINIMUM-WAGE", "multiple": "2"},
	},
	"income as received, cost as share of wages": {
		"income": {
			"averaging": "received",
			"window_months": 6,
			"kind_windows": [{"kind": "Net Business Income", "months": 12}],
			"employment_cost": {
				"method": "share_of_wages",
				"rate": "0.3",
				"disabled_minimum_wage_share": "0.5",
				"cap": "0.9",
			},
			"items": [
				{"item": "Scholarship", "counted_share": "0.5"},
				{"item": "Government Aid", "counted_share": "0", "client_classes": ["low_margin"]},
				{"item": "Charity Gift", "counted_share": "1", "averaging": "window"},
			],
		}
	},
	"cost as share of the standard, top-ups add up to a cap": {
		"income": {"employment_cost": {"method": "share_of_standard", "rate": "0.3"}},
		"topups": {"stacking": "sum", "cap_share": "0.4", "rounding": "half_up_yuan"},
	},
	"support by household excess over a sum, single filers get the full standard": {
		"obligors": {
			"method": "household_excess",
			"threshold_multiple": None,
			"threshold_amount": "1200",
			"exempt_age": 70,
		},
		"single_person": {"amount": "full_standard", "clergy": False},
	},
	"basic standard follows, inclusive ratios": {
		"tekun": {
			"basic_method": "multiple",
			"basic_multiple": "1.3",
			"basic_rounding": "ceil_5",
			"inclusive": True,
		},
		"rigid_spending": {"inclusive": True, "ratio": "0.4", "window_months": 6},
	},
	"only the minimum living guarantee": {
		"obligors": None,
		"topups": None,
		"single_person": None,
		"tekun": None,
		"children": None,
		"low_margin": None,
		"rigid_spending": None,
		"special_aids": [],
	},
}


class TestScreeningEngine(AssistanceTestCase):
	def rules(self, changes: dict[str, Any]) -> PolicyParameters:
		data = in_force.get_policy_parameters(in_force.get_policy_in_force(VILLAGE_1, DAY)).to_dict()
		for group, change in changes.items():
			data[group] = {**data[group], **change} if isinstance(change, dict) else change
		return PolicyParameters.from_dict(data)

	def screen(self, rules: PolicyParameters, first: int) -> tuple[list[HouseholdFacts], dict, dict]:
		parameters = Parameters(rules, DAY)
		statements.keep_tables_in_memory()
		parameters.write()
		screening_population.fill(first, HOUSEHOLDS, parameters)
		evaluate_batch()
		facts = FactReader(parameters).read(first, first + HOUSEHOLDS - 1)
		referrals: dict[int, set] = {}
		for seq, m, scheme in frappe.db.sql("select seq, m, scheme from scr_referral"):
			referrals.setdefault(seq, set()).add((m, codes.SCHEME_OF_BIT[scheme]))
		return facts, engine_results(), referrals

	def test_every_household_as_the_domain_under_every_policy(self):
		granted = 0
		for number, (name, changes) in enumerate(VARIANTS.items()):
			rules = self.rules(changes)
			first = 1 + number * HOUSEHOLDS
			facts, results, referrals = self.screen(rules, first)
			self.assertEqual(len(facts), HOUSEHOLDS)
			for seq, home in enumerate(facts, start=first):
				with self.subTest(name, household=seq):
					expected = evaluate_all_schemes(home, rules)
					self.assertEqual(results.get(seq, {}), granted_by(expected, home))
					self.assertEqual(referrals.get(seq, set()), referred_by(expected, home))
				granted += len(results.get(seq, {}))
		self.assertGreater(granted, HOUSEHOLDS)

	def test_population_is_repeatable(self):
		rules = self.rules({})
		one, other = self.screen(rules, 7)[0], self.screen(rules, 7)[0]
		self.assertEqual(one, other)


def engine_results() -> dict[int, dict]:
	"""Outcome and parts by household, person and scheme as the engine left them in its tables."""
	results: dict[int, dict] = {}
	for row in frappe.db.sql("select * from scr_result", as_dict=True):
		found = (codes.OUTCOME[row.outcome], row.base, row.topup, row.care)
		results.setdefault(row.seq, {})[(row.m, codes.SCHEME_OF_BIT[row.scheme])] = found
	return results


def _numbers(home: HouseholdFacts) -> dict[str, int]:
	return {"": 0} | {member.key: number for number, member in enumerate(home.members, start=1)}


def granted_by(expected: Entitlement, home: HouseholdFacts) -> dict:
	"""Outcome and parts in fen of everything that is not plainly refused."""
	numbers = _numbers(home)
	return {
		(numbers[row.person], row.scheme): (
			row.outcome,
			codes.to_whole_fen(row.part(PartKind.BASE) + row.part(PartKind.LIVING)),
			codes.to_whole_fen(row.part(PartKind.TOPUP)),
			codes.to_whole_fen(row.part(PartKind.CARE)),
		)
		for row in expected.results
		if row.outcome not in NOTHING
	}


def referred_by(expected: Entitlement, home: HouseholdFacts) -> set:
	"""Persons (or the household) and the aids they are referred to."""
	numbers = _numbers(home)
	return {(numbers[row.person], row.scheme) for row in expected.referrals}

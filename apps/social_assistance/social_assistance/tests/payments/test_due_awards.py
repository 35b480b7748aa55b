"""The set-based query of due awards and the domain's rule give the same answer, award by award."""

import random
from decimal import Decimal

import frappe

from social_assistance.domain.money import from_storage
from social_assistance.domain.payments.due_months import AmountPart, AwardFacts, HoldReason, compute_due
from social_assistance.domain.periods import Month
from social_assistance.engines.payments.due_awards import DueAwards
from social_assistance.permissions.transition_permits import allow_transition
from social_assistance.services.awards import payment_holds
from social_assistance.services.payments.runs import RunScope
from social_assistance.tests import factories
from social_assistance.tests.base import AssistanceTestCase

MONTHS = [Month(2026, 1).plus(offset) for offset in range(-2, 4)]
AWARDS = 300


class TestDueAwards(AssistanceTestCase):
	@classmethod
	def setUpClass(cls):
		super().setUpClass()
		cls.random = random.Random(20260302)
		cls.alive, cls.dead = factories.person(), factories.person()
		frappe.db.set_value("Registry Person", cls.dead.name, "is_deceased", 1)
		home = factories.household(ages=(44,))
		cls.facts = dict(cls.insert(home, number) for number in range(AWARDS))

	@classmethod
	def insert(cls, home, number: int) -> tuple[str, AwardFacts]:
		pick = cls.random
		first = pick.choice(MONTHS)
		last = pick.choice([None, None, *[m for m in MONTHS if m >= first]])
		parts = tuple(cls.part(first) for _ in range(pick.randint(0, 3)))
		facts = AwardFacts(
			first,
			last,
			parts,
			suspended=pick.random() < 0.1,
			deceased=pick.random() < 0.1,
			placed=pick.choice([*[None] * 8, HoldReason.IMPRISONED, HoldReason.RED_FINDING]),
			has_account=pick.random() < 0.9,
			account_verified=pick.random() < 0.9,
		)
		return cls.store(home, number, facts), facts

	@classmethod
	def part(cls, first: Month) -> AmountPart:
		start = first.plus(cls.random.randint(0, 3))
		last = cls.random.choice([None, start.plus(cls.random.randint(0, 2))])
		return AmountPart(Decimal(cls.random.randint(0, 99999)) / 100, start, last)

	@classmethod
	def store(cls, home, number: int, facts: AwardFacts) -> str:
		award = frappe.new_doc("Benefit Award")
		award.update(
			{
				"award_no": f"TEST-{number}",
				"scheme": "DIBAO-URBAN",
				"household": home.name,
				"payee": (cls.dead if facts.deceased else cls.alive).name,
				"division": home.division,
				"award_status": "Suspended" if facts.suspended else "Active",
				"start_month": str(facts.first),
				"end_month": cls.random.choice([None, ""]) if facts.last is None else str(facts.last),
				"bank_name": "Bank",
				"account_verified_on": "2026-01-01" if facts.account_verified else None,
				"bank_account": "****1234" if facts.has_account else None,
				"bank_account_cipher": "sealed" if facts.has_account else None,
				"amounts": [
					{
						"part": "Base",
						"amount": part.amount,
						"from_month": str(part.first),
						"to_month": str(part.last) if part.last else None,
					}
					for part in facts.parts
				],
			}
		)
		award.flags.sealed_by_server = True
		with allow_transition("Benefit Award"):
			award.insert(ignore_permissions=True)
		if facts.placed:
			payment_holds.place_hold(award.name, facts.placed.value, "test")
		return str(award.name)

	def test_query_and_rule_agree_on_every_award_and_month(self):
		lft, rgt = frappe.db.get_value("Administrative Division", factories.DISTRICT, ["lft", "rgt"])
		compared = 0
		for month in MONTHS:
			scope = RunScope("TEST", month, "DIBAO-URBAN", lft, rgt)
			rows = {row.award: row for row in DueAwards(scope).select().run(as_dict=True)}
			for name, facts in self.facts.items():
				due, row = compute_due(facts, month), rows.pop(name, None)
				expected = (due.amount, due.hold.value if due.hold else None) if due else None
				found = (from_storage(row.amount), row.hold_reason) if row else None
				self.assertEqual(found, expected, f"{name} {month} {facts}")
				compared += bool(due)
			self.assertEqual([name for name in rows if name in self.facts], [])
		self.assertGreater(compared, AWARDS)

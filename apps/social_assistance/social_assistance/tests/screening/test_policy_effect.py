"""The effect of a draft policy version, shown before it is submitted."""

import frappe

from social_assistance.api.v1.policy.versions import preview_effect
from social_assistance.services.policy import in_force
from social_assistance.services.policy.exceptions import PolicyFrozenError
from social_assistance.tests import factories
from social_assistance.tests.base import AssistanceTestCase
from social_assistance.tests.factories import TOWNSHIP_1, VILLAGE_1


class TestPolicyEffect(AssistanceTestCase):
	def setUp(self):
		super().setUp()
		self.incomes = (0, 1800, 2090, 2100, 4000)
		for income in self.incomes:
			self.assessed_home(income)

	def assessed_home(self, monthly: int) -> None:
		home = factories.household(ages=(44, 42, 14))
		case = factories.case(home)
		frappe.db.set_value(case.doctype, case.name, "accepted_on", "2026-03-02")
		frappe.get_doc(
			{
				"doctype": "Means Assessment",
				"application": case.name,
				"as_of_date": "2026-03-02",
				"incomes": [{"income_kind": "Other", "gross_amount": monthly * 12, "months": 12}],
			}
		).insert().submit()

	def draft(self, **standards: int):
		source = frappe.get_doc("Policy Version", in_force.get_policy_in_force(VILLAGE_1, self.today))
		draft = frappe.copy_doc(source)
		for row in (draft, *draft.get_all_children()):
			row.docstatus = 0
		draft.update({"effective_from": "2026-07-01", "effective_to": None, "has_rigid_spending": 0})
		for row in draft.standards:
			if row.measure == "DIBAO" and row.residence_class in standards:
				row.amount = standards[row.residence_class]
		return draft.insert()

	def effect_in_township(self, draft):
		preview_effect(draft.name)
		draft.reload()
		return next(row for row in draft.effects if row.township == TOWNSHIP_1)

	def test_higher_standard_lets_in_and_raises(self):
		row = self.effect_in_township(self.draft(Urban=750))
		# 697 -> 750 for three persons: limit 2,091 -> 2,250; 2,100 was low-margin and stays entitled, now with money
		self.assertEqual((row.households, row.leaving, row.losing), (5, 0, 0))
		self.assertEqual((row.entering, row.gaining), (0, 4))
		self.assertEqual(row.amount_before, 2091 + 291 + 1)
		self.assertEqual(row.amount_after, 2250 + 450 + 160 + 150)
		self.assertEqual(row.difference, row.amount_after - row.amount_before)

	def test_lower_standard_takes_away(self):
		row = self.effect_in_township(self.draft(Urban=400))
		# limits 1,200 and 1,800: only the household without income keeps a class
		self.assertEqual((row.entering, row.gaining), (0, 0))
		self.assertEqual((row.leaving, row.losing), (3, 1))
		self.assertEqual(row.amount_after, 1200)

	def test_unknown_households_are_counted_apart(self):
		factories.household()
		draft = self.draft(Urban=750)
		preview_effect(draft.name)
		draft.reload()
		self.assertGreaterEqual(draft.effect_unknown, 1)
		self.assertEqual(sum(row.households for row in draft.effects), 5)

	def test_submitted_version_shows_no_effect(self):
		with self.assertRaisesRegex(PolicyFrozenError, "Only a draft shows its effect"):
			preview_effect(in_force.get_policy_in_force(VILLAGE_1, self.today))

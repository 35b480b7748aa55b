from datetime import date

import frappe

from social_assistance.constants import POLICY_ADMINISTRATOR
from social_assistance.domain.periods import Month
from social_assistance.overrides.exceptions import ActDayError
from social_assistance.services.payments import category_rules, price_indexes
from social_assistance.services.payments.exceptions import CategoryNotDueError, CategoryRuleInvalidError
from social_assistance.tests import factories, payment_factories
from social_assistance.tests.base import AssistanceTestCase

MARCH = Month(2026, 3)


class TestPriceIndexReading(AssistanceTestCase):
	@classmethod
	def setUpClass(cls):
		super().setUpClass()
		payment_factories.finance(), payment_factories.approver()

	def rule(self, **values):
		return category_rules.get_price_rule(payment_factories.subsidy_draft(**values))

	def test_a_month_and_a_month_of_publication_have_one_reading(self):
		payment_factories.reading_draft()
		for values in ({}, {"month": "2026-01", "published": "2026-03-01"}):
			with self.assertRaisesRegex(CategoryRuleInvalidError, "withdraw it to correct it"):
				payment_factories.reading_draft(**values)
		with self.assertRaisesRegex(CategoryRuleInvalidError, "after that month"):
			payment_factories.reading_draft("2026-04", "2026-04-30")
		with self.assertRaisesRegex(ActDayError, "has not come yet"):
			payment_factories.reading_draft("2026-03", "2026-04-05")

	def test_it_counts_once_a_second_person_put_it_into_force(self):
		draft = payment_factories.reading_draft()
		with self.assertRaisesRegex(CategoryNotDueError, "No price index in force was published in 2026-03"):
			price_indexes.get_reading_due(self.rule(), MARCH)
		payment_factories.in_force(draft)
		reading = price_indexes.get_reading_due(self.rule(cause="其他"), MARCH)
		self.assertEqual((str(reading.month), str(reading.rise)), ("2026-02", "3.60"))

	def test_below_the_start_nothing_is_due_and_the_figures_are_told(self):
		payment_factories.in_force(payment_factories.reading_draft(consumer="3.4", food="5.9"))
		with self.assertRaisesRegex(CategoryNotDueError, "rose by 3.40 % .start 3.50 %., food by 5.90 %"):
			price_indexes.get_reading_due(self.rule(), MARCH)

	def test_a_missing_month_is_asked_for(self):
		payment_factories.in_force(payment_factories.reading_draft("2025-12", "2026-01-09"))
		payment_factories.in_force(payment_factories.reading_draft())
		with self.assertRaisesRegex(CategoryNotDueError, "2026-01 is missing"):
			price_indexes.get_reading_due(self.rule(), MARCH)

	def test_a_withdrawn_reading_makes_room_for_the_right_one(self):
		wrong = payment_factories.in_force(payment_factories.reading_draft())
		with self.acting_as(factories.user(POLICY_ADMINISTRATOR)):
			frappe.get_doc(wrong.doctype, wrong.name).cancel()
		right = payment_factories.in_force(payment_factories.reading_draft(food="7", low_income_rise="4.1"))
		reading = price_indexes.get_reading_due(self.rule(), MARCH)
		self.assertEqual((right.docstatus, str(reading.food_rise), str(reading.rise)), (1, "7.00", "3.60"))

	def test_what_was_paid_by_it_keeps_it(self):
		reading = payment_factories.in_force(payment_factories.reading_draft())
		rule = payment_factories.in_force(payment_factories.subsidy_draft())
		home = factories.household(ages=(44,), account_verified_on="2026-01-05")
		covered = [{"person": home.head_person, "from_month": "2026-01"}]
		payment_factories.award(home, residence_class="Urban", covered=covered)
		with self.acting_as("Administrator", date(2026, 3, 20)):
			payment_factories.paid_category(rule.name)
		with (
			self.acting_as(factories.user(POLICY_ADMINISTRATOR)),
			self.assertRaisesRegex(CategoryRuleInvalidError, "cannot be withdrawn"),
		):
			frappe.get_doc(reading.doctype, reading.name).cancel()

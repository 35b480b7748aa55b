import frappe

from social_assistance.api.v1.policy.second_person import put_into_force
from social_assistance.constants import POLICY_ADMINISTRATOR
from social_assistance.exceptions import SeparationOfDutiesError, StepNotAllowedError
from social_assistance.services.awards.exceptions import PaymentMonthInvalidError
from social_assistance.services.payments.exceptions import CategoryRuleInvalidError
from social_assistance.tests import factories, payment_factories
from social_assistance.tests.base import AssistanceTestCase
from social_assistance.tests.factories import TOWNSHIP_1, TOWNSHIP_2


class TestCategoryPaymentRule(AssistanceTestCase):
	@classmethod
	def setUpClass(cls):
		super().setUpClass()
		payment_factories.finance(), payment_factories.approver()

	def test_a_second_person_puts_it_into_force(self):
		draft = payment_factories.gift_draft()
		with self.acting_as(factories.user(POLICY_ADMINISTRATOR)):
			self.assertRaisesRegex(
				SeparationOfDutiesError,
				"or it concerns you; another person must put",
				put_into_force,
				draft.doctype,
				draft.name,
			)
			self.assertRaisesRegex(
				SeparationOfDutiesError,
				"or it concerns you; another person must put",
				frappe.get_doc(draft.doctype, draft.name).submit,
			)
		with self.acting_as(payment_factories.finance()):
			self.assertRaisesRegex(
				StepNotAllowedError, "This action needs the role", put_into_force, draft.doctype, draft.name
			)
		rule = payment_factories.in_force(draft)
		self.assertEqual((rule.docstatus, rule.in_force_by), (1, payment_factories.approver()))

	def test_classes_stand_once_and_have_their_sum(self):
		for rows, words in (
			((("DIBAO-URBAN", "Any", "1"), ("DIBAO-URBAN", "Urban", "2")), "stands here already"),
			((("TEKUN", "Urban", "1"), ("TEKUN", "Urban", "2")), "stands here already"),
			((("TEKUN", "Urban", "0"),), "Enter the amount"),
			((("TEMP-EXPENSE", "Any", "5"),), "is paid once and makes no class"),
		):
			with self.subTest(words), self.assertRaisesRegex(CategoryRuleInvalidError, words):
				payment_factories.gift_draft(*rows)
		payment_factories.gift_draft(("TEKUN", "Urban", "1"), ("TEKUN", "Rural", "2"))

	def test_months_are_months_in_order(self):
		with self.assertRaisesRegex(CategoryRuleInvalidError, "ends"):
			payment_factories.gift_draft(from_month="2026-04")
		with self.assertRaisesRegex(PaymentMonthInvalidError, "must be a month such as 2025-07"):
			payment_factories.gift_draft(to_month="March")

	def test_a_price_subsidy_is_paid_per_person_by_share(self):
		draft = payment_factories.subsidy_draft(unit="Household")
		self.assertEqual((draft.unit, draft.classes[0].subsidy_share), ("Person", 100))
		with self.assertRaisesRegex(CategoryRuleInvalidError, "both rises"):
			payment_factories.subsidy_draft(start_food_rise=0)
		with self.assertRaisesRegex(CategoryRuleInvalidError, "at least one month"):
			payment_factories.subsidy_draft(stop_months=0)

	def test_a_cause_has_one_rule_for_a_month_and_place(self):
		payment_factories.in_force(payment_factories.gift_draft())
		again = payment_factories.gift_draft(cause=" 春节慰问金 ", division=TOWNSHIP_1)
		with self.assertRaisesRegex(CategoryRuleInvalidError, "Withdraw it, or choose later months"):
			payment_factories.in_force(again)
		payment_factories.in_force(payment_factories.gift_draft(cause="取暖补贴"))
		payment_factories.in_force(payment_factories.gift_draft(from_month="2027-02", to_month="2027-02"))

	def test_other_places_may_have_their_own_sum_but_not_another_unit(self):
		payment_factories.in_force(payment_factories.gift_draft(division=TOWNSHIP_1))
		with self.assertRaisesRegex(
			CategoryRuleInvalidError, r"already\. Withdraw it, or choose later months"
		):
			payment_factories.in_force(payment_factories.gift_draft(division=TOWNSHIP_2, unit="Person"))
		payment_factories.in_force(payment_factories.gift_draft(division=TOWNSHIP_2))

	def test_it_is_withdrawn_until_something_was_paid(self):
		unused = payment_factories.in_force(payment_factories.gift_draft(cause="取暖补贴"))
		used = payment_factories.in_force(payment_factories.gift_draft())
		payment_factories.award()
		payment_factories.paid_category(used.name)
		with self.acting_as(factories.user(POLICY_ADMINISTRATOR)):
			frappe.get_doc(unused.doctype, unused.name).cancel()
			with self.assertRaisesRegex(CategoryRuleInvalidError, "cannot be withdrawn"):
				frappe.get_doc(used.doctype, used.name).cancel()

"""Documents that needed two people and were handled by one are found, for the past too, and shown in the reader's area."""

import frappe

from social_assistance import constants as c
from social_assistance.assistance_audit.report.one_hand.one_hand import execute
from social_assistance.engines.verify import one_hand
from social_assistance.engines.verify.one_hand import RULES
from social_assistance.services.awards import payment_holds
from social_assistance.services.cases.steps import MoveRequest, move_case
from social_assistance.tests import case_factories, factories, payment_factories
from social_assistance.tests.base import AssistanceTestCase


class TestOneHand(AssistanceTestCase):
	@classmethod
	def setUpClass(cls):
		super().setUpClass()
		payment_factories.finance(), payment_factories.approver()

	def failing(self) -> set[str]:
		return {check.code for check in one_hand.checks() if not check.ok}

	def test_two_people_leave_nothing_to_tell(self):
		payment_factories.award()
		payment_factories.paid_run("2026-03")
		payment_factories.changed_account(factories.household(ages=(44,)))
		case_factories.visit(case_factories.case_at("VISIT"))
		self.assertEqual(self.failing(), set())

	def test_every_rule_names_columns_that_exist(self):
		for rule in RULES:
			columns = frappe.get_meta(rule.doctype).get_valid_columns()
			self.assertLessEqual({rule.first, rule.second}, set(columns), rule.doctype)

	def test_a_hold_of_the_past_that_one_person_set_and_released(self):
		reviewer = factories.user(c.DISTRICT_REVIEWER, factories.DISTRICT)
		award = payment_factories.award()
		with self.acting_as(reviewer):
			hold = payment_holds.place_hold(award.name, "Red Finding", "核查中")
		past = {"hold_status": "Released", "released_by": reviewer}
		frappe.db.set_value("Payment Hold", hold, past)
		self.assertEqual(self.failing(), {"TWO-09"})
		for user, seen in (
			(factories.user(c.AUDITOR), True),
			(factories.user(c.TOWNSHIP_LEADER, factories.TOWNSHIP_1), True),
			(factories.user(c.TOWNSHIP_LEADER, factories.TOWNSHIP_2), False),
		):
			with self.subTest(user), self.acting_as(user):
				self.assertEqual(hold in {row["document"] for row in execute()[1]}, seen)

	def test_a_return_that_nobody_confirmed(self):
		award = payment_factories.award()
		run = payment_factories.paid_run("2026-03")
		answer = frappe.new_doc("Bank Return")
		answer.update(
			{
				"name": "TP-PAST",
				"owner": payment_factories.finance(),
				"bank_file": frappe.db.get_value("Payment Line", {"award": award.name}, "bank_file"),
				"payment_run": run,
				"return_status": "Booked",
			}
		)
		answer.db_insert()
		self.assertEqual(self.failing(), {"TWO-08"})

	def test_separated_steps_by_one_person(self):
		case = case_factories.case_at("KIN_RECORD", kin_declared="None")
		clerk = factories.user(c.TOWNSHIP_CLERK, factories.TOWNSHIP_1)
		with self.acting_as(clerk):
			move_case(case.name, MoveRequest("Complete Step"))
		rows = frappe.get_all(
			"Application Step", {"application": case.name}, pluck="name", order_by="sequence"
		)
		for name, code in zip(rows[-2:], ("ACCEPT", "DECIDE"), strict=True):
			done = {"step_code": code, "done_by": clerk, "done_on": "2026-03-02", "action": "Complete Step"}
			frappe.db.set_value("Application Step", name, done)
		self.assertEqual(self.failing(), {"TWO-16"})

	def test_a_visit_of_the_past_signed_for_another(self):
		visit = case_factories.visit(case_factories.case_at("VISIT"))
		frappe.db.set_value("Visit Investigator", visit.investigators[1].name, "signed_on", None)
		self.assertEqual(self.failing(), {"TWO-17"})

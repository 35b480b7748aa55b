from datetime import date

import frappe

from social_assistance.constants import TOWNSHIP_CLERK, TOWNSHIP_REVIEWER
from social_assistance.exceptions import (
	ApplicationNotReadyError,
	PersonNotInHouseholdError,
	VisitDateInvalidError,
	VisitIncompleteError,
)
from social_assistance.tests import factories
from social_assistance.tests.base import AssistanceTestCase
from social_assistance.tests.factories import TOWNSHIP_1


class TestHomeVisit(AssistanceTestCase):
	today = date(2026, 3, 5)

	def setUp(self):
		super().setUp()
		self.home = factories.household()
		self.case = factories.case(self.home)
		frappe.db.set_value(self.case.doctype, self.case.name, "accepted_on", "2026-03-02")
		self.team = [factories.user(role, TOWNSHIP_1) for role in (TOWNSHIP_CLERK, TOWNSHIP_REVIEWER)]

	def visit(self, **values):
		return frappe.get_doc(
			{
				"doctype": "Home Visit",
				"application": self.case.name,
				"visited_on": "2026-03-04",
				"visit_mode": "On Site",
				"investigators": [{"investigator": user, "signed": 1} for user in self.team],
				"member_present": self.home.head_person,
				"member_signed": 1,
				"conclusion": "True",
				**values,
			}
		)

	def test_signed_visit_counts_and_takes_its_place_from_the_case(self):
		visit = self.visit(division="410298002001").insert()
		self.assertTrue(visit.is_complete())
		self.assertEqual((visit.household, visit.division), (self.home.name, self.case.division))

	def test_missing_signatures_are_named(self):
		visit = self.visit(member_signed=0).insert()
		visit.investigators[1].signed = 0
		self.assertEqual(len(visit.open_points()), 2)
		self.assertFalse(visit.is_complete())

	def test_refusal_counts_without_a_member(self):
		visit = self.visit(member_present=None, member_signed=0, conclusion="Refused to Cooperate").insert()
		self.assertTrue(visit.is_complete())

	def test_two_different_investigators_are_needed(self):
		for team in ([], self.team[:1], [self.team[0], self.team[0]]):
			with self.subTest(team), self.assertRaises((VisitIncompleteError, frappe.MandatoryError)):
				self.visit(investigators=[{"investigator": user, "signed": 1} for user in team]).insert()

	def test_visit_before_acceptance_or_in_the_future_is_refused(self):
		for day in ("2026-03-01", "2026-03-06"):
			with self.subTest(day), self.assertRaises(VisitDateInvalidError):
				self.visit(visited_on=day).insert()

	def test_case_that_is_not_accepted_has_no_visit(self):
		frappe.db.set_value(self.case.doctype, self.case.name, "accepted_on", None)
		with self.assertRaises(ApplicationNotReadyError):
			self.visit().insert()

	def test_member_must_be_named_and_belong_to_the_household(self):
		with self.assertRaises(VisitIncompleteError):
			self.visit(member_present=None).insert()
		with self.assertRaises(PersonNotInHouseholdError):
			self.visit(member_present=factories.person().name).insert()

	def test_remote_visit_needs_a_reason(self):
		with self.assertRaises(VisitIncompleteError):
			self.visit(visit_mode="Phone or Video").insert()
		self.visit(visit_mode="Phone or Video", remote_reason="flood").insert()

	def test_the_districts_checklist_is_laid_out_unless_rows_came_along(self):
		frappe.db.set_single_value("Assistance Settings", "visit_checklist", "住房\n\n 车辆 ")
		self.assertEqual([row.item for row in self.visit().insert().conditions], ["住房", "车辆"])
		own = self.visit(conditions=[{"item": "自己的项目", "finding": "Yes"}]).insert()
		self.assertEqual([row.item for row in own.conditions], ["自己的项目"])

"""Reminders reach the handlers of a step and, once it is overdue, the level above; inside the area and once."""

from datetime import date

import frappe

from social_assistance import constants as c
from social_assistance.api.v1.clocks import case_clock
from social_assistance.engines.cases.step_reminders import send_step_reminders
from social_assistance.tests import case_factories, factories
from social_assistance.tests.base import AssistanceTestCase
from social_assistance.tests.factories import DISTRICT, TOWNSHIP_1, TOWNSHIP_2


class TestReminders(AssistanceTestCase):
	def setUp(self):
		super().setUp()
		self.clerk = factories.user(c.TOWNSHIP_CLERK, TOWNSHIP_1)
		self.leader = factories.user(c.TOWNSHIP_LEADER, TOWNSHIP_1)
		self.other = factories.user(c.TOWNSHIP_CLERK, TOWNSHIP_2)
		self.district = factories.user(c.DISTRICT_REVIEWER, DISTRICT)
		self.case = case_factories.case_at("VISIT")  # due on 23 March, amber from 17 March

	def told(self, day: date) -> dict[str, int]:
		frappe.flags.business_date = day
		send_step_reminders()
		rows = frappe.get_all(
			"Notification Log",
			filters={"document_type": self.case.doctype, "document_name": self.case.name, "type": "Alert"},
			pluck="for_user",
		)
		return {user: rows.count(user) for user in set(rows)}

	def test_nobody_hears_while_the_light_is_green(self):
		self.assertEqual(self.told(date(2026, 3, 16)), {})

	def test_handlers_hear_before_the_step_is_due_and_once(self):
		for _again in range(2):
			self.assertEqual(self.told(date(2026, 3, 17)), {self.clerk: 1})
		self.assertEqual(self.told(date(2026, 3, 23)), {self.clerk: 1})

	def test_overdue_steps_reach_the_level_above(self):
		told = self.told(date(2026, 3, 24))
		self.assertEqual({told.get(self.clerk), told.get(self.leader), told.get(self.district)}, {1})
		self.assertNotIn(self.other, told)
		self.assertEqual(self.told(date(2026, 3, 25)), told)

	def test_staff_without_an_area_hear_nothing(self):
		nowhere = factories.user(c.TOWNSHIP_CLERK)
		self.assertNotIn(nowhere, self.told(date(2026, 3, 24)))

	def test_the_message_names_the_case_and_no_person(self):
		self.told(date(2026, 3, 24))
		text = frappe.db.get_value(
			"Notification Log", {"for_user": self.clerk, "document_name": self.case.name}, "subject"
		)
		self.assertIn(self.case.name, text)
		self.assertNotIn(self.case.applicant_name, text)

	def test_a_paused_case_is_silent_and_a_new_due_date_tells_anew(self):
		self.assertEqual(self.told(date(2026, 3, 17)), {self.clerk: 1})
		with self.acting_as(self.clerk):
			case_clock.pause(self.case.name, "CORRECTION_OF_PAPERS", "Waiting for the bill")
		self.assertEqual(self.told(date(2026, 3, 24)), {self.clerk: 1})
		with self.acting_as(self.clerk, date(2026, 3, 24)):
			case_clock.resume(self.case.name)
		self.assertEqual(self.told(date(2026, 4, 3))[self.clerk], 2)

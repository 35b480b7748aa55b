from datetime import date

import frappe

from social_assistance.constants import POLICY_ADMINISTRATOR, TOWNSHIP_CLERK, TOWNSHIP_LEADER
from social_assistance.services.clocks.exceptions import ClockProfileError
from social_assistance.services.clocks.profiles import find_clock_profile
from social_assistance.tests import case_factories, factories
from social_assistance.tests.base import AssistanceTestCase
from social_assistance.tests.factories import DISTRICT, TOWNSHIP_1, VILLAGE_1, VILLAGE_2

PROFILE = "Clock Profile"
TODAY = date(2026, 3, 2)


class TestClockProfile(AssistanceTestCase):
	def new_profile(self, division=DISTRICT, schemes=("DIBAO-URBAN",), **values):
		return frappe.get_doc(
			{
				"doctype": PROFILE,
				"profile_title": f"{division} {values.get('effective_from', '')}",
				"division": division,
				"schemes": [{"scheme": scheme} for scheme in schemes],
				"effective_from": "2026-01-01",
				"citation": "测试文件",
				"total_limit": 25,
				"total_unit": "Working Days",
				**values,
			}
		)

	def submitted(self, **values):
		return self.new_profile(**values).submit()

	def found(self, village=VILLAGE_1, scheme="DIBAO-URBAN", authority="District", on=TODAY):
		return find_clock_profile(scheme, village, authority, on)

	def test_national_profiles_hold_and_local_ones_are_drafts(self):
		self.assertEqual(frappe.db.count(PROFILE, {"docstatus": 1}), 5)
		self.assertEqual(frappe.db.count(PROFILE, {"docstatus": 0, "division": ("is", "not set")}), 4)

	def test_delegation_and_scheme_choose_among_the_national_ones(self):
		totals = [
			frappe.db.get_value(PROFILE, self.found(scheme=scheme, authority=authority), "total_limit")
			for scheme, authority in (
				("DIBAO-RURAL", "District"),
				("DIBAO-RURAL", "Township"),
				("GANGZHI", "District"),
				("TEKUN", "Township"),
			)
		]
		self.assertEqual(totals, [30, 20, 30, 0])
		self.assertIsNone(self.found(scheme="MEDICAL"))

	def test_the_nearest_division_wins_and_passes_on_to_its_villages(self):
		district, township = self.submitted(), self.submitted(division=TOWNSHIP_1)
		self.assertEqual(self.found(VILLAGE_1), township.name)
		self.assertEqual(self.found(VILLAGE_2), district.name)

	def test_the_schemes_own_profile_wins_over_one_for_all(self):
		for_all, own = self.submitted(schemes=()), self.submitted()
		self.assertEqual(self.found(), own.name)
		self.assertEqual(self.found(scheme="MEDICAL"), for_all.name)

	def test_dates_decide_which_one_holds(self):
		first = self.submitted(effective_to="2026-01-31")
		second = self.submitted(effective_from="2026-02-01")
		self.assertEqual(self.found(on=date(2026, 1, 31)), first.name)
		self.assertEqual(self.found(on=date(2026, 2, 1)), second.name)

	def test_two_at_the_same_time_are_refused(self):
		first = self.submitted()
		with self.assertRaisesRegex(ClockProfileError, "holds there at that time already") as refusal:
			self.submitted(effective_from="2026-06-01")
		self.assertIn(first.name, str(refusal.exception))
		first.effective_to = "2026-05-31"
		first.save()
		self.submitted(effective_from="2026-06-01")

	def test_contradictions_are_refused(self):
		reason = {"reason_code": "SPLIT_RESIDENCE", "granted_by": TOWNSHIP_LEADER}
		for values in (
			{"total_limit": 0},
			{"effective_to": "2025-12-31"},
			{"extensions": [reason], "extended_limit": 25},
			{"extensions": [reason, reason], "extended_limit": 45},
			{"steps": [{"step_code": "NOWHERE", "limit_value": 3}]},
			{"pauses": [{"reason_code": "EXPERT_ASSESSMENT", "step_codes": "VISIT, NOWHERE"}]},
		):
			with self.assertRaisesRegex(
				ClockProfileError,
				"Enter a total limit or the limits of|Effective To lies before Effective From|is listed already|no process template has a step|must be longer than the ordinary one",
			):
				self.new_profile(**values).insert()

	def test_running_cases_keep_their_profile_and_due_dates(self):
		case = case_factories.case_at("VISIT")
		before = (case.clock_profile, case.overall_due_on, case.step_due_on)
		self.submitted(total_limit=12, steps=[{"step_code": "VISIT", "limit_value": 2}])
		case.reload()
		case.save()
		self.assertEqual((case.clock_profile, case.overall_due_on, case.step_due_on), before)
		newer = case_factories.case_at("VISIT")
		self.assertNotEqual(newer.clock_profile, before[0])
		self.assertEqual(newer.overall_due_on, date(2026, 3, 18))

	def test_a_profile_in_use_cannot_be_cancelled(self):
		profile = self.submitted()
		case_factories.case_at("VISIT")
		with self.assertRaisesRegex(ClockProfileError, "Enter Effective To and submit a successor"):
			profile.cancel()

	def test_a_notice_that_does_not_count_lengthens_the_case(self):
		self.submitted(total_limit=20, notice_counted=0)
		case = case_factories.case_at("NOTICE")
		self.assertEqual(case.overall_due_on, date(2026, 3, 30))
		with self.acting_as(factories.user(TOWNSHIP_CLERK, TOWNSHIP_1)):
			frappe.get_doc(
				{
					"doctype": "Public Notice",
					"application": case.name,
					"notice_kind": "Preliminary",
					"posted_on": "2026-03-02",
					"place": "x",
				}
			).insert()
		from social_assistance.services.clocks import clock_entries

		self.assertTrue(clock_entries.refresh_due_dates(case.name, "Notice Not Counted", "-"))
		case.reload()
		self.assertEqual(case.overall_due_on, date(2026, 4, 7))  # 3 to 9 March and Qingming do not count

	def test_clerks_read_and_administrators_write(self):
		with self.acting_as(factories.user(TOWNSHIP_CLERK, TOWNSHIP_1)):
			self.assertTrue(frappe.has_permission(PROFILE, "read"))
			self.assertFalse(frappe.has_permission(PROFILE, "submit"))
		with self.acting_as(factories.user(POLICY_ADMINISTRATOR)):
			self.submitted()

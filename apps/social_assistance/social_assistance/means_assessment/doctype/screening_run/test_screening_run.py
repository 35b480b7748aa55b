from functools import partial
from unittest.mock import patch

import frappe

from social_assistance.constants import DISTRICT_REVIEWER, TOWNSHIP_CLERK
from social_assistance.engines.runs import presses
from social_assistance.engines.screening import runs
from social_assistance.engines.screening.registry_facts import load_next_batch
from social_assistance.exceptions import StepNotAllowedError
from social_assistance.permissions.exceptions import TransitionNotAllowedError
from social_assistance.services.screening.exceptions import ScreeningStateError
from social_assistance.tests import factories
from social_assistance.tests.base import AssistanceTestCase
from social_assistance.tests.factories import DISTRICT, TOWNSHIP_1


class TestScreeningRun(AssistanceTestCase):
	def setUp(self):
		super().setUp()
		factories.user("System Manager")
		self.home = factories.household(ages=(44, 42, 14))
		case = factories.case(self.home)
		frappe.db.set_value(case.doctype, case.name, "accepted_on", "2026-03-02")
		frappe.get_doc(
			{
				"doctype": "Means Assessment",
				"application": case.name,
				"as_of_date": "2026-03-02",
				"incomes": [{"income_kind": "Wages", "gross_amount": 21600, "months": 12}],
			}
		).insert().submit()
		frappe.db.set_value(case.doctype, case.name, "case_status", "Withdrawn")
		self.former_case = case

	def run_for(self, division: str = TOWNSHIP_1, **values):
		return frappe.get_doc(
			{
				"doctype": "Screening Run",
				"division": division,
				"as_of_date": "2026-03-02",
				"months_known": 12,
				**values,
			}
		).insert()

	def candidates(self, run):
		return {
			row.scheme: row
			for row in frappe.get_all(
				"Screening Candidate",
				filters={"screening_run": run.name, "household": self.home.name},
				fields=[
					"name",
					"scheme",
					"person",
					"monthly_amount",
					"candidate_status",
					"reason",
					"basis",
					"division",
				],
			)
		}

	def test_household_that_never_asked_is_proposed_with_amount_and_reason(self):
		run = self.run_for()
		runs.execute_screening_run(run.name)
		run.reload()
		self.assertEqual((run.run_status, run.progress), ("Finished", 100))
		self.assertGreaterEqual(run.household_count, 1)
		found = self.candidates(run)["DIBAO-URBAN"]
		self.assertEqual(
			(found.monthly_amount, found.basis, found.division), (291, "Assessment", self.home.division)
		)
		self.assertIn("1,800.00", found.reason)

	def test_household_of_unknown_economy_is_not_proposed_for_income_tested_schemes(self):
		unknown = factories.household()
		run = self.run_for()
		runs.execute_screening_run(run.name)
		schemes = frappe.get_all(
			"Screening Candidate",
			filters={"household": unknown.name, "scheme": ("like", "DIBA%")},
			pluck="name",
		)
		self.assertEqual(schemes, [])

	def test_second_run_does_not_propose_again(self):
		for _number in range(2):
			run = self.run_for()
			runs.execute_screening_run(run.name)
		self.assertEqual(self.candidates(run), {})

	def test_open_application_is_not_proposed(self):
		frappe.db.set_value(self.former_case.doctype, self.former_case.name, "case_status", "Open")
		run = self.run_for()
		runs.execute_screening_run(run.name)
		self.assertNotIn("DIBAO-URBAN", self.candidates(run))

	def test_area_with_its_own_policy_needs_its_own_run(self):
		version = frappe.copy_doc(
			frappe.get_doc(
				"Policy Version", {"division": DISTRICT, "docstatus": 1, "effective_from": "2025-07-01"}
			)
		)
		for row in (version, *version.get_all_children()):
			row.docstatus = 0
		version.update({"division": TOWNSHIP_1, "effective_from": "2026-01-01", "effective_to": None})
		version.flags.ignore_permissions = True
		version.insert().submit()
		with self.assertRaisesRegex(ScreeningStateError, "Screen such areas by runs of their own"):
			self.run_for(DISTRICT)
		self.run_for(TOWNSHIP_1)

	def test_only_reviewers_start_and_only_once(self):
		run = self.run_for()
		with (
			self.acting_as(factories.user(TOWNSHIP_CLERK, TOWNSHIP_1)),
			self.assertRaisesRegex(StepNotAllowedError, "This action needs the role"),
		):
			runs.start_screening_run(run.name)
		with self.acting_as(factories.user(DISTRICT_REVIEWER, DISTRICT)):
			runs.start_screening_run(run.name)
			with self.assertRaisesRegex(ScreeningStateError, "only a draft, stopped or failed run"):
				runs.start_screening_run(run.name)

	def test_a_run_stops_between_batches_goes_on_and_is_dropped_without_a_trace(self):
		homes = [self.home, *(factories.household() for _number in range(2))]
		run = self.run_for()
		reviewer = factories.user(DISTRICT_REVIEWER, DISTRICT)
		small = patch.object(runs, "load_next_batch", partial(load_next_batch, size=1))
		with self.acting_as(reviewer), small:
			with patch.object(runs, "_count", self.counting_with_a_press(runs._count)):
				runs.execute_screening_run(run.name)
			run.reload()
			self.assertEqual((run.run_status, run.household_count), ("Stopped", 1))
			self.assertEqual(presses.get_standing(run.doctype, run.name)["presses"], ["Resume", "Drop"])
			self.assertIn("goes on where it stood", presses.resume_run(run.doctype, run.name))
			runs.execute_screening_run(run.name)
			run.reload()
			self.assertEqual(run.run_status, "Finished")
			self.assertGreaterEqual(run.household_count, len(homes))

	def counting_with_a_press(self, count):
		def counting(name, *args):
			count(name, *args)
			presses.stop_run("Screening Run", name)

		return counting

	def test_a_dropped_run_leaves_no_open_proposal(self):
		run = self.run_for()
		with self.acting_as(factories.user(DISTRICT_REVIEWER, DISTRICT)):
			runs.start_screening_run(run.name)
			with (
				patch.object(runs, "_count", side_effect=KeyboardInterrupt),
				self.assertRaises(KeyboardInterrupt),
			):
				runs.execute_screening_run(run.name)
			self.assertTrue(self.candidates(run))
			self.assertIn("0 answered ones stay", presses.drop_run(run.doctype, run.name))
		self.assertEqual(self.candidates(run), {})
		self.assertEqual(frappe.db.get_value(run.doctype, run.name, "run_status"), "Draft")
		self.assertEqual(presses.get_standing(run.doctype, run.name), {})

	def test_state_is_not_typed(self):
		run = self.run_for()
		with self.acting_as(factories.user(DISTRICT_REVIEWER, DISTRICT)):
			run.reload()
			run.run_status = "Finished"
			with self.assertRaisesRegex(
				TransitionNotAllowedError, "changes only through the steps of the procedure"
			):
				run.save()

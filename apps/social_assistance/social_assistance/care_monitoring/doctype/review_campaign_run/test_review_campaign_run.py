from datetime import date
from unittest.mock import patch

import frappe

from social_assistance.constants import (
	DISTRICT_APPROVER,
	DISTRICT_REVIEWER,
	TOWNSHIP_CLERK,
)
from social_assistance.engines.reviews import due_reviews as runs
from social_assistance.engines.reviews import review_progress
from social_assistance.engines.runs import presses
from social_assistance.exceptions import RunIsBusyError, RunScopeInvalidError, StepNotAllowedError
from social_assistance.services.reviews import tasks as reviews
from social_assistance.tests import factories, payment_factories
from social_assistance.tests.base import AssistanceTestCase
from social_assistance.tests.factories import DISTRICT, TOWNSHIP_1, TOWNSHIP_2, VILLAGE_2

CAMPAIGN = "Review Campaign Run"


class TestReviewCampaignRun(AssistanceTestCase):
	def setUp(self):
		super().setUp()
		self.district = factories.user(DISTRICT_REVIEWER, DISTRICT)
		homes = [factories.household(ages=(44,), account_verified_on="2026-01-05") for _n in range(3)]
		homes.append(factories.household(VILLAGE_2, ages=(44,), account_verified_on="2026-01-05"))
		self.awards = [payment_factories.award(home).name for home in homes]

	def campaign(self, **values):
		with self.acting_as(self.district):
			return frappe.get_doc(
				{
					"doctype": "Review Campaign Run",
					"campaign_title": "2026年度复核",
					"review_year": 2026,
					"division": DISTRICT,
					"due_on": "2026-06-30",
					**values,
				}
			).insert()

	def executed(self, name, **options):
		with self.acting_as(self.district):
			runs.start_review_campaign(name, now=True) if not options else runs.execute_review_campaign(
				name, **options
			)
		return frappe.get_doc("Review Campaign Run", name)

	def tasks(self, name):
		return frappe.get_all(
			"Review Task",
			filters={"review_campaign": name},
			fields=["award", "township", "due_on", "review_cause", "review_status"],
		)

	def test_every_award_in_force_gets_one_review(self):
		run = self.executed(self.campaign().name)
		tasks = self.tasks(run.name)
		self.assertLessEqual(set(self.awards), {task.award for task in tasks})
		self.assertEqual(len(tasks), len({task.award for task in tasks}))
		self.assertEqual({(t.review_cause, t.due_on) for t in tasks}, {("Annual Review", date(2026, 6, 30))})
		self.assertEqual((run.run_status, run.task_count, run.progress), ("Executed", len(tasks), 100))

	def test_an_award_under_review_is_left_to_that_review(self):
		with self.acting_as(factories.user(TOWNSHIP_CLERK, TOWNSHIP_1)):
			reviews.open_review(self.awards[0], "Reported Change")
		run = self.executed(self.campaign().name)
		self.assertNotIn(self.awards[0], {task.award for task in self.tasks(run.name)})
		self.assertEqual(run.already_count, 1)

	def test_a_stopped_campaign_goes_on_where_it_was_and_doubles_nothing(self):
		name = self.campaign().name
		with patch.object(runs.base, "publish_event", side_effect=lambda *a, **k: _ask_stop(name)):
			stopped = self.executed(name, batch_size=2)
		self.assertEqual((stopped.run_status, stopped.task_count), ("Stopped", 2))
		run = self.executed(name, batch_size=2)
		self.assertEqual(run.run_status, "Executed")
		self.assertEqual(len(self.tasks(name)), len({task.award for task in self.tasks(name)}))
		self.assertLessEqual(set(self.awards), {task.award for task in self.tasks(name)})

	def test_a_killed_worker_leaves_a_run_that_can_be_run_again(self):
		name = self.campaign().name
		with (
			patch.object(runs, "insert_review_tasks", side_effect=KeyboardInterrupt),
			self.assertRaises(KeyboardInterrupt),
		):
			self.executed(name, batch_size=2)
		self.assertEqual(frappe.db.get_value("Review Campaign Run", name, "run_status"), "Running")
		self.assertEqual(self.executed(name, batch_size=2).run_status, "Executed")

	def test_progress_is_by_township_and_inside_the_area(self):
		name = self.executed(self.campaign().name).name
		rows = {row["township"]: row for row in review_progress.list_progress_by_township(campaign=name)}
		self.assertGreaterEqual(rows[TOWNSHIP_1]["open"], 3)
		self.assertGreaterEqual(rows[TOWNSHIP_2]["total"], 1)
		clerk = factories.user(TOWNSHIP_CLERK, TOWNSHIP_1)
		with self.acting_as(clerk):
			self.assertEqual(
				[row["township"] for row in review_progress.list_progress_by_township(campaign=name)],
				[TOWNSHIP_1],
			)

	def test_only_awards_due_when_the_campaign_says_so(self):
		frappe.db.set_value("Benefit Award", self.awards[0], "next_review_on", "2026-05-01")
		run = self.executed(self.campaign(due_until="2026-05-31").name)
		self.assertIn(self.awards[0], {task.award for task in self.tasks(run.name)})
		self.assertNotIn(self.awards[1], {task.award for task in self.tasks(run.name)})

	def test_roles_states_and_dates(self):
		with self.assertRaisesRegex(RunScopeInvalidError, "To Be Finished By"):
			self.campaign(due_on="2026-01-01")
		name = self.campaign().name
		with (
			self.acting_as(factories.user(DISTRICT_APPROVER, DISTRICT)),
			self.assertRaisesRegex(StepNotAllowedError, "This action needs the role"),
		):
			runs.start_review_campaign(name)
		with (
			self.acting_as(self.district),
			self.assertRaisesRegex(RunIsBusyError, "No work of .* is under way"),
		):
			presses.stop_run("Review Campaign Run", name)

	def test_a_dropped_campaign_says_what_stays(self):
		name = self.campaign().name
		with (
			self.acting_as(self.district),
			patch.object(runs, "_record", side_effect=KeyboardInterrupt),
			self.assertRaises(KeyboardInterrupt),
		):
			runs.execute_review_campaign(name)
		made = len(self.tasks(name))
		with self.acting_as(self.district):
			self.assertIn(f"{made} reviews were opened and stay", presses.drop_run(CAMPAIGN, name))
		self.assertEqual(frappe.db.get_value(CAMPAIGN, name, "run_status"), "Discarded")


def _ask_stop(name):
	if frappe.db.get_value(CAMPAIGN, name, "run_status") == "Running":
		presses.stop_run(CAMPAIGN, name)

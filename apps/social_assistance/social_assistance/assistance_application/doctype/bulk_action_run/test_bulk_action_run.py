import json
from unittest.mock import patch

import frappe

from social_assistance.api.v1.cases import bulk_actions as api
from social_assistance.constants import (
	AUDITOR,
	DISTRICT_APPROVER,
	TOWNSHIP_CLERK,
	VILLAGE_ASSISTANT,
)
from social_assistance.engines.cases import bulk_actions
from social_assistance.engines.runs import presses
from social_assistance.exceptions import StepNotAllowedError
from social_assistance.services.cases.exceptions import BulkRequestError
from social_assistance.services.reviews import review_decisions
from social_assistance.services.reviews import tasks as reviews
from social_assistance.tests import factories, payment_factories
from social_assistance.tests.base import AssistanceTestCase
from social_assistance.tests.factories import DISTRICT, TOWNSHIP_1, VILLAGE_1, VILLAGE_2

COMPLETE = "Complete Step"
DOCTYPE = bulk_actions.DOCTYPE


class TestBulkActionRun(AssistanceTestCase):
	def setUp(self):
		super().setUp()
		self.assistant = factories.user(VILLAGE_ASSISTANT, VILLAGE_1)
		self.clerk = factories.user(TOWNSHIP_CLERK, TOWNSHIP_1)
		with self.acting_as(self.assistant):
			self.cases = [self.case().name for _number in range(3)]
			self.unready = self.case(applicant_wish="").name

	def case(self, division: str = VILLAGE_1, **values):
		wish = {"policy_told_on": "2026-03-02", "applicant_wish": "Wishes to Apply", **values}
		return factories.case(factories.household(division, ages=(40,)), **wish)

	def states(self, names=None):
		rows = frappe.get_all(
			"Assistance Application",
			filters={"name": ("in", names or self.cases)},
			fields=["name", "workflow_state"],
		)
		return {row.name: row.workflow_state for row in rows}

	def started(self, names, key="k1", user=None, **options):
		with self.acting_as(user or self.assistant):
			return api.start_moves(json.dumps(self.states(names)), COMPLETE, key, **options)

	def test_the_preview_says_case_by_case_what_would_happen_and_changes_nothing(self):
		before = self.states([*self.cases, self.unready])
		with self.acting_as(self.assistant):
			rows = api.preview_moves([*self.cases, self.unready], COMPLETE)
		self.assertEqual([row["ok"] for row in rows], [1, 1, 1, 0])
		self.assertIn("The person's wish to apply", rows[3]["message"])
		self.assertEqual(self.states([*self.cases, self.unready]), before)

	def test_fitting_cases_move_and_the_others_say_why(self):
		run = self.started([*self.cases, self.unready])
		self.assertEqual((run["run_status"], run["done_count"], run["refused_count"]), ("Done", 3, 1))
		self.assertEqual(set(self.states().values()), {"Filing"})
		self.assertEqual(self.states([self.unready])[self.unready], "Discovery")
		refused = [row for row in json.loads(run["results"]) if not row["ok"]]
		self.assertEqual([row["name"] for row in refused], [self.unready])

	def test_a_double_click_is_one_request(self):
		first = self.started(self.cases)
		again = self.started(self.cases)
		self.assertEqual(first["name"], again["name"])
		self.assertEqual(set(self.states().values()), {"Filing"})

	def test_cases_that_moved_on_since_are_refused(self):
		seen = self.states()
		self.started(self.cases)
		with self.acting_as(self.assistant):
			run = api.start_moves(json.dumps(seen), COMPLETE, "k2")
		self.assertEqual((run["done_count"], run["refused_count"]), (0, 3))
		self.assertIn("moved on", json.loads(run["results"])[0]["message"])

	def test_foreign_cases_and_wrong_roles_are_refused_each_for_itself(self):
		with self.acting_as(factories.user(VILLAGE_ASSISTANT, VILLAGE_2)):
			foreign = self.case(VILLAGE_2).name
		with self.acting_as(self.assistant):
			rows = api.preview_moves([self.cases[0], foreign], COMPLETE)
		self.assertEqual([row["ok"] for row in rows], [1, 0])
		self.assertEqual(rows[1]["title"], foreign, "not even the name of the family is told")
		with self.acting_as(factories.user(AUDITOR)):
			self.assertEqual({row["ok"] for row in api.preview_moves(self.cases, COMPLETE)}, {0})
			self.assertEqual(api.choices(self.cases), [])

	def test_choices_count_what_the_user_could_do(self):
		with self.acting_as(self.assistant):
			actions = {row["action"]: row for row in api.choices(json.dumps(self.cases))}
		self.assertEqual(actions[COMPLETE]["count"], 3)

	def test_larger_requests_are_queued_and_a_killed_worker_goes_on(self):
		with patch.object(bulk_actions, "INLINE", 1):
			run = self.started(self.cases)
			self.assertEqual(run["run_status"], "Queued")
			self.assertIn("waits for a worker", presses.get_standing(DOCTYPE, run["name"])["words"])
			with self.acting_as(self.assistant):
				killed = patch.object(
					bulk_actions.base, "commit_batch", side_effect=[None, None, KeyboardInterrupt]
				)
				with killed, self.assertRaises(KeyboardInterrupt):
					bulk_actions.execute_bulk_run(run["name"])
				self.assertEqual(
					frappe.db.get_value(bulk_actions.DOCTYPE, run["name"], "run_status"), "Running"
				)
				bulk_actions.execute_bulk_run(run["name"])
				bulk_actions.execute_bulk_run(run["name"])
		done = frappe.get_doc(bulk_actions.DOCTYPE, run["name"])
		self.assertEqual((done.run_status, done.done_count, done.refused_count), ("Done", 3, 0))

	def stopped(self) -> str:
		"""A run of three that was asked to stop after the first."""
		with patch.object(bulk_actions, "INLINE", 1):
			run = self.started(self.cases)["name"]
		record = bulk_actions._record

		def press_stop(*args):
			record(*args)
			presses.stop_run(DOCTYPE, run)

		with self.acting_as(self.assistant), patch.object(bulk_actions, "_record", press_stop):
			bulk_actions.execute_bulk_run(run)
		return str(run)

	def test_a_larger_request_stops_after_an_item_and_goes_on(self):
		run = self.stopped()
		self.assertEqual(frappe.db.get_value(DOCTYPE, run, ["run_status", "done_count"]), ("Stopped", 1))
		with (
			self.acting_as(self.clerk),
			self.assertRaisesRegex(StepNotAllowedError, "Only .*, who asked for it"),
		):
			presses.resume_run(DOCTYPE, run)
		with self.acting_as(self.assistant):
			presses.resume_run(DOCTYPE, run)
			bulk_actions.execute_bulk_run(run)
		self.assertEqual(frappe.db.get_value(DOCTYPE, run, ["run_status", "done_count"]), ("Done", 3))

	def test_a_dropped_request_keeps_what_is_done(self):
		run = self.stopped()
		with self.acting_as(self.assistant):
			self.assertIn("1 of 3 rows are done", presses.drop_run(DOCTYPE, run))
		self.assertEqual(frappe.db.get_value(DOCTYPE, run, "run_status"), "Dropped")
		self.assertEqual(sorted(self.states().values()).count("Filing"), 1)

	def test_numbers_and_keys_are_checked(self):
		with self.acting_as(self.assistant):
			for names in ([], ["X"] * 2, [str(n) for n in range(101)]):
				with self.subTest(len(names)), self.assertRaisesRegex(BulkRequestError, "different rows"):
					api.preview_moves(names, COMPLETE)
			with self.assertRaisesRegex(BulkRequestError, "The request has no key"):
				api.start_moves({self.cases[0]: "Discovery"}, COMPLETE, "")

	def test_runs_are_seen_by_who_asked_and_by_auditors(self):
		name = self.started(self.cases)["name"]
		for user, seen in (
			(self.assistant, True),
			(self.clerk, False),
			(factories.user(AUDITOR), True),
		):
			with self.subTest(user), self.acting_as(user):
				self.assertEqual(bool(frappe.get_list(bulk_actions.DOCTYPE, filters={"name": name})), seen)

	def test_an_approver_signs_a_batch_of_reviews(self):
		tasks = [self.proposed_review() for _number in range(2)]
		with self.acting_as(self.clerk):
			home = factories.household(ages=(40,), account_verified_on="2026-01-05")
			tasks.append(reviews.open_review(payment_factories.award(home).name, "Other"))
		names = [task.name for task in tasks]
		with self.acting_as(factories.user(DISTRICT_APPROVER, DISTRICT)):
			rows = api.preview_reviews(names)
			self.assertEqual([row["ok"] for row in rows], [1, 1, 0])
			run = api.start_reviews({row["name"]: row["state"] for row in rows}, "k3", "同意")
		self.assertEqual((run["done_count"], run["refused_count"]), (2, 1))
		decided = frappe.get_all("Review Task", filters={"name": ("in", names)}, pluck="review_status")
		self.assertEqual(sorted(decided), ["Decided", "Decided", "Open"])

	def proposed_review(self):
		award = payment_factories.award(factories.household(ages=(40,), account_verified_on="2026-01-05"))
		with self.acting_as(self.clerk):
			task = reviews.open_review(
				award.name,
				"Annual Review",
				visited_on="2026-03-02",
				visitors="甲、乙",
				verification_no="HD-1",
				verified_on="2026-03-02",
				findings="情况属实",
				proposal_text="维持",
				proposed_result="Maintain",
			)
			return review_decisions.propose_review_result(task.name)

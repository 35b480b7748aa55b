from datetime import timedelta
from unittest.mock import patch

import frappe
from frappe.utils import now_datetime

from social_assistance.api.v1.payments import runs as payment_api
from social_assistance.api.v1.runs import presses as api
from social_assistance.assistance_audit.report.standing_runs import standing_runs
from social_assistance.constants import AUDITOR, TOWNSHIP_CLERK
from social_assistance.domain.runs.life_cycle import MOST_CLAIMS, SILENT_SECONDS, WorkState
from social_assistance.engines import locks
from social_assistance.engines.payments import monthly_run
from social_assistance.engines.runs import claims, handing_over, kinds, presses, standing, works
from social_assistance.engines.verify.runs import check_standing_runs
from social_assistance.exceptions import (
	AppendOnlyEntryError,
	PaymentRunStateError,
	RunIsBusyError,
	StepNotAllowedError,
)
from social_assistance.tests import factories, payment_factories
from social_assistance.tests.base import AssistanceTestCase

RUN = "Payment Run"
KIND = monthly_run.EXECUTION


class Killed(BaseException):
	"""Stands for SIGKILL: no handler of an engine may see it."""


class TestBackgroundWork(AssistanceTestCase):
	def setUp(self):
		super().setUp()
		self.finance = payment_factories.finance()
		for amount in ("10.00", "20.00", "40.00"):
			payment_factories.award(amount=amount)
		self.run_name = payment_factories.approved_run()
		self.enqueued = self.enterContext(patch.object(handing_over, "enqueue_job"))

	@property
	def name(self) -> str:
		return works.build_name(RUN, self.run_name)

	def work(self) -> works.Work:
		work = works.read_work(self.name)
		assert work
		return work

	def press(self, button: str) -> str:
		with self.acting_as(self.finance):
			return str(getattr(api, f"{button}_run")(RUN, self.run_name))

	def start(self) -> None:
		with self.acting_as(self.finance):
			payment_api.execute_run(self.run_name)

	def carry_out(self) -> None:
		"""What the worker does with the job that was queued last."""
		arguments = self.enqueued.call_args.kwargs
		handing_over.carry_out(arguments["work"], arguments["ticket"])

	def die(self) -> None:
		"""A worker takes the work up and is killed in its first batch."""
		killed = patch.object(monthly_run, "_record_progress", side_effect=Killed)
		with killed, self.assertRaises(Killed):
			self.carry_out()

	def fall_silent(self, seconds: int = SILENT_SECONDS + 1) -> None:
		works.change_work(self.name, seen_on=now_datetime() - timedelta(seconds=seconds))

	def status(self) -> str:
		return str(frappe.db.get_value(RUN, self.run_name, "run_status"))

	def lines(self) -> int:
		return frappe.db.count("Payment Line", {"payment_run": self.run_name})

	def test_work_is_done_as_the_person_who_asked_for_it(self):
		self.start()
		self.assertEqual((self.work().state, self.work().requested_by), (WorkState.WAITING, self.finance))
		self.carry_out()
		self.assertEqual((self.work().state, self.status(), self.lines()), (WorkState.DONE, "Executed", 3))
		self.assertEqual(frappe.db.get_value(RUN, self.run_name, "modified_by"), self.finance)

	def test_a_second_press_is_answered_in_words_and_starts_nothing(self):
		self.start()
		with self.assertRaisesRegex(RunIsBusyError, "waits for a worker since"):
			self.start()
		self.assertIn("waits for a worker since", self.press("resume"))
		self.enqueued.assert_called_once()

	def test_of_two_workers_the_second_is_refused(self):
		with (
			claims.work_on(KIND, self.run_name),
			self.assertRaisesRegex(RunIsBusyError, "being worked on by another process"),
			claims.work_on(KIND, self.run_name),
		):
			pass
		self.assertEqual(self.work().state, WorkState.DONE)

	def test_the_work_of_a_killed_worker_is_seen_told_and_resumed_by_the_scheduler(self):
		self.start()
		self.die()
		self.assertEqual((self.work().state, self.status()), (WorkState.WORKING, "Running"))
		standing_now = presses.get_standing(RUN, self.run_name)
		self.assertTrue(standing_now["is_abandoned"])
		self.assertIn("nobody has been at it since", standing_now["words"])
		self.assertEqual(handing_over.resume_abandoned_works(), [self.name])
		self.assertEqual(handing_over.resume_abandoned_works(), [], "it waits in the queue now")
		self.carry_out()
		self.assertEqual((self.status(), self.lines()), ("Executed", 3))

	def test_a_press_on_resume_after_a_death_acts_at_once(self):
		self.start()
		self.die()
		self.assertIn("given to a new worker", self.press("resume"))
		self.assertEqual(self.enqueued.call_count, 2)
		self.carry_out()
		self.assertEqual((self.status(), self.lines()), ("Executed", 3))
		with self.assertRaisesRegex(RunIsBusyError, "No work of .* is under way"):
			self.press("resume")

	def test_the_connection_of_a_silent_worker_ends_before_its_work_is_given_away(self):
		self.start()
		self.die()
		self.fall_silent()
		with patch.object(locks, "end_holder") as ended:
			with self.assertRaisesRegex(
				PaymentRunStateError, r"has payment lines and cannot be discarded\. Start"
			):
				self.press("drop")
			ended.assert_called_once_with(self.name)
			self.assertEqual(handing_over.resume_abandoned_works(), [self.name])
		self.assertEqual(ended.call_count, 2)

	def test_the_job_of_a_former_worker_changes_nothing(self):
		self.start()
		former = self.enqueued.call_args.kwargs
		self.fall_silent()
		self.assertEqual(handing_over.resume_abandoned_works(), [self.name])
		handing_over.carry_out(former["work"], former["ticket"])
		self.assertEqual((self.work().state, self.lines()), (WorkState.WAITING, 0))
		self.carry_out()
		handing_over.carry_out(former["work"], former["ticket"])
		self.assertEqual((self.work().state, self.lines()), (WorkState.DONE, 3))

	def test_a_worker_that_lost_its_claim_commits_no_batch(self):
		with (
			self.assertRaisesRegex(claims.ClaimLostError, "was taken over by another worker"),
			claims.work_on(KIND, self.run_name) as claim,
		):
			works.change_work(self.name, claim_token="another")
			claim.beat()

	def test_a_press_on_stop_is_looked_at_between_batches(self):
		self.start()
		record = monthly_run._record_progress

		def stopping(*args):
			record(*args)
			self.assertIn("stops after the batch at hand", self.press("stop"))

		with patch.object(monthly_run, "_record_progress", stopping):
			self.carry_out()
		self.assertEqual((self.work().state, self.status()), (WorkState.STOPPED, "Stopped"))
		self.assertEqual(handing_over.resume_abandoned_works(), [], "a stopped run waits for a person")
		self.assertIn("goes on where it stood", self.press("resume"))
		self.carry_out()
		self.assertEqual((self.status(), self.lines()), ("Executed", 3))

	def test_a_run_without_a_line_is_dropped_whole(self):
		self.start()
		self.assertIn("No line was written", self.press("drop"))
		self.carry_out()
		self.assertEqual((self.work().state, self.status()), (WorkState.DROPPED, "Discarded"))
		self.assertEqual(presses.get_standing(RUN, self.run_name), {})

	def test_a_run_with_lines_is_not_dropped(self):
		self.start()
		with (
			patch.object(monthly_run, "_finish", side_effect=Killed),
			self.assertRaises(Killed),
		):
			self.carry_out()
		with self.assertRaisesRegex(PaymentRunStateError, "has payment lines and cannot be discarded"):
			self.press("drop")
		self.assertEqual(handing_over.resume_abandoned_works(), [self.name])
		self.carry_out()
		self.assertEqual((self.status(), self.lines()), ("Executed", 3))

	def test_whose_role_it_is_not_presses_nothing(self):
		self.start()
		auditor = factories.user(AUDITOR)
		with self.acting_as(auditor):
			self.assertEqual(api.get_standing(RUN, self.run_name)["presses"], [])
			for button in (api.resume_run, api.stop_run, api.drop_run):
				with self.subTest(button.__name__), self.assertRaises(frappe.PermissionError):
					button(RUN, self.run_name)
		with (
			self.acting_as(payment_factories.approver()),
			self.assertRaisesRegex(
				(StepNotAllowedError, frappe.PermissionError), "This action needs the role"
			),
		):
			api.drop_run(RUN, self.run_name)
		with (
			self.acting_as(factories.user(TOWNSHIP_CLERK, factories.TOWNSHIP_1)),
			self.assertRaises(frappe.PermissionError),
		):
			api.get_standing(RUN, self.run_name)
		with self.assertRaisesRegex(RunIsBusyError, "no work for a background worker"):
			api.get_standing("User", "Administrator")

	def test_a_failure_is_kept_in_words_and_can_be_resumed(self):
		self.start()
		with (
			patch.object(monthly_run, "_write_batches", side_effect=ZeroDivisionError),
			self.assertRaises(ZeroDivisionError),
		):
			self.carry_out()
		self.assertEqual((self.work().state, self.status()), (WorkState.FAILED, "Stopped"))
		self.assertIn("broke off", presses.get_standing(RUN, self.run_name)["words"])
		self.press("resume")
		self.carry_out()
		self.assertEqual((self.status(), self.lines()), ("Executed", 3))

	def test_work_that_began_at_the_desk_is_resumed_with_its_arguments(self):
		with self.assertRaises(OSError), claims.work_on(KIND, self.run_name, encoding="gb18030"):
			raise OSError
		self.assertEqual(
			(self.work().state, self.work().arguments), (WorkState.FAILED, {"encoding": "gb18030"})
		)

	def test_work_at_which_workers_die_is_given_up_and_told(self):
		self.start()
		self.die()
		works.change_work(self.name, claim_count=MOST_CLAIMS)
		self.assertEqual(handing_over.resume_abandoned_works(), [])
		self.assertEqual(self.work().state, WorkState.FAILED)
		self.assertIn(f"died {MOST_CLAIMS} times", presses.get_standing(RUN, self.run_name)["words"])
		(check,) = check_standing_runs()
		self.assertTrue(any(self.run_name in example for example in check.examples))

	def test_work_of_a_disabled_account_fails_in_words(self):
		self.start()
		works.change_work(self.name, requested_by="Guest")
		with patch.object(frappe.db, "get_value", wraps=frappe.db.get_value) as read:
			read.side_effect = lambda doctype, *args, **kwargs: (
				0 if doctype == "User" else read._mock_wraps(doctype, *args, **kwargs)
			)
			self.carry_out()
		self.assertIn("disabled", self.work().failure)

	def test_verify_and_the_report_name_what_stands_and_since_when(self):
		self.start()
		self.die()
		self.fall_silent(standing.STUCK_SECONDS + 1)
		(check,) = check_standing_runs()
		self.assertFalse(check.ok)
		(stuck,) = [example for example in check.examples if self.run_name in example]
		self.assertIn(f"{self.work().seen_on:%Y-%m-%d %H:%M}", stuck)
		rows = [row for row in standing_runs.execute()[1] if row["document"] == self.run_name]
		self.assertEqual([row["state"] for row in rows], [frappe._(standing.ABANDONED)])

	def test_runs_from_before_there_were_rows_are_taken_up(self):
		self.start()
		self.die()
		works.delete_work(self.name)
		self.assertIn(self.name, handing_over.resume_abandoned_works())
		self.carry_out()
		self.assertEqual((self.status(), self.lines()), ("Executed", 3))

	def test_what_is_asked_for_beside_a_worker_is_done_once_more(self):
		with claims.work_on(KIND, self.run_name):
			handing_over.hand_over_again(KIND, self.run_name)
		self.enqueued.assert_not_called()
		self.assertEqual(self.work().state, WorkState.WAITING)
		self.fall_silent()
		self.assertEqual(handing_over.resume_abandoned_works(), [self.name])
		handing_over.hand_over_again(KIND, self.run_name)
		self.enqueued.assert_called_once()

	def test_a_run_is_not_discarded_beside_its_worker(self):
		self.start()
		with self.acting_as(self.finance), self.assertRaisesRegex(RunIsBusyError, "waits for a worker"):
			payment_api.discard_run(self.run_name)

	def test_a_discarded_run_leaves_no_work_that_stands(self):
		self.start()
		works.change_work(self.name, work_state=WorkState.FAILED)
		with self.acting_as(self.finance):
			payment_api.discard_run(self.run_name)
		self.assertEqual((self.work().state, self.status()), (WorkState.DROPPED, "Discarded"))
		self.assertEqual(presses.get_standing(RUN, self.run_name), {})

	def test_every_kind_names_functions_that_exist(self):
		for kind in kinds.list_kinds():
			with self.subTest(kind.code):
				for path in (kind.worker, kind.start, kind.drop):
					self.assertTrue(callable(frappe.get_attr(path)))
				for doctype in kind.doctypes if kind.busy_states or kind.stopped_states else ():
					options = frappe.get_meta(doctype).get_field("run_status").options.split("\n")
					self.assertLessEqual({*kind.busy_states, *kind.stopped_states}, set(options))
				for doctype in kind.doctypes:
					scripts = frappe.get_hooks("doctype_js", {}).get(doctype, [])
					self.assertIn("public/js/run_controls.js", scripts)

	def test_nobody_writes_or_deletes_a_row(self):
		self.start()
		row = frappe.get_doc(works.DOCTYPE, self.name)
		with self.assertRaisesRegex(AppendOnlyEntryError, "belongs to an append-only book and can be"):
			row.delete()

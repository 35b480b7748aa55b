from unittest.mock import patch

import frappe

from social_assistance.constants import DISTRICT_APPROVER, FINANCE_OFFICER, TOWNSHIP_CLERK
from social_assistance.engines.payments import monthly_run
from social_assistance.engines.runs import presses
from social_assistance.exceptions import (
	NothingToPayError,
	PaymentRunStateError,
	PreviewOutdatedError,
	SeparationOfDutiesError,
	StepNotAllowedError,
)
from social_assistance.permissions.exceptions import TransitionNotAllowedError
from social_assistance.services.awards import grants
from social_assistance.services.awards.exceptions import PaymentMonthInvalidError
from social_assistance.services.payments import runs
from social_assistance.services.payments.exceptions import MonthAlreadyPaidError
from social_assistance.tests import factories, payment_factories
from social_assistance.tests.base import AssistanceTestCase

MONTH = "2026-03"


class TestPaymentRun(AssistanceTestCase):
	@classmethod
	def setUpClass(cls):
		super().setUpClass()
		cls.finance, cls.approver = payment_factories.finance(), payment_factories.approver()

	def prepare(self, month: str = MONTH, scheme: str | None = "DIBAO-URBAN", **values) -> str:
		with self.acting_as(self.finance):
			return runs.create_payment_run(month, scheme, factories.DISTRICT, **values)

	def previewed(self) -> str:
		run = self.prepare()
		with self.acting_as(self.finance):
			monthly_run.preview_payment_run(run, now=True)
		return run

	def execute(self, run: str, size: int = monthly_run.BATCH_SIZE) -> frappe._dict:
		with self.acting_as(self.finance):
			monthly_run.execute_payment_run(run, size)
		return self.state(run)

	def state(self, run: str) -> frappe._dict:
		fields = [
			"run_status",
			"award_count",
			"due_amount",
			"held_count",
			"held_amount",
			"line_count",
			"line_amount",
		]
		return frappe.db.get_value(
			"Payment Run", run, [*fields, "failure", "progress", "cursor_key"], as_dict=True
		)

	def lines(self, run: str) -> list[frappe._dict]:
		fields = ["award", "amount", "line_status", "hold_reason", "line_kind", "line_key", "payee_name"]
		return frappe.get_all("Payment Line", filters={"payment_run": run}, fields=fields, order_by="amount")

	def test_an_award_becomes_one_line_of_the_month(self):
		award = payment_factories.award(amount="291.00")
		run = payment_factories.approved_run()
		state = self.execute(run)
		self.assertEqual((state.run_status, state.line_count, state.line_amount), ("Executed", 1, 291))
		(line,) = self.lines(run)
		self.assertEqual(
			(line.award, line.amount, line.line_status, line.line_kind), (award.name, 291, "Due", "Regular")
		)
		self.assertEqual(line.line_key, f"{award.name}|{MONTH}|Regular")

	def test_only_the_parts_of_the_month_count(self):
		payment_factories.award(
			amount="100",
			amounts=[
				{"part": "Base", "from_month": "2026-01", "to_month": "2026-02", "amount": 100},
				{"part": "Base", "from_month": "2026-03", "amount": 120.5},
				{"part": "Top-up", "from_month": "2026-03", "to_month": "2026-03", "amount": 30.25},
				{"part": "Top-up", "from_month": "2026-04", "amount": 99},
			],
		)
		run = payment_factories.approved_run()
		self.execute(run)
		self.assertEqual([line.amount for line in self.lines(run)], [150.75])

	def test_awards_that_begin_later_or_ended_earlier_are_not_due(self):
		payment_factories.award(amount="1", start="2026-04")
		payment_factories.award(amount="2", end_month="2026-02", award_status="Stopped", open_award_key=None)
		payment_factories.award(amount="3", end_month="2026-03", award_status="Stopped", open_award_key=None)
		run = payment_factories.approved_run()
		self.execute(run)
		self.assertEqual([line.amount for line in self.lines(run)], [3])

	def test_held_awards_get_a_line_that_is_not_paid(self):
		home = factories.household(ages=(44,))
		payment_factories.award(home, "10.00")
		payment_factories.award(factories.household(ages=(44,), account=False), "20.00")
		suspended = payment_factories.award(amount="40.00")
		grants.suspend_award(suspended.name, "red finding")
		payment_factories.award(amount="80.00")
		state = self.execute(payment_factories.approved_run())
		self.assertEqual(
			(state.award_count, state.due_amount, state.held_count, state.held_amount), (4, 150, 3, 70)
		)
		self.assertEqual((state.line_count, state.line_amount), (1, 80))

	def test_hold_reasons_are_named(self):
		payment_factories.award(factories.household(ages=(44,)), "10.00")
		payment_factories.award(factories.household(ages=(44,), account=False), "20.00")
		dead = payment_factories.award(amount="30.00")
		frappe.db.set_value("Registry Person", dead.payee, "is_deceased", 1)
		run = payment_factories.approved_run()
		self.execute(run)
		self.assertEqual(
			[(line.hold_reason, line.line_status) for line in self.lines(run)],
			[("Account Not Verified", "Held"), ("No Account", "Held"), ("Deceased", "Held")],
		)

	def test_a_month_that_is_covered_is_refused_with_the_run_and_changes_nothing(self):
		payment_factories.award()
		run = payment_factories.paid_run()
		before = frappe.db.count("Payment Run")
		with self.assertRaisesRegex(MonthAlreadyPaidError, run):
			self.prepare()
		with self.assertRaisesRegex(MonthAlreadyPaidError, "For awards that it missed, prepare"):
			self.prepare(scheme=None)
		self.assertEqual(frappe.db.count("Payment Run"), before)
		self.prepare(scheme="DIBAO-RURAL")

	def test_the_unique_key_refuses_two_runs_prepared_at_the_same_moment(self):
		self.prepare()
		with (
			patch.object(runs, "_refuse_overlap"),
			self.assertRaisesRegex(MonthAlreadyPaidError, "For awards that it missed, prepare"),
		):
			self.prepare()

	def test_a_discarded_run_frees_its_month(self):
		run = self.prepare()
		with self.acting_as(self.finance):
			runs.discard_payment_run(run)
		self.assertNotEqual(self.prepare(), run)

	def test_a_run_with_lines_cannot_be_discarded(self):
		payment_factories.award()
		run = payment_factories.paid_run()
		with (
			self.acting_as(self.finance),
			self.assertRaisesRegex(PaymentRunStateError, "has payment lines and cannot be discarded"),
		):
			runs.discard_payment_run(run)

	def test_months_must_be_months_and_not_far_ahead(self):
		for month in ("2026-13", "202603", "März", ""):
			with (
				self.subTest(month),
				self.assertRaisesRegex(PaymentMonthInvalidError, "must be a month such as 2025-07"),
			):
				self.prepare(month)
		with self.assertRaisesRegex(PaymentMonthInvalidError, "lies too far ahead; the latest"):
			self.prepare("2026-05")
		self.prepare("2026-04")

	def test_a_run_without_awards_is_refused_at_the_preview(self):
		run = self.prepare()
		with (
			self.acting_as(self.finance),
			self.assertRaisesRegex(NothingToPayError, "Check month, scheme and district"),
		):
			monthly_run.preview_payment_run(run, now=True)
		self.assertEqual(self.state(run).run_status, "Draft")

	def test_the_approver_is_a_second_person(self):
		payment_factories.award()
		frappe.get_doc("User", self.finance).add_roles(DISTRICT_APPROVER)
		run = self.previewed()
		with (
			self.acting_as(self.finance),
			self.assertRaisesRegex(SeparationOfDutiesError, "it must be approved by another person"),
		):
			runs.approve(run)
		self.assertEqual(self.state(run).run_status, "Previewed")

	def test_roles_are_kept_apart(self):
		payment_factories.award()
		run = self.previewed()
		second_officer = factories.user(FINANCE_OFFICER)
		with (
			self.acting_as(second_officer),
			self.assertRaisesRegex(StepNotAllowedError, "This action needs the role"),
		):
			runs.approve(run)
		with (
			self.acting_as(self.approver),
			self.assertRaisesRegex(StepNotAllowedError, "This action needs the role"),
		):
			monthly_run.preview_payment_run(run, now=True)
		clerk = factories.user(TOWNSHIP_CLERK, factories.TOWNSHIP_1)
		with self.acting_as(clerk), self.assertRaises(frappe.PermissionError):
			runs.create_payment_run(MONTH, "DIBAO-RURAL", factories.DISTRICT)

	def test_nothing_is_executed_before_the_approval(self):
		payment_factories.award()
		run = self.previewed()
		with (
			self.acting_as(self.finance),
			self.assertRaisesRegex(PaymentRunStateError, "This action is possible in state"),
		):
			monthly_run.start_payment_run(run, now=True)
		self.assertEqual(self.lines(run), [])

	def test_an_award_that_changed_after_the_approval_stops_the_run_until_it_is_approved_anew(self):
		payment_factories.award(amount="10.00")
		run = payment_factories.approved_run()
		payment_factories.award(amount="20.00")
		state = self.execute(run)
		self.assertEqual((state.run_status, self.lines(run)), ("Stopped", []))
		self.assertIn("20", state.failure.replace("30", "20"))
		with self.acting_as(self.finance):
			monthly_run.preview_payment_run(run, now=True)
			with self.assertRaisesRegex(PaymentRunStateError, "This action is possible in state"):
				monthly_run.start_payment_run(run, now=True)
		with self.acting_as(self.approver):
			runs.approve(run)
		self.assertEqual(self.execute(run).line_amount, 30)

	def test_a_preview_after_the_approval_needs_a_new_approval(self):
		payment_factories.award()
		run = payment_factories.approved_run()
		with self.acting_as(self.finance):
			monthly_run.preview_payment_run(run, now=True)
			with self.assertRaisesRegex(
				(PaymentRunStateError, PreviewOutdatedError), "This action is possible in state"
			):
				monthly_run.start_payment_run(run, now=True)

	def test_states_and_totals_cannot_be_typed(self):
		payment_factories.award()
		run = frappe.get_doc("Payment Run", self.previewed())
		for fieldname, value in (("run_status", "Approved"), ("approved_print", "x"), ("line_amount", 1)):
			with self.subTest(fieldname), self.acting_as(self.finance):
				doc = frappe.get_doc("Payment Run", run.name)
				doc.set(fieldname, value)
				with self.assertRaisesRegex(
					TransitionNotAllowedError, "changes only through the steps of the procedure"
				):
					doc.save()

	def test_a_run_stopped_after_a_batch_goes_on_where_it_was(self):
		for amount in ("10.00", "20.00", "40.00", "80.00", "160.00"):
			payment_factories.award(amount=amount)
		run = payment_factories.approved_run()
		record = monthly_run._record_progress

		def stop_after_first_batch(*args):
			record(*args)
			presses.stop_run("Payment Run", run)

		with patch.object(monthly_run, "_record_progress", stop_after_first_batch):
			state = self.execute(run, size=2)
		self.assertEqual((state.run_status, state.line_count, len(self.lines(run))), ("Stopped", 2, 2))
		self.assertEqual(self.execute(run, size=2).run_status, "Executed")
		self.assertEqual(sorted(line.amount for line in self.lines(run)), [10, 20, 40, 80, 160])

	def test_a_run_whose_worker_died_goes_on_and_pays_nobody_twice(self):
		for amount in ("10.00", "20.00", "40.00", "80.00", "160.00"):
			payment_factories.award(amount=amount)
		run = payment_factories.approved_run()

		class Killed(BaseException):
			"""Stands for SIGKILL: no handler of the engine may see it."""

		record, calls = monthly_run._record_progress, []

		def die_in_second_batch(*args):
			calls.append(args)
			if len(calls) == 2:
				raise Killed
			record(*args)

		with patch.object(monthly_run, "_record_progress", die_in_second_batch), self.assertRaises(Killed):
			self.execute(run, size=2)
		self.assertEqual(self.state(run).run_status, "Running")
		self.assertEqual(self.execute(run, size=2).line_amount, 310)
		self.assertEqual(sorted(line.amount for line in self.lines(run)), [10, 20, 40, 80, 160])

	def test_executing_twice_changes_nothing(self):
		payment_factories.award()
		run = payment_factories.paid_run()
		before = self.lines(run)
		with (
			self.acting_as(self.finance),
			self.assertRaisesRegex(PaymentRunStateError, "This action is possible in state"),
		):
			monthly_run.execute_payment_run(run)
		self.assertEqual(self.lines(run), before)

	def test_a_supplementary_run_pays_those_whom_the_regular_run_missed(self):
		payment_factories.award(amount="10.00")
		payment_factories.paid_run()
		late = payment_factories.award(amount="20.00", start="2026-03")
		run = payment_factories.approved_run(kind="Supplementary")
		self.execute(run)
		self.assertEqual([line.award for line in self.lines(run)], [late.name])

	def test_one_off_schemes_are_paid_once(self):
		payment_factories.award(
			amount="500.00", scheme="TEMP-EMERGENCY", start="2026-03", end_month="2026-03"
		)
		run = payment_factories.approved_run(scheme="TEMP-EMERGENCY")
		self.execute(run)
		self.assertEqual([line.line_kind for line in self.lines(run)], ["One-off"])
		with self.assertRaisesRegex(NothingToPayError, "Check month, scheme and district"):
			payment_factories.approved_run("2026-04", scheme="TEMP-EMERGENCY")

	def test_recognitions_without_cash_are_not_paid(self):
		payment_factories.award(amount="1.00", scheme="DIBIAN")
		with self.assertRaisesRegex(NothingToPayError, "Check month, scheme and district"):
			payment_factories.approved_run(scheme="DIBIAN")

	def test_the_run_covers_its_subtree_only(self):
		payment_factories.award(amount="10.00")
		other = factories.household(factories.VILLAGE_2, ages=(50,), account_verified_on="2026-01-05")
		payment_factories.award(other, "20.00", "DIBAO-RURAL")
		with self.acting_as(self.finance):
			run = runs.create_payment_run(MONTH, None, factories.TOWNSHIP_2)
			monthly_run.preview_payment_run(run, now=True)
		self.assertEqual(self.state(run).due_amount, 20)

	def test_the_preview_tells_what_changed_since_last_month_and_why(self):
		kept = payment_factories.award(amount="10.00")
		stopped = payment_factories.award(amount="20.00")
		raised = payment_factories.award(amount="40.00")
		held = payment_factories.award(amount="80.00")
		payment_factories.paid_run("2026-02")
		grants.stop_award(stopped.name, "2026-02", "Voluntary")
		grants.suspend_award(held.name, "Red finding")
		frappe.db.set_value("Award Amount", {"parent": raised.name}, "amount", 45)
		new = payment_factories.award(amount="160.00", start="2026-03")
		run = self.previewed()
		found = {
			row.award: (row.difference_kind, row.amount_before, row.amount_now, row.reason)
			for row in frappe.get_all("Payment Difference", filters={"payment_run": run}, fields=["*"])
		}
		self.assertEqual(
			found,
			{
				stopped.name: ("Stopped", 20, 0, "Voluntary"),
				raised.name: ("Increased", 40, 45, None),
				held.name: ("Held", 80, 80, "Suspended"),
				new.name: ("New", 0, 160, None),
			},
		)
		self.assertNotIn(kept.name, found)
		summary = frappe.parse_json(frappe.db.get_value("Payment Run", run, "preview_data"))
		self.assertEqual([(row["awards"], row["amount"]) for row in summary["townships"]], [(4, 295)])
		self.assertEqual(
			{row["difference_kind"] for row in summary["differences"]},
			{"Stopped", "Increased", "Held", "New"},
		)

	def test_a_second_preview_replaces_the_first(self):
		payment_factories.award(amount="20.00")
		payment_factories.paid_run("2026-02")
		payment_factories.award(amount="40.00", start="2026-03")
		run = self.previewed()
		with self.acting_as(self.finance):
			monthly_run.preview_payment_run(run, now=True)
		self.assertEqual(frappe.db.count("Payment Difference", {"payment_run": run}), 1)

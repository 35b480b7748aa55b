from datetime import date
from unittest.mock import patch

import frappe

from social_assistance.api.v1.cases import applications
from social_assistance.api.v1.clocks import case_clock
from social_assistance.api.v1.clocks import refresh as api
from social_assistance.constants import AUDITOR, POLICY_ADMINISTRATOR, TOWNSHIP_CLERK, TOWNSHIP_LEADER
from social_assistance.engines.clocks import refresh, refresh_preview
from social_assistance.exceptions import (
	AppendOnlyEntryError,
	ReasonRequiredError,
	SeparationOfDutiesError,
	StepNotAllowedError,
)
from social_assistance.permissions.exceptions import OutOfScopeError, TransitionNotAllowedError
from social_assistance.services.clocks import clock_entries
from social_assistance.services.clocks.exceptions import CaseClockError
from social_assistance.tests import case_factories, factories
from social_assistance.tests.base import AssistanceTestCase
from social_assistance.tests.factories import TOWNSHIP_1, TOWNSHIP_2
from social_assistance.tests.query_budget import queries_of

ENTRY = "Clock Entry"
WHY = {"reason": "CORRECTION_OF_PAPERS", "remark": "The family fetches the hospital bill"}
SPLIT = {"reason": "SPLIT_RESIDENCE", "remark": "Lives in another district"}


class TestClockEntry(AssistanceTestCase):
	def setUp(self):
		super().setUp()
		self.clerk = factories.user(TOWNSHIP_CLERK, TOWNSHIP_1)
		self.leader = factories.user(TOWNSHIP_LEADER, TOWNSHIP_1)
		self.case = case_factories.case_at("VISIT")

	def dues(self) -> tuple:
		self.case.reload()
		return self.case.step_due_on, self.case.overall_due_on

	def open_step(self):
		return frappe.get_doc(
			"Application Step",
			{"application": self.case.name, "step_code": "VISIT", "done_on": ("is", "not set")},
		)

	def pause(self, user=None, day=None, **why):
		with self.acting_as(user or self.clerk, day):
			return case_clock.pause(self.case.name, **(why or WHY))

	def test_a_case_starts_with_the_profile_of_its_scheme(self):
		title = frappe.db.get_value("Clock Profile", self.case.clock_profile, "profile_title")
		self.assertIn("30个工作日", title)
		self.assertEqual(self.dues(), (date(2026, 3, 23), date(2026, 4, 14)))
		self.assertEqual(self.case.step_warn_on, date(2026, 3, 17))  # 11 of 15 working days

	def test_while_paused_nothing_is_due_and_afterwards_the_days_are_added(self):
		before = self.dues()
		self.pause(day=date(2026, 3, 4))
		self.assertEqual(self.dues(), (None, None))
		self.assertEqual((self.case.clock_paused_on, self.open_step().due_on), (date(2026, 3, 4), None))
		with self.acting_as(self.clerk, date(2026, 3, 11)):  # five working days later
			case_clock.resume(self.case.name)
		self.assertEqual(self.dues(), (date(2026, 3, 30), date(2026, 4, 21)))
		self.assertEqual(self.open_step().due_on, date(2026, 3, 30))
		entry = frappe.get_doc(ENTRY, {"application": self.case.name})
		self.assertEqual((entry.first_day, entry.last_day), (date(2026, 3, 4), date(2026, 3, 11)))
		self.assertEqual((entry.case_due_before, entry.case_due_after), (before[1], date(2026, 4, 21)))
		self.assertEqual((entry.entered_by, entry.ended_by), (self.clerk, self.clerk))

	def test_a_pause_of_one_day_changes_nothing(self):
		before = self.dues()
		self.pause()
		with self.acting_as(self.clerk):
			case_clock.resume(self.case.name)
		self.assertEqual(self.dues(), before)

	def test_a_second_pause_and_a_second_resume_are_refused(self):
		self.pause()
		with self.assertRaisesRegex(CaseClockError, "The clock of this case stands still already"):
			self.pause()
		with self.acting_as(self.clerk):
			case_clock.resume(self.case.name)
			with self.assertRaisesRegex(CaseClockError, "The clock of this case is running"):
				case_clock.resume(self.case.name)

	def test_only_reasons_of_the_profile_with_words(self):
		with self.assertRaisesRegex(CaseClockError, "The clock cannot be paused"):
			self.pause(reason="NO_TIME", remark="x")
		with self.assertRaisesRegex(ReasonRequiredError, "State in words what the case waits"):
			self.pause(reason="CORRECTION_OF_PAPERS", remark=" ")

	def test_a_reason_holds_at_its_steps_only(self):
		self.case = case_factories.case_at("KIN_RECORD")
		with self.assertRaisesRegex(CaseClockError, "The clock cannot be paused"):
			self.pause()

	def test_before_acceptance_and_after_the_decision_there_is_no_clock_to_stop(self):
		self.case = case_factories.case_at("APPLY", accepted_on=None)
		with self.assertRaisesRegex(CaseClockError, "The clock runs from acceptance to the decision"):
			self.pause()

	def test_moving_on_ends_the_pause(self):
		self.pause()
		with self.acting_as(self.clerk, date(2026, 3, 6)):
			from social_assistance.services.cases.steps import MoveRequest, move_case

			move_case(self.case.name, MoveRequest("Withdraw Application", "BY_APPLICANT"))
		entry = frappe.get_doc(ENTRY, {"application": self.case.name})
		self.assertEqual((entry.last_day, entry.open_pause_key), (date(2026, 3, 6), None))

	def test_an_extension_lengthens_step_and_case_once(self):
		with self.acting_as(self.leader):
			case_clock.extend(self.case.name, **SPLIT)
		self.assertEqual(self.dues(), (date(2026, 4, 14), date(2026, 5, 8)))  # 30 and 45 working days
		with (
			self.acting_as(self.leader),
			self.assertRaisesRegex(CaseClockError, "times already; the clock profile allows no more"),
		):
			case_clock.extend(self.case.name, **SPLIT)

	def test_only_the_role_of_the_profile_extends(self):
		with (
			self.acting_as(self.clerk),
			self.assertRaisesRegex(CaseClockError, "The limit is extended by the role"),
		):
			case_clock.extend(self.case.name, **SPLIT)
		with (
			self.acting_as(self.leader),
			self.assertRaisesRegex(CaseClockError, "The limit cannot be extended"),
		):
			case_clock.extend(self.case.name, reason="HOLIDAY", remark="x")

	def test_another_township_and_the_auditor_cannot_touch_the_clock(self):
		for user in (factories.user(TOWNSHIP_CLERK, TOWNSHIP_2), factories.user(AUDITOR)):
			with self.assertRaisesRegex(
				(OutOfScopeError, frappe.PermissionError), "is not yours to handle: it belongs to another"
			):
				self.pause(user)
			with (
				self.acting_as(user),
				self.assertRaisesRegex(
					(OutOfScopeError, frappe.PermissionError), "is not yours to handle: it belongs to another"
				),
			):
				case_clock.extend(self.case.name, **SPLIT)

	def test_who_does_not_handle_the_step_does_not_stop_it(self):
		with self.assertRaisesRegex(StepNotAllowedError, "Only those who handle the step"):
			self.pause(self.leader)

	def test_kin_do_not_touch_the_clock(self):
		person = frappe.get_doc("Registry Person", self.case.applicant)
		assignment = {"doctype": "Staff Assignment", "user": self.clerk, "division": TOWNSHIP_1}
		doc = frappe.get_doc({**assignment, "assignment_role": TOWNSHIP_CLERK, "from_date": "2026-01-01"})
		doc.insert(ignore_permissions=True)
		frappe.db.set_value("Staff Assignment", doc.name, "id_number_digest", person.id_number_digest)
		with self.assertRaisesRegex(SeparationOfDutiesError, "You are registered as a near relative in this"):
			self.pause()

	def test_the_log_is_written_by_the_service_only(self):
		self.pause()
		entry = frappe.get_doc(ENTRY, {"application": self.case.name})
		entry.remark = "rewritten"
		with self.assertRaisesRegex(
			TransitionNotAllowedError, "changes only through the steps of the procedure"
		):
			entry.save()
		with self.assertRaisesRegex(AppendOnlyEntryError, "belongs to an append-only book and can be"):
			entry.delete(force=True)
		with self.acting_as(factories.user(TOWNSHIP_CLERK, TOWNSHIP_2)):
			self.assertEqual(frappe.get_list(ENTRY, filters={"application": self.case.name}), [])

	def test_the_form_offers_what_is_allowed(self):
		with self.acting_as(self.clerk):
			may = applications.get_standing(self.case.name)["clock"]["may"]
			self.assertEqual((len(may["pause"]), may["extend"], may["resume"]), (3, [], False))
		with self.acting_as(self.leader):
			may = applications.get_standing(self.case.name)["clock"]["may"]
			self.assertEqual((may["pause"], len(may["extend"])), ([], 4))

	def test_the_investigation_begins_within_three_working_days_of_acceptance(self):
		"""57号 art. 15: accepted on Monday 2 March, to be begun by Thursday; then the whole procedure's limit holds."""
		self.case = case_factories.put_at(self.case, "VERIFY")
		self.assertEqual(self.dues()[0], date(2026, 3, 5))
		with self.acting_as(self.clerk, date(2026, 3, 5)):
			self.assertTrue(applications.get_standing(self.case.name)["clock"]["may"]["begin"])
			case_clock.begin_work(self.case.name)
			with self.assertRaisesRegex(CaseClockError, "Work on this step began on"):
				case_clock.begin_work(self.case.name)
			self.assertFalse(applications.get_standing(self.case.name)["clock"]["may"]["begin"])
		self.assertEqual(self.dues(), (date(2026, 4, 14), date(2026, 4, 14)))

	def test_work_that_begins_late_stays_overdue(self):
		self.case = case_factories.put_at(self.case, "VERIFY")
		with self.acting_as(self.clerk, date(2026, 3, 6)):
			case_clock.begin_work(self.case.name)
		self.assertEqual(self.dues()[0], date(2026, 3, 5))

	def test_a_limit_of_finishing_is_not_marked_as_begun(self):
		with (
			self.acting_as(self.clerk),
			self.assertRaisesRegex(CaseClockError, "The limit of this step is one of"),
		):
			case_clock.begin_work(self.case.name)

	def test_lights_follow_the_working_days_left(self):
		for day, light, left in (
			(date(2026, 3, 2), "green", 15),
			(date(2026, 3, 16), "green", 5),
			(date(2026, 3, 17), "amber", 4),
			(date(2026, 3, 23), "amber", 0),
			(date(2026, 3, 24), "red", -1),
		):
			with self.acting_as(self.clerk, day):
				found = applications.get_standing(self.case.name)["clock"]
			self.assertEqual((found["light"], found["days_left"]), (light, left), day)

	def test_a_corrected_calendar_moves_due_dates_only_with_a_row_in_the_log(self):
		self.addCleanup(frappe.clear_document_cache, "Holiday Calendar", "2026")
		calendar = frappe.get_doc("Holiday Calendar", "2026")
		calendar.append("days", {"holiday_date": "2026-03-04", "day_name": "测试", "day_kind": "Holiday"})
		calendar.save(ignore_permissions=True)
		self.assertEqual(self.dues()[0], date(2026, 3, 23))
		self.assertTrue(clock_entries.refresh_due_dates(self.case.name, "Calendar Corrected", "2026"))
		self.assertEqual(self.dues()[0], date(2026, 3, 24))
		self.assertFalse(clock_entries.refresh_due_dates(self.case.name, "Calendar Corrected", "2026"))
		self.assertEqual(frappe.db.count(ENTRY, {"application": self.case.name}), 1)

	def test_a_corrected_calendar_is_carried_into_all_running_cases_at_once(self):
		twin = case_factories.case_at("VISIT")
		done = case_factories.case_at("VISIT", case_status="Closed")
		calendar = frappe.get_doc("Holiday Calendar", "2026")
		calendar.append("days", {"holiday_date": "2026-03-04", "day_name": "测试", "day_kind": "Holiday"})
		calendar.save(ignore_permissions=True)
		found = refresh_preview.count_changed_cases("Holiday Calendar", "2026")
		self.assertGreaterEqual(found["running"], found["changed"])
		self.assertEqual(self.dues()[0], date(2026, 3, 23), "a preview changes nothing")
		self.assertTrue(clock_entries.refresh_due_dates(twin.name, "Calendar Corrected", "2026"))
		changed = refresh.refresh_running_cases("2026", "Holiday Calendar")
		self.assertEqual(changed, found["changed"] - 1)
		self.assertEqual(self.dues()[0], date(2026, 3, 24))
		fields = ["step_due_on", "step_warn_on", "overall_due_on"]
		both = [frappe.db.get_value(twin.doctype, name, fields) for name in (self.case.name, twin.name)]
		self.assertEqual(both[0], both[1], "many at once follow the rule of one")
		step = frappe.db.get_value(
			"Application Step", {"application": self.case.name, "done_on": ("is", "not set")}, "due_on"
		)
		self.assertEqual(step, date(2026, 3, 24))
		log = frappe.get_all(
			ENTRY, {"application": self.case.name}, ["entry_kind", "step_due_before", "remark"]
		)
		self.assertEqual(
			log,
			[{"entry_kind": "Calendar Corrected", "step_due_before": date(2026, 3, 23), "remark": "2026"}],
		)
		self.assertFalse(frappe.db.exists(ENTRY, {"application": done.name}))
		reports = {"reference_doctype": calendar.doctype, "reference_name": calendar.name}
		written = frappe.db.count("Comment", reports)
		self.assertEqual(refresh.refresh_running_cases("2026", "Holiday Calendar"), 0)
		self.assertEqual(frappe.db.count("Comment", reports), written, "nothing changed, nothing is written")

	def test_very_many_cases_are_counted_in_the_background_and_asked_for_again(self):
		self.enterContext(patch.object(refresh_preview, "AT_ONCE", 0))
		queued = self.enterContext(patch.object(refresh_preview, "enqueue_job"))
		told = self.enterContext(patch.object(refresh_preview.base, "publish_event"))
		record = ("Holiday Calendar", "2026")
		self.addCleanup(refresh_preview.clear_refresh_preview, *record)
		with self.acting_as(factories.user(POLICY_ADMINISTRATOR)):
			self.assertEqual(api.preview_refresh(*record), {"is_counting": 1})
			self.assertEqual(api.preview_refresh(*record), {"is_counting": 1})
			queued.assert_called_once()
			self.assertEqual(queued.call_args.kwargs, {"name": "2026", "source": "Holiday Calendar"})
			refresh_preview.count_in_background("2026", "Holiday Calendar")
			found = refresh_preview.count_changed_cases(*record)
			self.assertEqual(api.preview_refresh(*record), found)
			self.assertGreaterEqual(found["running"], 1)
			self.assertEqual(
				[call.kwargs["progress"] for call in told.call_args_list if "changed" in call.kwargs], [100]
			)
			api.start_refresh(*record)
			self.assertEqual(api.preview_refresh(*record), {"is_counting": 1}, "counted anew after the work")

	def test_a_preview_reads_all_cases_together(self):
		def look() -> list[str]:
			return queries_of(lambda: refresh_preview.get_refresh_preview("Holiday Calendar", "2026"))

		one = look()
		for _case in range(3):
			case_factories.case_at("VISIT")
		many = look()
		self.assertEqual(len(many), len(one), "\n".join(many))
		self.assertLessEqual(len(one), 20)

	def test_a_preview_that_breaks_says_so_on_the_form(self):
		told = self.enterContext(patch.object(refresh_preview.base, "publish_event"))
		broken = patch.object(refresh_preview, "count_changed_cases", side_effect=CaseClockError("no day"))
		with broken, self.assertRaisesRegex(CaseClockError, "no day"):
			refresh_preview.count_in_background("2026", "Holiday Calendar")
		self.assertEqual(told.call_args.kwargs, {"progress": 100, "failed": 1})

	def test_a_calendar_leaves_decided_cases_alone_whose_step_is_limited_by_months(self):
		def looked_at() -> set[str]:
			batches = refresh.iter_case_batches("Holiday Calendar", "2026")
			return {case.name for batch in batches for case in batch}

		def put(**values: str) -> None:
			frappe.db.set_value(self.case.doctype, self.case.name, values)

		put(current_step="MAINTAIN", case_status="In Payment")
		self.assertIn(self.case.name, looked_at(), "the limit of the whole procedure still runs")
		put(application_decision="DECISION")
		self.assertNotIn(self.case.name, looked_at())
		put(current_step="EXIT")
		self.assertIn(self.case.name, looked_at())

	def test_only_the_keeper_of_the_calendar_refreshes_clocks(self):
		with self.acting_as(self.leader), self.assertRaises(frappe.PermissionError):
			api.preview_refresh("Holiday Calendar", "2026")
		with self.acting_as(factories.user(POLICY_ADMINISTRATOR)):
			self.assertIn("changed", api.preview_refresh("Holiday Calendar", "2026"))
			with self.assertRaisesRegex(CaseClockError, "Due dates rest on Holiday Calendars and Clock"):
				api.preview_refresh("User", "Guest")

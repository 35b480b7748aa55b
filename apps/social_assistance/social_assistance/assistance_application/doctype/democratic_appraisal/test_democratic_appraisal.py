from datetime import date

import frappe

from social_assistance.constants import (
	AUDITOR,
	DISTRICT_REVIEWER,
	TOWNSHIP_CLERK,
	TOWNSHIP_LEADER,
	TOWNSHIP_REVIEWER,
	VILLAGE_ASSISTANT,
)
from social_assistance.exceptions import SeparationOfDutiesError
from social_assistance.services.cases.exceptions import (
	AppraisalInvalidError,
	AppraisalRequiredError,
	MissingEvidenceError,
)
from social_assistance.services.cases.steps import MoveRequest, list_available_actions, move_case
from social_assistance.tests import case_factories, factories
from social_assistance.tests.base import AssistanceTestCase
from social_assistance.tests.factories import DISTRICT, TOWNSHIP_1, TOWNSHIP_2, VILLAGE_1


class TestDemocraticAppraisal(AssistanceTestCase):
	def setUp(self):
		super().setUp()
		self.clerk = factories.user(TOWNSHIP_CLERK, TOWNSHIP_1)
		self.case = case_factories.case_at("APPRAISE")

	def dispute(self):
		case_factories.visit(self.case, conclusion="Partly True")

	def move(self, action: str, **why):
		with self.acting_as(self.clerk):
			return move_case(self.case.name, MoveRequest(action, **why))

	def hold(self, **values):
		with self.acting_as(self.clerk):
			return case_factories.meeting(self.case, **values).insert().submit()

	def test_undisputed_case_is_skipped_with_its_reason(self):
		case_factories.visit(self.case)
		case = self.move("Skip Step", reason="NO_DISPUTE")
		self.assertEqual(case.current_step, "INITIAL")
		row = frappe.get_last_doc("Application Step", {"application": case.name, "step_code": "APPRAISE"})
		self.assertEqual((row.reason_code, row.action), ("NO_DISPUTE", "Skip Step"))

	def test_disputed_case_is_neither_skipped_nor_passed_without_a_record(self):
		self.dispute()
		with self.assertRaisesRegex(AppraisalRequiredError, "Hold the meeting and record it") as refusal:
			self.move("Skip Step", reason="NO_DISPUTE")
		self.assertIn("Statement and Findings Differ", str(refusal.exception))
		with self.assertRaisesRegex(MissingEvidenceError, "Step Appraisal cannot be left yet"):
			self.move("Complete Step")
		with self.acting_as(self.clerk):
			self.assertNotIn("Skip Step", {row["action"] for row in list_available_actions(self.case)})

	def test_confirmed_findings_let_the_case_go_on(self):
		self.dispute()
		meeting = self.hold()
		self.assertEqual((meeting.conclusion, meeting.triggers), ("True", "Statement and Findings Differ"))
		self.assertIn("9 of 9", meeting.attendance_hint)
		self.assertEqual(self.move("Complete Step").current_step, "INITIAL")

	def test_disputed_findings_lead_back_to_verification_or_visit(self):
		for state, step in (("Home Visit", "VISIT"), ("Verification", "VERIFY")):
			self.case = case_factories.case_at("APPRAISE")
			self.assertEqual(self.hold(true=4, untrue=5).conclusion, "Reinvestigate")
			with self.assertRaisesRegex(MissingEvidenceError, "Step Appraisal cannot be left yet"):
				self.move("Complete Step")
			back = self.move(f"Return to {state}", reason="DISPUTED", remark="代表对收入有异议")
			self.assertEqual(back.current_step, step)

	def test_a_meeting_of_an_earlier_round_does_not_count(self):
		self.hold()
		with self.acting_as(self.clerk, date(2026, 3, 5)):
			case_factories.put_at(self.case, "APPRAISE")
		with self.assertRaisesRegex(MissingEvidenceError, "Step Appraisal cannot be left yet"):
			self.move("Complete Step")

	def test_invalid_meetings_are_refused(self):
		invalid = (
			{"votes_untrue": 3},
			{"votes_true": 0, "votes_untrue": 0},
			{"proceedings": " "},
			{"facts_presented": 0},
			{"held_on": "2026-03-03"},
			{"held_on": "2026-02-27"},
			{"chair": factories.user(VILLAGE_ASSISTANT, VILLAGE_1)},
			{"chair": factories.user(TOWNSHIP_LEADER, TOWNSHIP_2)},
			{"convener": factories.user(TOWNSHIP_CLERK, TOWNSHIP_1)},
		)
		for values in invalid:
			with (
				self.subTest(values),
				self.assertRaisesRegex(
					AppraisalInvalidError,
					"Votes for, against and abstentions add up to|The record is incomplete|Held On lies in the future|must have one of the roles|Held On lies before the case reached Appraisal",
				),
			):
				self.hold(**values)

	def test_quorum_counts_representatives_and_those_who_came(self):
		with self.acting_as(self.clerk):
			few = case_factories.meeting(self.case)
			for row in few.attendees[:3]:
				row.attendee_role = "Village Committee"
			with self.assertRaisesRegex(AppraisalInvalidError, "representatives"):
				few.insert().submit()
			away = case_factories.meeting(self.case, true=7, untrue=0)
			for n in range(5):
				away.append("attendees", {"attendee_name": f"缺席{n}", "is_present": 0})
			away.attendees[0].is_present = away.attendees[1].is_present = 0
			with self.assertRaisesRegex(AppraisalInvalidError, "7 of 14"):
				away.insert().submit()

	def test_relatives_keep_out(self):
		with self.acting_as(self.clerk):
			for values in ({"person": self.case.members[1].person}, {"is_relative": 1}):
				meeting = case_factories.meeting(self.case)
				meeting.attendees[0].update(values)
				with self.assertRaisesRegex(
					SeparationOfDutiesError, "is a relative of the family and must not take"
				):
					meeting.insert()
		leader = factories.user(TOWNSHIP_LEADER, TOWNSHIP_1)
		case_factories.make_kin(leader, self.case.applicant)
		with (
			self.acting_as(self.clerk),
			self.assertRaisesRegex(SeparationOfDutiesError, "is registered as a near relative in this case"),
		):
			case_factories.meeting(self.case).insert()

	def test_conclusion_is_not_typed(self):
		meeting = self.hold(true=4, untrue=5, conclusion="True")
		self.assertEqual(meeting.conclusion, "Reinvestigate")

	def test_who_may_record_read_and_cancel(self):
		meeting = self.hold()
		sees = {
			(TOWNSHIP_LEADER, TOWNSHIP_1): True,
			(TOWNSHIP_CLERK, TOWNSHIP_2): False,
			(DISTRICT_REVIEWER, DISTRICT): True,
			(AUDITOR, None): True,
		}
		for (role, place), expected in sees.items():
			with self.subTest(role), self.acting_as(factories.user(role, place)):
				seen = frappe.get_list(meeting.doctype, filters={"name": meeting.name}, pluck="name")
				self.assertEqual(bool(seen), expected)
				self.assertEqual(meeting.has_permission("read"), expected)
				self.assertFalse(meeting.has_permission("create"))
		for role, place in ((TOWNSHIP_CLERK, TOWNSHIP_2), (AUDITOR, None), (DISTRICT_REVIEWER, DISTRICT)):
			user = factories.user(role, place)
			with self.subTest(role), self.acting_as(user), self.assertRaises(frappe.PermissionError):
				case_factories.meeting(self.case).insert()
		with self.acting_as(factories.user(TOWNSHIP_REVIEWER, TOWNSHIP_1)):
			meeting.cancel()

	def test_record_prints_everything_that_was_decided(self):
		frappe.local.lang = "zh"
		self.addCleanup(setattr, frappe.local, "lang", "en")
		html = frappe.get_print("Democratic Appraisal", self.hold().name, "Appraisal Record")
		for text in ("民主评议记录", "居委会会议室", "代表0", "属实", "2/3", "第十九条"):
			self.assertIn(text, html)

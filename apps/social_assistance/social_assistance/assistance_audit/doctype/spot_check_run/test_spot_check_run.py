from datetime import date

import frappe

from social_assistance.api.v1.cases import spot_checks as api
from social_assistance.constants import (
	AUDITOR,
	DISTRICT_REVIEWER,
	TOWNSHIP_CLERK,
	TOWNSHIP_LEADER,
	VERIFICATION_OFFICER,
)
from social_assistance.exceptions import (
	ReasonRequiredError,
	RecordIsFinalError,
	SeparationOfDutiesError,
	StepNotAllowedError,
)
from social_assistance.permissions.exceptions import FieldClosedError, TransitionNotAllowedError
from social_assistance.services.cases import decisions, district_file_review, spot_checks
from social_assistance.services.cases.evidence import FACTS
from social_assistance.services.cases.exceptions import (
	DefectsMissingError,
	MissingEvidenceError,
	SpotCheckError,
)
from social_assistance.services.cases.steps import MoveRequest, move_case
from social_assistance.tests import case_factories, factories, payment_factories
from social_assistance.tests.base import AssistanceTestCase
from social_assistance.tests.factories import DISTRICT, TOWNSHIP_1


class TestSpotCheckRun(AssistanceTestCase):
	def setUp(self):
		super().setUp()
		self.reviewer = factories.user(DISTRICT_REVIEWER, DISTRICT)
		self.second = factories.user(VERIFICATION_OFFICER, DISTRICT)
		self.auditor = factories.user(AUDITOR)

	def prepare(self, **values):
		with self.acting_as(self.reviewer):
			return frappe.get_doc(
				{
					"doctype": "Spot Check Run",
					"division": DISTRICT,
					"scheme": "DIBAO-URBAN",
					"from_date": "2026-03-01",
					"to_date": "2026-03-02",
					**values,
				}
			).insert()

	def drawn(self):
		run = self.prepare()
		with self.acting_as(self.reviewer):
			api.draw_cases(run.name)
		run.reload()
		return run

	def test_the_share_is_drawn_and_kin_and_complaints_come_on_top(self):
		cases = [case_factories.case_at("REVIEW") for _number in range(4)]
		kin = case_factories.case_at("REVIEW", county_visit_required=1)
		accused = case_factories.case_at("REVIEW")
		with self.acting_as(self.reviewer):
			frappe.get_doc(
				{
					"doctype": "Notice Objection",
					"objection_kind": "Report or Complaint",
					"application": accused.name,
					"is_anonymous": 1,
					"ground": "Income",
					"ground_text": "有收入",
					"received_on": "2026-03-02",
				}
			).insert()
		gone = case_factories.case_at("REVIEW")
		case_factories.put_at(gone, "DECIDE")
		run = self.drawn()
		counts = (run.population_count, run.drawn_count, run.mandatory_count, run.left_count, run.ratio)
		self.assertEqual(counts, (6, 2, 2, 1, 0.3))
		self.assertEqual(
			{row.application: row.mandatory for row in run.cases if row.mandatory},
			{kin.name: "Near Relative", accused.name: "Objection or Complaint"},
		)
		chosen = {row.application for row in run.cases if row.drawn}
		self.assertLessEqual(chosen, {case.name for case in cases})
		marked = frappe.get_all("Assistance Application", filters={"spot_check": 1}, pluck="name")
		self.assertEqual(set(marked), {row.application for row in run.cases})

	def test_auditors_repeat_the_draw_and_see_what_was_changed(self):
		for _number in range(5):
			case_factories.case_at("REVIEW")
		run = self.drawn()
		with self.acting_as(self.auditor):
			again = api.repeat_draw(run.name)
		self.assertTrue(again["population_is_same"] and again["result_is_same"])
		self.assertEqual(again["drawn"], sorted(row.application for row in run.cases if row.drawn))
		for row in run.cases:
			row.application = "SQ-0000-00000"
		self.assertFalse(spot_checks.repeat_draw(run)["result_is_same"])
		run.population += "\n410298001000\tSQ-9"
		self.assertFalse(spot_checks.repeat_draw(run)["population_is_same"])

	def test_a_draw_is_made_once(self):
		case_factories.case_at("REVIEW")
		run = self.drawn()
		with self.acting_as(self.reviewer):
			with self.assertRaisesRegex(SpotCheckError, "It is never repeated with another seed"):
				api.draw_cases(run.name)
			with self.assertRaisesRegex(
				TransitionNotAllowedError, "changes only through the steps of the procedure"
			):
				run.update({"seed": "mine"}).save()
			run.reload()
			with self.assertRaisesRegex(FieldClosedError, "cannot be changed"):
				run.update({"to_date": "2026-03-01"}).save()
		with self.assertRaisesRegex(SpotCheckError, "The period overlaps the draw"):
			self.prepare(from_date="2026-02-01")
		with self.assertRaisesRegex(RecordIsFinalError, "Draws cannot be deleted"):
			run.delete(force=True)

	def test_bad_periods_and_empty_populations_are_refused(self):
		for values in ({"to_date": "2026-02-27"}, {"to_date": "2026-03-03"}):
			with (
				self.subTest(values),
				self.assertRaisesRegex(
					SpotCheckError, "Arrived Until lies before Arrived From|Arrived Until lies in the future"
				),
			):
				self.prepare(**values)
		run = self.prepare()
		with (
			self.acting_as(self.reviewer),
			self.assertRaisesRegex(SpotCheckError, "No case of the scheme that arrived in this"),
		):
			api.draw_cases(run.name)

	def test_only_the_district_draws_and_townships_do_not_see_it(self):
		case_factories.case_at("REVIEW")
		run = self.prepare()
		for user in (self.auditor, factories.user(TOWNSHIP_CLERK, TOWNSHIP_1), self.second):
			with self.subTest(user), self.acting_as(user), self.assertRaises(frappe.PermissionError):
				api.draw_cases(run.name)
		with (
			self.acting_as(factories.user(TOWNSHIP_CLERK, TOWNSHIP_1)),
			self.assertRaises(frappe.PermissionError),
		):
			api.repeat_draw(run.name)
		with self.acting_as(factories.user(DISTRICT_REVIEWER, TOWNSHIP_1)):
			self.assertFalse(run.has_permission("read"))

	def test_a_drawn_case_waits_for_the_visit_of_two_district_people(self):
		case = case_factories.case_at("REVIEW", spot_check=1)
		self.assertFalse(FACTS["district_visit"](case))
		case_factories.visit(case)
		self.assertFalse(FACTS["district_visit"](case))
		team = [{"investigator": user, "signed": 1} for user in (self.reviewer, self.second)]
		case_factories.visit(case, visit_level="District", investigators=team)
		self.assertTrue(FACTS["district_visit"](case))

	def review(self, case, **row):
		with self.acting_as(self.reviewer):
			case.reload()
			for line in case.file_checks:
				line.check_result = "In Order"
			case.file_checks[0].update(row)
			case.update({"district_opinion": "Approve", "district_opinion_text": "符合条件"})
			return case.save()

	def at_review(self):
		case = case_factories.case_at("REVIEW")
		district_file_review.prepare_file_checks(case)
		for row in case.file_checks:
			row.db_insert()
		return case

	def give_back(self, case):
		with self.acting_as(self.reviewer):
			request = MoveRequest("Return to Initial Review", reason="DEFECTS_LISTED", remark="请补正")
			return move_case(case.name, request)

	def test_the_file_goes_back_once_with_its_defects(self):
		case = self.at_review()
		with self.assertRaisesRegex(DefectsMissingError, "Papers Checked: mark what is defective before"):
			self.give_back(case)
		self.review(case, check_result="Defective")
		with self.assertRaisesRegex(DefectsMissingError, "Row 1"):
			self.give_back(case)
		self.review(case, check_result="Defective", remark="缺少签字")
		with (
			self.acting_as(self.reviewer),
			self.assertRaisesRegex(MissingEvidenceError, "Step District Review cannot be left yet"),
		):
			move_case(case.name, MoveRequest("Complete Step"))
		returned = self.give_back(case)
		self.assertEqual((returned.current_step, returned.is_returned), ("INITIAL", 1))
		self.assertFalse(district_file_review.are_defects_answered(returned))
		returned.file_checks[0].answer = "已补签"
		self.assertTrue(district_file_review.are_defects_answered(returned))
		case_factories.put_at(returned, "REVIEW")
		self.review(returned, check_result="Defective", remark="仍缺签字")
		with self.assertRaisesRegex(StepNotAllowedError, "The district may return a case once; it was"):
			self.give_back(returned)

	def test_a_checked_file_goes_on(self):
		case = self.at_review()
		self.review(case)
		with self.acting_as(self.reviewer, date(2026, 3, 4)):
			self.assertEqual(move_case(case.name, MoveRequest("Complete Step")).current_step, "DECIDE")

	def delegated(self, outcome: str = "Confirmed"):
		"""A case that a township leader has decided today under the delegated procedure."""
		leader = factories.user(TOWNSHIP_LEADER, TOWNSHIP_1)
		case = case_factories.case_at("DECIDE", process_template="TOWNSHIP-16-V1")
		with self.acting_as(leader):
			decision = decisions.issue_decision(case, outcome, "符合条件")
		frappe.db.set_value(case.doctype, case.name, "application_decision", decision.name)
		return case

	def check(self, run, case, result="In Order", findings="", user=None):
		with self.acting_as(user or self.reviewer):
			return api.record_result(run.name, case, result, findings)

	def test_decisions_of_townships_are_checked_afterwards(self):
		cases = {
			self.delegated(outcome).name for outcome in ("Confirmed", "Confirmed", "Refused", "Confirmed")
		}
		case_factories.case_at("DECIDE")
		run = self.prepare(check_kind=spot_checks.AFTERWARDS)
		with self.acting_as(self.reviewer):
			api.draw_cases(run.name)
		run.reload()
		self.assertEqual((run.population_count, run.drawn_count, run.ratio), (4, 2, 0.3))
		self.assertLessEqual({row.application for row in run.cases}, cases)
		self.assertFalse(frappe.db.exists("Assistance Application", {"spot_check": 1}))
		first, second = (row.application for row in run.cases)
		self.check(run, first)
		with self.assertRaisesRegex(ReasonRequiredError, "Findings: say what is wrong with the decision"):
			self.check(run, second, "Defective")
		found = self.check(run, second, "Defective", "收入核算有误")
		self.assertEqual((found["checked"], found["defective"]), (2, 1))
		with self.assertRaisesRegex(RecordIsFinalError, "is on file already"):
			self.check(run, first, "Defective", "改变主意")
		note = frappe.db.get_value("Comment", {"reference_name": second, "comment_type": "Info"}, "content")
		self.assertIn("收入核算有误", note)
		self.assertTrue(spot_checks.repeat_draw(run)["result_is_same"])

	def test_nobody_checks_an_own_decision_and_draws_before_a_decision_take_no_results(self):
		case = self.delegated()
		run = self.prepare(check_kind=spot_checks.AFTERWARDS)
		with self.acting_as(self.reviewer):
			api.draw_cases(run.name)
		frappe.db.set_value("Application Decision", {"application": case.name}, "decided_by", self.reviewer)
		with self.assertRaisesRegex(
			SeparationOfDutiesError, "You made this decision yourself; another person"
		):
			self.check(run, case.name)
		with self.assertRaises(frappe.PermissionError):
			self.check(run, case.name, user=factories.user(TOWNSHIP_LEADER, TOWNSHIP_1))
		case_factories.case_at("REVIEW")
		early = self.drawn()
		with self.assertRaisesRegex(SpotCheckError, "Results are written for a draw among decisions"):
			self.check(early, early.cases[0].application)

	def test_a_defect_in_a_running_benefit_opens_its_review(self):
		case = self.delegated()
		home = frappe.get_doc("Registry Household", case.household)
		award = payment_factories.award(home, application=case.name).name
		frappe.db.set_value(case.doctype, case.name, "benefit_award", award)
		run = self.prepare(check_kind=spot_checks.AFTERWARDS)
		with self.acting_as(self.reviewer):
			api.draw_cases(run.name)
		self.check(run, case.name, "Defective", "家庭成员漏报")
		task = frappe.get_last_doc("Review Task", {"award": award})
		self.assertEqual((task.review_cause, task.change_text), ("Spot Check", "家庭成员漏报"))

from datetime import date

import frappe

from social_assistance.api.v1.cases import visits as api
from social_assistance.constants import TOWNSHIP_CLERK, TOWNSHIP_LEADER, TOWNSHIP_REVIEWER, VILLAGE_ASSISTANT
from social_assistance.exceptions import SeparationOfDutiesError
from social_assistance.permissions.exceptions import FieldClosedError
from social_assistance.services.cases import visit_planning
from social_assistance.services.cases.exceptions import (
	ApplicationNotReadyError,
	MissingEvidenceError,
	VisitDateInvalidError,
	VisitUnsignedError,
)
from social_assistance.services.cases.steps import MoveRequest, move_case
from social_assistance.services.means.exceptions import PersonNotInHouseholdError, VisitIncompleteError
from social_assistance.tests import case_factories, factories
from social_assistance.tests.base import AssistanceTestCase
from social_assistance.tests.factories import TOWNSHIP_1, TOWNSHIP_2, VILLAGE_1


class TestHomeVisit(AssistanceTestCase):
	today = date(2026, 3, 5)

	def setUp(self):
		super().setUp()
		self.home = factories.household()
		self.case = factories.case(self.home)
		case_factories.put_at(self.case, "VISIT", accepted_on="2026-03-02")
		self.team = [factories.user(role, TOWNSHIP_1) for role in (TOWNSHIP_CLERK, TOWNSHIP_REVIEWER)]

	def visit(self, **values):
		"""A visit as server code writes it; who may record and sign it is tested with users of their own."""
		doc = frappe.get_doc(
			{
				"doctype": "Home Visit",
				"application": self.case.name,
				"visited_on": "2026-03-04",
				"visit_mode": "On Site",
				"investigators": [{"investigator": user, "signed": 1} for user in self.team],
				"member_present": self.home.head_person,
				"member_signed": 1,
				"conclusion": "True",
				**values,
			}
		)
		doc.flags.ignore_permissions = True
		return doc

	def recorded(self, by: str, **values):
		"""A visit that a user records, signing the own row only."""
		rows = [{"investigator": user, "signed": int(user == by)} for user in self.team]
		doc = self.visit(**{"investigators": rows, **values})
		doc.flags.ignore_permissions = False
		with self.acting_as(by):
			return doc.insert()

	def test_one_person_does_not_sign_for_two(self):
		both = [{"investigator": user, "signed": 1} for user in self.team]
		with self.assertRaisesRegex(VisitUnsignedError, "signs under the own login, or by drawing"):
			self.recorded(self.team[0], investigators=both)
		visit = self.recorded(self.team[0])
		self.assertFalse(visit.is_complete())
		with (
			self.acting_as(self.team[0]),
			self.assertRaisesRegex(VisitUnsignedError, "signs under the own login, or by drawing"),
		):
			mine = frappe.get_doc("Home Visit", visit.name)
			mine.investigators[1].signed = 1
			mine.save()
		with self.acting_as(self.team[1]):
			theirs = frappe.get_doc("Home Visit", visit.name)
			theirs.investigators[1].signed = 1
			theirs.save()
		self.assertTrue(theirs.is_complete())
		self.assertTrue(theirs.investigators[1].signed_on)

	def test_who_did_not_visit_does_not_record_it(self):
		leader = factories.user(TOWNSHIP_LEADER, TOWNSHIP_1)
		colleague = factories.user(TOWNSHIP_CLERK, factories.DISTRICT)
		with self.assertRaisesRegex(SeparationOfDutiesError, "A home visit is recorded by one of"):
			self.recorded(colleague)
		visit = self.recorded(self.team[0])
		with (
			self.acting_as(leader),
			self.assertRaisesRegex(SeparationOfDutiesError, "A home visit is recorded by one of"),
		):
			theirs = frappe.get_doc("Home Visit", visit.name)
			theirs.findings = "另有门面"
			theirs.save()

	def test_village_staff_do_not_investigate(self):
		assistant = factories.user(VILLAGE_ASSISTANT, VILLAGE_1)
		with self.assertRaises(frappe.PermissionError):
			self.recorded(assistant)
		with self.assertRaisesRegex(
			VisitIncompleteError, "does not investigate for the township; village staff"
		):
			self.visit(investigators=[{"investigator": user} for user in (self.team[0], assistant)]).insert()

	def test_a_change_by_one_takes_the_signature_of_the_other(self):
		visit = self.recorded(self.team[0])
		with self.acting_as(self.team[1]):
			theirs = frappe.get_doc("Home Visit", visit.name)
			theirs.findings, theirs.investigators[1].signed = "另有门面出租", 1
			theirs.save()
		self.assertEqual([row.signed for row in theirs.investigators], [0, 1])

	def test_a_drawn_signature_says_when_and_where(self):
		drawn = {"investigator": self.team[1], "signature_drawn": "data:image/png;base64,aGk="}
		rows = [{"investigator": self.team[0], "signed": 1}]
		for values in (
			{},
			{"signature_time": "2026-03-04 10:00:00"},
			{"signature_time": "2026-03-03 10:00:00", "signature_place": "33.7,113.3"},
		):
			with (
				self.subTest(values),
				self.assertRaisesRegex(
					VisitUnsignedError,
					"a signature is drawn on the day of|the device gave no time or no place",
				),
			):
				self.recorded(self.team[0], investigators=[*rows, {**drawn, **values}])
		told = {"signature_time": "2026-03-04 10:00:00", "signature_place": "33.7,113.3"}
		self.assertTrue(self.recorded(self.team[0], investigators=[*rows, {**drawn, **told}]).is_complete())

	def test_findings_are_closed_when_the_step_is_left_and_open_after_a_return(self):
		visit = self.recorded(self.team[0])
		case_factories.put_at(self.case, "VISIT")
		case_factories.put_at(self.case, "NOTICE")
		for values in ({"findings": "改"}, {"conclusion": "Untrue"}, {"member_signed": 0}):
			with (
				self.subTest(values),
				self.acting_as(self.team[0]),
				self.assertRaisesRegex(FieldClosedError, "cannot be changed"),
			):
				mine = frappe.get_doc("Home Visit", visit.name)
				mine.update(values)
				mine.save()
		case_factories.put_at(self.case, "VISIT")
		with self.acting_as(self.team[0]):
			mine = frappe.get_doc("Home Visit", visit.name)
			mine.findings = "复核后补充"
			mine.save()

	def test_signed_visit_counts_and_takes_its_place_from_the_case(self):
		visit = self.visit(division="410298002001").insert()
		self.assertTrue(visit.is_complete())
		self.assertEqual((visit.household, visit.division), (self.home.name, self.case.division))

	def test_missing_signatures_are_named(self):
		visit = self.visit(member_signed=0).insert()
		visit.investigators[1].signed = 0
		self.assertEqual(len(visit.open_points()), 2)
		self.assertFalse(visit.is_complete())

	def test_refusal_counts_without_a_member(self):
		visit = self.visit(member_present=None, member_signed=0, conclusion="Refused to Cooperate").insert()
		self.assertTrue(visit.is_complete())

	def test_two_different_investigators_are_needed(self):
		for team in ([], self.team[:1], [self.team[0], self.team[0]]):
			with (
				self.subTest(team),
				self.assertRaisesRegex(
					(VisitIncompleteError, frappe.MandatoryError),
					"Investigators: a home visit needs at least two|Name two different investigators",
				),
			):
				self.visit(investigators=[{"investigator": user, "signed": 1} for user in team]).insert()

	def test_visit_before_acceptance_or_in_the_future_is_refused(self):
		for day in ("2026-03-01", "2026-03-06"):
			with (
				self.subTest(day),
				self.assertRaisesRegex(
					VisitDateInvalidError,
					"Visited On lies before the application was|Record the visit after it took place",
				),
			):
				self.visit(visited_on=day).insert()

	def test_case_that_is_not_accepted_has_no_visit(self):
		frappe.db.set_value(self.case.doctype, self.case.name, "accepted_on", None)
		with self.assertRaisesRegex(ApplicationNotReadyError, "Visits count from acceptance"):
			self.visit().insert()

	def test_findings_are_closed_when_the_step_is_left(self):
		visit = self.visit().insert()
		case_factories.put_at(self.case, "NOTICE")
		visit.reload()
		for values in ({"findings": "改"}, {"conclusion": "Untrue"}, {"investigators": []}, {"photos": [{}]}):
			doc = frappe.get_doc("Home Visit", visit.name).update(values)
			with self.subTest(values), self.assertRaisesRegex(FieldClosedError, "cannot be changed"):
				doc.save()
		late = self.visit()
		late.flags.ignore_permissions = False
		with self.assertRaisesRegex(FieldClosedError, "cannot be changed"):
			late.insert()

	def test_member_must_be_named_and_belong_to_the_household(self):
		with self.assertRaisesRegex(VisitIncompleteError, "Name the member, or record that the family"):
			self.visit(member_present=None).insert()
		with self.assertRaisesRegex(PersonNotInHouseholdError, "does not belong to the household"):
			self.visit(member_present=factories.person().name).insert()

	def plan(self, day: str = "2026-03-06"):
		case_factories.put_at(self.case, "VISIT")
		with self.acting_as(self.team[0]):
			return api.plan_visit(self.case.name, day)

	def test_planned_visit_goes_to_the_two_with_the_least_to_do(self):
		busy = factories.user(TOWNSHIP_CLERK, TOWNSHIP_1)
		third = "third.clerk@test.localhost"
		factories.insert_account(third, TOWNSHIP_CLERK)
		frappe.get_doc(
			{
				"doctype": "User Permission",
				"user": third,
				"allow": "Administrative Division",
				"for_value": TOWNSHIP_1,
			}
		).insert()
		pair = [{"investigator": busy}, {"investigator": self.team[1]}]
		self.visit(visited_on=None, conclusion=None, planned_on="2026-03-06", investigators=pair).insert()
		planned = frappe.get_doc("Home Visit", self.plan()["name"])
		chosen = {row.investigator for row in planned.investigators}
		self.assertIn(third, chosen)
		self.assertEqual((planned.visit_status, planned.visited_on), ("Planned", None))
		self.assertFalse(planned.is_complete())
		tasks = frappe.get_all("ToDo", filters={"reference_name": planned.name}, pluck="allocated_to")
		self.assertEqual(set(tasks), chosen)

	def test_kin_are_not_sent_and_too_few_are_said(self):
		case_factories.make_kin(self.team[1], self.case.applicant)
		with self.assertRaisesRegex(MissingEvidenceError, "can visit this family"):
			self.plan()
		with self.assertRaisesRegex(SeparationOfDutiesError, "is registered as a near relative in this case"):
			self.visit().insert()

	def test_a_visit_is_planned_for_a_day_to_come_at_its_step(self):
		with self.assertRaisesRegex(VisitDateInvalidError, "Planned For lies in the past"):
			self.plan("2026-03-04")
		case_factories.put_at(self.case, "INITIAL")
		with (
			self.acting_as(self.team[0]),
			self.assertRaisesRegex(
				ApplicationNotReadyError, "a visit is planned at Home Visit or at District"
			),
		):
			api.plan_visit(self.case.name, "2026-03-06")
		with (
			self.acting_as(factories.user(TOWNSHIP_CLERK, TOWNSHIP_2)),
			self.assertRaises(frappe.PermissionError),
		):
			api.plan_visit(self.case.name, "2026-03-06")
		case_factories.put_at(self.case, "VISIT")
		with self.assertRaisesRegex(VisitDateInvalidError, "Enter the day for which the visit is planned"):
			self.visit(visited_on=None, conclusion=None).insert()
		with self.assertRaisesRegex(VisitDateInvalidError, "Visited On is missing: a conclusion needs"):
			self.visit(visited_on=None, planned_on="2026-03-06").insert()

	def test_township_staff_do_not_make_the_district_visit(self):
		case_factories.put_at(self.case, "REVIEW")
		with self.assertRaisesRegex(VisitIncompleteError, "A visit of the district is made by its own staff"):
			self.visit(visit_level="District").insert()

	def test_refusal_ends_the_procedure_with_a_letter(self):
		case_factories.put_at(self.case, "VISIT")
		request = MoveRequest("Terminate Procedure", reason="REFUSES_COOPERATION", remark="两次拒绝入户调查")
		with self.acting_as(self.team[0]):
			with self.assertRaisesRegex(MissingEvidenceError, "Record the refusal in a home visit signed"):
				move_case(self.case.name, request)
			self.visit(member_present=None, member_signed=0, conclusion="Refused to Cooperate").insert()
			with self.assertRaisesRegex(MissingEvidenceError, "Home visit signed by two investigators and"):
				move_case(self.case.name, MoveRequest("Complete Step"))
			self.assertEqual(move_case(self.case.name, request).workflow_state, "Terminated")
		html = frappe.get_print(self.case.doctype, self.case.name, "Termination Letter")
		for text in ("两次拒绝入户调查", "第二十九条", "60 days"):
			self.assertIn(text, html)

	def test_the_repeated_visit_counts(self):
		case_factories.put_at(self.case, "VISIT")
		self.visit(member_present=None, member_signed=0, conclusion="Refused to Cooperate").insert()
		self.assertFalse(visit_planning.is_visit_complete(self.case))
		self.visit(visited_on="2026-03-05", repeat_reason="家庭同意配合").insert()
		self.assertTrue(visit_planning.is_visit_complete(self.case))

	def test_remote_visit_needs_a_reason(self):
		with self.assertRaisesRegex(VisitIncompleteError, "Visits by phone or video are for major"):
			self.visit(visit_mode="Phone or Video").insert()
		self.visit(visit_mode="Phone or Video", remote_reason="flood").insert()

	def test_the_districts_checklist_is_laid_out_unless_rows_came_along(self):
		frappe.db.set_single_value("Assistance Settings", "visit_checklist", "住房\n\n 车辆 ")
		self.assertEqual([row.item for row in self.visit().insert().conditions], ["住房", "车辆"])
		own = self.visit(conditions=[{"item": "自己的项目", "finding": "Yes"}]).insert()
		self.assertEqual([row.item for row in own.conditions], ["自己的项目"])

import frappe

from social_assistance.constants import DISTRICT_APPROVER, POLICY_ADMINISTRATOR
from social_assistance.exceptions import SeparationOfDutiesError
from social_assistance.services import second_person
from social_assistance.services.cases import appraisals
from social_assistance.services.cases.steps import MoveRequest, move_case
from social_assistance.services.means import assessments
from social_assistance.services.privacy.encrypted_fields import list_search_digests
from social_assistance.services.registry import kin, staff_facts
from social_assistance.services.registry.exceptions import StaffAssignmentPeriodError
from social_assistance.tests import case_factories, factories
from social_assistance.tests.base import AssistanceTestCase

ID_NUMBER, RELATIVE_ID = "11010519491231002X", "440524188001010014"


class TestStaffAssignment(AssistanceTestCase):
	def new_assignment(self, **values):
		"""An assignment that is in force as soon as it is saved, as the set-up makes it."""
		doc = frappe.get_doc(
			{
				"doctype": "Staff Assignment",
				"user": factories.user("Township Clerk", factories.TOWNSHIP_1),
				"division": factories.TOWNSHIP_1,
				"assignment_role": "Township Clerk",
				"from_date": "2024-01-01",
				"id_number": ID_NUMBER,
				**values,
			}
		)
		doc.flags.ignore_permissions = True
		return doc

	def test_a_colleagues_area_changes_by_two_persons(self):
		clerk = factories.user("Township Clerk", factories.TOWNSHIP_1)
		doc = self.new_assignment().insert()
		wider = {"user": clerk, "for_value": factories.TOWNSHIP_2}
		administrator = factories.user(POLICY_ADMINISTRATOR)
		approver = factories.user(DISTRICT_APPROVER, factories.DISTRICT)
		with self.acting_as(administrator):
			mine = frappe.get_doc("Staff Assignment", doc.name)
			mine.division = factories.TOWNSHIP_2
			mine.save()
			with self.assertRaisesRegex(
				SeparationOfDutiesError, "or it concerns you; another person must put"
			):
				second_person.put_into_force("Staff Assignment", doc.name)
		self.assertFalse(frappe.db.exists("User Permission", wider))
		own = {"user": clerk, "for_value": factories.TOWNSHIP_1}
		self.assertTrue(frappe.db.exists("User Permission", own))
		staff_facts.refresh_work_areas()
		self.assertFalse(frappe.db.exists("User Permission", wider))
		with self.acting_as(approver):
			second_person.put_into_force("Staff Assignment", doc.name)
		self.assertTrue(frappe.db.exists("User Permission", wider))
		self.assertFalse(frappe.db.exists("User Permission", own))

	def test_nobody_puts_the_own_area_into_force(self):
		approver = factories.user(DISTRICT_APPROVER, factories.DISTRICT)
		with self.acting_as(factories.user(POLICY_ADMINISTRATOR)):
			doc = self.new_assignment(user=approver, assignment_role=DISTRICT_APPROVER)
			doc.flags.ignore_permissions = False
			doc.insert()
		with (
			self.acting_as(approver),
			self.assertRaisesRegex(SeparationOfDutiesError, "or it concerns you; another person must put"),
		):
			second_person.put_into_force("Staff Assignment", doc.name)

	def test_numbers_of_staff_and_relatives_are_sealed(self):
		relative = {"relative_name": "测试乙", "relation": "Sibling", "id_number": RELATIVE_ID}
		doc = self.new_assignment(relatives=[relative]).insert()
		self.assertEqual(
			(doc.id_number, doc.relatives[0].id_number), ("110***********002X", "440***********0014")
		)
		self.assertIn(doc.relatives[0].id_number_digest, list_search_digests("citizen_id", RELATIVE_ID))
		digest = doc.relatives[0].id_number_digest
		doc.reload()
		doc.save()
		self.assertEqual(doc.relatives[0].id_number_digest, digest)

	def test_same_role_and_place_at_the_same_time_is_refused(self):
		self.new_assignment(to_date="2024-12-31").insert()
		self.new_assignment(from_date="2025-01-01").insert()
		with self.assertRaisesRegex(
			StaffAssignmentPeriodError, "has this role in this division at that time"
		):
			self.new_assignment(from_date="2025-06-01").insert()

	def test_end_before_start_is_refused(self):
		with self.assertRaisesRegex(StaffAssignmentPeriodError, "To lies before From"):
			self.new_assignment(to_date="2023-01-01").insert()

	def test_the_same_relative_twice_names_the_row(self):
		relative = {"relative_name": "测试乙", "relation": "Sibling", "id_number": RELATIVE_ID}
		with self.assertRaisesRegex(StaffAssignmentPeriodError, "2"):
			self.new_assignment(relatives=[relative, dict(relative)]).insert()

	def test_a_grid_worker_sees_the_grid_while_the_assignment_holds(self):
		grid = frappe.get_doc(
			{
				"doctype": "Administrative Division",
				"division_code": f"{factories.VILLAGE_1}001",
				"division_name": "第一网格",
				"division_level": "Grid",
				"parent_administrative_division": factories.VILLAGE_1,
			}
		).insert()
		worker = factories.user("Grid Worker")
		area = {"user": worker, "for_value": grid.name}
		doc = self.new_assignment(
			user=worker, division=grid.name, assignment_role="Grid Worker", from_date="2026-01-01"
		).insert()
		self.assertTrue(frappe.db.exists("User Permission", area))
		doc.to_date = "2026-02-01"
		doc.save()
		self.assertFalse(frappe.db.exists("User Permission", area))

	def test_an_area_that_another_assignment_gives_stays(self):
		worker = factories.user("Grid Worker")
		values = {"user": worker, "division": factories.VILLAGE_1, "from_date": "2026-01-01"}
		self.new_assignment(assignment_role="Village Assistant", **values).insert()
		doc = self.new_assignment(assignment_role="Grid Worker", **values).insert()
		doc.to_date = "2026-02-01"
		doc.save()
		self.assertTrue(
			frappe.db.exists("User Permission", {"user": worker, "for_value": factories.VILLAGE_1})
		)

	def absent(self, substitute: str, **values):
		absence = {"substitute": substitute, "leave_from": "2026-03-01", "leave_to": "2026-03-10"}
		return self.new_assignment(
			user=factories.user("Township Clerk", factories.TOWNSHIP_1),
			division=factories.TOWNSHIP_1,
			assignment_role="Township Clerk",
			from_date="2026-01-01",
			**{**absence, **values},
		)

	def test_a_substitute_works_in_the_place_during_the_absence_only(self):
		substitute = factories.user("Township Clerk", factories.TOWNSHIP_2)
		area = {"user": substitute, "for_value": factories.TOWNSHIP_1}
		doc = self.absent(substitute).insert()
		self.assertTrue(frappe.db.exists("User Permission", area))
		case = case_factories.case_at("KIN_RECORD", kin_declared="None")
		with self.acting_as(substitute):
			self.assertEqual(move_case(case.name, MoveRequest("Complete Step")).current_step, "VERIFY")
		with self.acting_as("Administrator", frappe.utils.getdate("2026-03-11")):
			staff_facts.refresh_work_areas()
		self.assertFalse(frappe.db.exists("User Permission", area))
		self.assertFalse(frappe.has_permission(case.doctype, "read", case.name, user=substitute))
		own = {"user": doc.user, "for_value": factories.TOWNSHIP_1}
		self.assertTrue(frappe.db.exists("User Permission", own))

	def test_another_substitute_takes_the_place_of_the_first(self):
		first = factories.user("Township Clerk", factories.TOWNSHIP_2)
		second = factories.user("Township Clerk")
		doc = self.absent(first).insert()
		doc.substitute = second
		doc.save()
		for user, works in ((first, False), (second, True)):
			area = {"user": user, "for_value": factories.TOWNSHIP_1}
			self.assertEqual(bool(frappe.db.exists("User Permission", area)), works)

	def test_kin_of_the_family_cannot_stand_in(self):
		substitute = factories.user("Township Clerk", factories.TOWNSHIP_2)
		self.absent(substitute).insert()
		case = case_factories.case_at("KIN_RECORD", kin_declared="None")
		case_factories.make_kin(substitute, case.applicant)
		with (
			self.acting_as(substitute),
			self.assertRaisesRegex(SeparationOfDutiesError, "You are registered as a near relative in this"),
		):
			move_case(case.name, MoveRequest("Complete Step"))

	def kin_case(self, **values):
		"""A case that left the near-relative step."""
		case = case_factories.case_at("KIN_RECORD", **values)
		clerk = factories.user("Township Clerk", factories.TOWNSHIP_1)
		with self.acting_as(clerk):
			return move_case(case.name, MoveRequest("Complete Step"))

	def test_a_tie_that_the_family_did_not_declare_is_a_finding(self):
		relative = factories.user("Township Reviewer", factories.TOWNSHIP_1)
		case = case_factories.case_at("KIN_RECORD", kin_declared="None")
		case_factories.make_relative(relative, case.applicant)
		with self.acting_as(factories.user("Township Clerk", factories.TOWNSHIP_1)):
			case = move_case(case.name, MoveRequest("Complete Step"))
		self.assertEqual((case.kin_matched, case.county_visit_required), (1, 1))
		self.assertRegex(
			case.kin_findings, "is the near relative of Township Reviewer .Sibling.; the family did not"
		)
		self.assertEqual(appraisals.list_appraisal_triggers(case), ["Near Relative of Staff, with Doubt"])
		assessment = frappe.new_doc("Means Assessment")
		assessments._add_kin_findings(assessment, case)
		self.assertEqual([row.message for row in assessment.findings], [case.kin_findings])

	def test_a_declared_relative_whom_the_register_does_not_know_keeps_out(self):
		factories.user("Township Reviewer", factories.TOWNSHIP_1)
		named = self.new_assignment(
			user=factories.user("Township Reviewer", factories.TOWNSHIP_1),
			division=factories.TOWNSHIP_1,
			assignment_role="Township Reviewer",
			from_date="2026-01-01",
		).insert()
		case = self.kin_case(kin_declared="Near Relative", kin_staff=f"妻子的哥哥 {named.full_name}")
		self.assertEqual((case.kin_matched, case.county_visit_required), (0, 1))
		self.assertRegex(
			case.kin_findings, "declared Township Reviewer as a near relative; the staff register does not"
		)
		self.assertEqual(kin.get_conflicted_users(case), {named.user})

	def test_a_declared_and_registered_tie_is_no_finding(self):
		relative = factories.user("Township Reviewer", factories.TOWNSHIP_1)
		case = case_factories.case_at(
			"KIN_RECORD", kin_declared="Near Relative", kin_staff="Township Reviewer"
		)
		case_factories.make_relative(relative, case.applicant)
		with self.acting_as(factories.user("Township Clerk", factories.TOWNSHIP_1)):
			self.assertFalse(move_case(case.name, MoveRequest("Complete Step")).kin_findings)

	def test_who_cannot_stand_in_is_refused(self):
		clerk = factories.user("Township Clerk", factories.TOWNSHIP_1)
		other = factories.user("Township Clerk", factories.TOWNSHIP_2)
		for substitute, values in (
			(clerk, {}),
			(factories.user("Township Leader", factories.TOWNSHIP_1), {}),
			(other, {"leave_to": "2026-02-01"}),
			(other, {"leave_to": None}),
		):
			with self.assertRaisesRegex(
				StaffAssignmentPeriodError,
				"Enter Away From and Away To in order|Substitute: nobody stands in for himself|does not hold the role",
			):
				self.absent(substitute, **values).insert()

	def test_the_calendar_begins_an_assignment(self):
		worker = factories.user("Grid Worker")
		self.new_assignment(
			user=worker, division=factories.VILLAGE_1, assignment_role="Grid Worker", from_date="2026-03-05"
		).insert()
		self.assertFalse(frappe.db.exists("User Permission", {"user": worker}))
		with self.acting_as("Administrator", frappe.utils.getdate("2026-03-05")):
			staff_facts.refresh_work_areas()
		self.assertTrue(frappe.db.exists("User Permission", {"user": worker}))

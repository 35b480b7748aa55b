import frappe
import frappe.desk.form.assign_to

from social_assistance.api.v1.registry import households
from social_assistance.permissions.exceptions import FieldClosedError, TransitionNotAllowedError
from social_assistance.services.cases.exceptions import HouseholdTransferError
from social_assistance.services.cases.steps import MoveRequest, move_case
from social_assistance.services.registry.exceptions import HouseholdBusyError, HouseholdChangeError
from social_assistance.tests import case_factories, factories
from social_assistance.tests.base import AssistanceTestCase

HOUSEHOLD, TRANSFER = "Registry Household", "Household Transfer"


class TestSplitAndMerge(AssistanceTestCase):
	def test_leaving_members_form_a_linked_household(self):
		home = factories.household(ages=(44, 42, 20))
		leaver = home.members[2].person
		new = households.split_household(home.name, {leaver: "Head"}, "2026-02-01")
		born = frappe.get_doc(HOUSEHOLD, new)
		home.reload()
		self.assertEqual((born.formed_from, born.head_person, born.member_count), (home.name, leaver, 1))
		self.assertEqual((home.member_count, home.members[2].end_reason), (2, "Household Split"))
		self.assertEqual(frappe.db.get_value("Registry Person", leaver, "current_household"), new)

	def test_when_the_head_leaves_somebody_else_becomes_head_and_the_account_goes(self):
		home = factories.household(ages=(44, 42))
		head, spouse = (row.person for row in home.members)
		with self.assertRaisesRegex(HouseholdChangeError, "The head leaves: choose who becomes head of"):
			households.split_household(home.name, {head: "Head"}, "2026-02-01")
		households.split_household(home.name, {head: "Head"}, "2026-02-01", {spouse: "Head"})
		home.reload()
		self.assertEqual(
			(home.head_person, home.bank_account_cipher, home.account_holder), (spouse, None, None)
		)

	def test_impossible_splits_change_nothing(self):
		home = factories.household(ages=(44, 42))
		stranger = factories.person().name
		first, second = (row.person for row in home.members)
		for leaving, day in (
			({}, "2026-02-01"),
			({first: "Head", second: "Other"}, "2026-02-01"),
			({stranger: "Head"}, "2026-02-01"),
			({second: "Other"}, "2026-02-01"),
			({second: "Head"}, "2026-03-03"),
			({second: "Head"}, "2010-01-01"),
		):
			with self.assertRaisesRegex(
				HouseholdChangeError,
				"Choose the members who leave; at least one must|Exactly one of the leaving members must be|Only active members can leave the household|when the last member joined, and today",
			):
				households.split_household(home.name, leaving, day)
		self.assertEqual(
			frappe.db.count("Household Membership", {"parent": home.name, "to_date": ("is", "set")}), 0
		)

	def test_merged_household_ends_and_points_to_its_successor(self):
		home, other = factories.household(ages=(44,)), factories.household(ages=(70, 68))
		households.merge_household(home.name, other.name, "2026-02-01", {home.head_person: "Son"})
		home.reload()
		other.reload()
		self.assertEqual((home.household_status, home.moved_to, home.member_count), ("Merged", other.name, 0))
		self.assertEqual((other.member_count, other.members[2].relation), (3, "Son"))

	def test_an_open_application_blocks_the_change(self):
		home, other = factories.household(), factories.household(ages=(70,))
		factories.case(home)
		for change in (
			lambda: households.merge_household(home.name, other.name, "2026-02-01"),
			lambda: households.split_household(home.name, {home.members[2].person: "Head"}, "2026-02-01"),
		):
			with self.assertRaisesRegex(HouseholdBusyError, "Decide or withdraw it first"):
				change()

	def test_a_clerk_cannot_reshape_a_household_of_another_township(self):
		home = factories.household(factories.VILLAGE_2, ages=(44, 42))
		clerk = factories.user("Township Clerk", factories.TOWNSHIP_1)
		with self.acting_as(clerk), self.assertRaises(frappe.PermissionError):
			households.split_household(home.name, {home.members[1].person: "Head"}, "2026-02-01")


class TestHouseholdTransfer(AssistanceTestCase):
	def setUp(self):
		super().setUp()
		self.sender = factories.user("Township Clerk", factories.TOWNSHIP_1)
		self.receiver = factories.user("Township Clerk", factories.TOWNSHIP_2)
		self.home = factories.household(ages=(44, 42))

	def request(self) -> str:
		with self.acting_as(self.sender):
			return households.move_household(
				self.home.name, factories.VILLAGE_2, "2026-02-01", "Bought a house"
			)

	def test_the_receiving_township_takes_people_and_class_over(self):
		transfer = self.request()
		self.assertEqual(frappe.db.get_value(HOUSEHOLD, self.home.name, "division"), factories.VILLAGE_1)
		with self.acting_as(self.receiver):
			self.assertIn(transfer, frappe.get_list(TRANSFER, pluck="name"))
			households.accept_transfer(transfer)
		self.home.reload()
		self.assertEqual((self.home.division, self.home.residence_class), (factories.VILLAGE_2, "Rural"))
		divisions = frappe.get_all(
			"Registry Person", filters={"current_household": self.home.name}, pluck="division"
		)
		self.assertEqual(divisions, [factories.VILLAGE_2] * 2)
		self.assertFalse(frappe.has_permission(HOUSEHOLD, "read", self.home.name, user=self.sender))
		self.assertTrue(frappe.db.get_value(TRANSFER, transfer, "class_changes"))

	def test_only_the_receiving_side_answers_and_only_once(self):
		transfer = self.request()
		with self.acting_as(self.sender), self.assertRaisesRegex(frappe.PermissionError, "can answer here"):
			households.accept_transfer(transfer)
		with self.acting_as(self.receiver):
			with self.assertRaisesRegex(
				HouseholdTransferError, "State in Answer why the household is not taken"
			):
				households.decline_transfer(transfer, " ")
			households.decline_transfer(transfer, "Lives elsewhere")
			with self.assertRaisesRegex(HouseholdTransferError, "This transfer was answered already"):
				households.accept_transfer(transfer)
		self.assertEqual(frappe.db.get_value(HOUSEHOLD, self.home.name, "division"), factories.VILLAGE_1)

	def test_a_second_request_waits_for_the_first_or_its_withdrawal(self):
		transfer = self.request()
		with self.assertRaisesRegex(HouseholdTransferError, "is waiting for its answer"):
			self.request()
		with self.acting_as(self.sender):
			households.withdraw_transfer(transfer)
		self.assertTrue(self.request())

	def test_inside_the_township_the_move_is_immediate(self):
		frappe.get_doc(
			{
				"doctype": "Administrative Division",
				"division_code": "410298001078",
				"division_name": "邻村",
				"division_level": "Village",
				"parent_administrative_division": factories.TOWNSHIP_1,
				"residence_class": "Rural",
			}
		).insert()
		with self.acting_as(self.sender):
			self.assertIsNone(
				households.move_household(self.home.name, "410298001078", "2026-02-01", "Moved")
			)
		self.assertEqual(frappe.db.get_value(HOUSEHOLD, self.home.name, "division"), "410298001078")
		moved = frappe.get_last_doc(TRANSFER, {"household": self.home.name})
		self.assertEqual(
			(moved.transfer_status, moved.from_division, moved.division, moved.reason, str(moved.moved_on)),
			("Accepted", factories.VILLAGE_1, "410298001078", "Moved", "2026-02-01"),
		)
		with self.acting_as(self.sender), self.assertRaisesRegex(FieldClosedError, "Village or Community"):
			home = frappe.get_doc(HOUSEHOLD, self.home.name)
			home.division = factories.VILLAGE_1
			home.save()

	def test_an_open_case_goes_over_with_its_steps_and_assignments(self):
		case = case_factories.case_at("VISIT")
		self.home = frappe.get_doc(HOUSEHOLD, case.household)
		case_factories.visit(case)
		dues = (case.step_due_on, case.overall_due_on)
		with self.acting_as(self.sender):
			assign = {"doctype": "Assistance Application", "name": case.name, "assign_to": [self.sender]}
			frappe.desk.form.assign_to.add(assign)
		transfer = self.request()
		self.assertIn(case.name, frappe.db.get_value(TRANSFER, transfer, "handed_over"))
		with self.acting_as(self.receiver):
			households.accept_transfer(transfer)
		case.reload()
		self.assertEqual((case.division, case.township), (factories.VILLAGE_2, factories.TOWNSHIP_2))
		self.assertEqual((case.step_due_on, case.overall_due_on), dues)
		mine = {"application": case.name}
		for doctype in ("Application Step", "Home Visit", "Clock Entry"):
			with self.acting_as(self.sender):
				self.assertEqual(frappe.get_list(doctype, filters=mine), [], doctype)
			with self.acting_as(self.receiver):
				self.assertTrue(frappe.get_list(doctype, filters=mine), doctype)
		self.assertFalse(frappe.has_permission(case.doctype, "read", case.name, user=self.sender))
		entry = frappe.get_doc("Clock Entry", mine)
		self.assertEqual((entry.entry_kind, entry.remark), ("Hand-over", "第一街道 → 第二乡"))
		todo = {"reference_name": case.name, "allocated_to": self.sender}
		self.assertEqual(frappe.db.get_value("ToDo", todo, "status"), "Cancelled")
		told = {"document_name": case.name, "for_user": self.receiver}
		self.assertEqual(frappe.db.count("Notification Log", told), 1)
		with (
			self.acting_as(self.sender),
			self.assertRaisesRegex(frappe.PermissionError, "is not yours to handle: it belongs to another"),
		):
			move_case(case.name, MoveRequest("Complete Step"))
		with self.acting_as(self.receiver):
			self.assertEqual(move_case(case.name, MoveRequest("Complete Step")).current_step, "APPRAISE")

	def test_impossible_moves_are_refused(self):
		for division, day, reason in (
			(factories.TOWNSHIP_2, "2026-02-01", "x"),
			(factories.VILLAGE_1, "2026-02-01", "x"),
			(factories.VILLAGE_2, "2026-05-01", "x"),
			(factories.VILLAGE_2, "2026-02-01", " "),
		):
			with self.assertRaisesRegex(
				HouseholdTransferError,
				"Moved On cannot lie in the future|State the Reason of the move|The household lives|To Division must be a village or community",
			):
				households.move_household(self.home.name, division, day, reason)

	def test_a_transfer_is_not_edited_by_hand(self):
		doc = frappe.get_doc(TRANSFER, self.request())
		doc.transfer_status = "Accepted"
		with self.assertRaisesRegex(TransitionNotAllowedError, "is written by the system, never by hand"):
			doc.save()

from datetime import date

import frappe

from social_assistance.api.v1.registry import divisions
from social_assistance.constants import VILLAGE_ASSISTANT
from social_assistance.exceptions import AssistanceError
from social_assistance.services.registry.exceptions import DivisionChangeError
from social_assistance.tests import factories, payment_factories
from social_assistance.tests.base import AssistanceTestCase

DIVISION = "Administrative Division"
NEW = "410298001088"


class TestDivisionChanges(AssistanceTestCase):
	def load(self, *rows: str, heading: str = "区划代码,名称,城乡属性") -> dict:
		content = "\n".join([heading, *rows]).encode("gbk")
		file = frappe.get_doc(
			{"doctype": "File", "file_name": "d.csv", "is_private": 1, "content": content}
		).insert()
		return divisions.load_divisions(file.file_url)

	def test_a_list_adds_places_below_their_parents_and_renames(self):
		done = self.load(
			f"{NEW},新村,农村",
			"410298003000,第三乡,",
			"410298003201,深村,农村",
			f"{factories.VILLAGE_1},改名社区,城市",
		)
		self.assertEqual(done, {"added": 3, "renamed": 1, "unchanged": 0})
		tree = {
			row.name: row
			for row in frappe.get_all(DIVISION, fields=["name", "lft", "rgt", "division_name", "former_name"])
		}
		for inner, outer in (
			(NEW, factories.TOWNSHIP_1),
			("410298003201", "410298003000"),
			("410298003000", factories.DISTRICT),
		):
			self.assertTrue(tree[outer].lft < tree[inner].lft < tree[inner].rgt < tree[outer].rgt)
		self.assertEqual(
			(tree[factories.VILLAGE_1].division_name, tree[factories.VILLAGE_1].former_name),
			("改名社区", "第一社区"),
		)

	def test_loading_twice_changes_nothing(self):
		self.load(f"{NEW},新村,农村")
		self.assertEqual(self.load(f"{NEW},新村,农村"), {"added": 0, "renamed": 0, "unchanged": 1})

	def test_bad_rows_refuse_the_whole_list_and_are_named(self):
		before = frappe.db.count(DIVISION)
		for rows, word in (
			((f"{NEW},新村,农村", "123,坏村,农村"), "3"),
			((f"{NEW},新村,",), "2"),
			((f"{NEW},,农村",), "2"),
			((f"{NEW},新村,农村", f"{NEW},新村,农村"), "3"),
			(("419998001001,无主村,农村",), "419998001001"),
		):
			with self.assertRaisesRegex(DivisionChangeError, word):
				self.load(*rows)
		with self.assertRaisesRegex(DivisionChangeError, "The file needs the c"):
			self.load(f"{NEW},新村", heading="编号,名称")
		self.assertEqual(frappe.db.count(DIVISION), before)

	def test_a_merged_village_keeps_its_record_and_its_people_follow(self):
		self.load(f"{NEW},新村,城市")
		home = factories.household(NEW, ages=(44, 42))
		moved = divisions.merge_division(NEW, factories.VILLAGE_1, "2026-01-31")
		self.assertEqual((moved["Registry Household.division"], moved["Registry Person.division"]), (1, 2))
		home.reload()
		self.assertEqual(home.division, factories.VILLAGE_1)
		village = frappe.get_doc(DIVISION, NEW)
		self.assertEqual((village.successor, village.valid_to), (factories.VILLAGE_1, date(2026, 1, 31)))
		with self.assertRaisesRegex(DivisionChangeError, "Only a village that still exists can be merged"):
			divisions.merge_division(NEW, factories.VILLAGE_1, "2026-01-31")

	def test_impossible_merges_are_refused(self):
		with self.assertRaisesRegex(AssistanceError, "is no village in force"):
			divisions.merge_division(factories.VILLAGE_1, factories.TOWNSHIP_2, "2026-01-31")
		with self.assertRaisesRegex(DivisionChangeError, "Only a village that still exists can be merged"):
			divisions.merge_division(factories.TOWNSHIP_1, factories.TOWNSHIP_2, "2026-01-31")
		factories.case(factories.household(factories.VILLAGE_1))
		with self.assertRaisesRegex(DivisionChangeError, "Applications of this village are open"):
			divisions.merge_division(factories.VILLAGE_1, factories.VILLAGE_2, "2026-01-31")

	def test_a_village_is_not_merged_into_one_that_has_ended(self):
		self.load(f"{NEW},新村,城市")
		divisions.merge_division(NEW, factories.VILLAGE_1, "2026-01-31")
		with self.assertRaisesRegex(DivisionChangeError, NEW):
			divisions.merge_division(factories.VILLAGE_1, NEW, "2026-02-28")

	def test_families_from_another_class_of_residence_are_reviewed(self):
		self.load(f"{NEW},新村,农村")
		award = payment_factories.award(
			factories.household(NEW, account_verified_on="2026-01-05"), residence_class="Rural"
		)
		divisions.merge_division(NEW, factories.VILLAGE_1, "2026-01-31")
		task = frappe.db.get_value("Review Task", {"award": award.name}, ["review_cause", "change_kind"])
		self.assertEqual(task, ("Household Changed", "Residence"))

	def test_staff_and_areas_follow_the_village(self):
		self.load(f"{NEW},新村,城市")
		worker = factories.user(VILLAGE_ASSISTANT, NEW)
		post = {"user": worker, "assignment_role": VILLAGE_ASSISTANT, "from_date": "2020-01-01"}
		frappe.get_doc({"doctype": "Staff Assignment", "division": NEW, **post}).insert(
			ignore_permissions=True
		)
		divisions.merge_division(NEW, factories.VILLAGE_1, "2026-01-31")
		found = frappe.get_all(
			"Staff Assignment", {"user": worker}, ["division", "from_date", "to_date"], order_by="from_date"
		)
		self.assertEqual(
			[(row.division, str(row.from_date), str(row.to_date or "")) for row in found],
			[(NEW, "2020-01-01", "2026-01-30"), (factories.VILLAGE_1, "2026-01-31", "")],
		)
		area = {"user": worker, "allow": "Administrative Division", "for_value": factories.VILLAGE_1}
		self.assertTrue(frappe.db.exists("User Permission", area))

	def test_a_clerk_changes_no_divisions(self):
		with self.acting_as(factories.user("Township Clerk", factories.TOWNSHIP_1)):
			self.assertRaises(
				frappe.PermissionError,
				divisions.merge_division,
				factories.VILLAGE_1,
				factories.VILLAGE_2,
				"2026-01-31",
			)
			self.assertRaises(frappe.PermissionError, divisions.load_divisions, "/private/files/x.csv")

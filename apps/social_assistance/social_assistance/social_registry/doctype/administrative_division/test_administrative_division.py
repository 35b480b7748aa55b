import frappe

from social_assistance.engines.registry.division_tree import renumber_tree
from social_assistance.services.registry.exceptions import DivisionStructureError, ImpossibleDateError
from social_assistance.tests import factories
from social_assistance.tests.base import AssistanceTestCase


def new_village(code: str = "410298001077", **values):
	return frappe.get_doc(
		{
			"doctype": "Administrative Division",
			"division_code": code,
			"division_name": "新村",
			"division_level": "Village",
			"parent_administrative_division": factories.TOWNSHIP_1,
			"residence_class": "Rural",
			**values,
		}
	)


class TestAdministrativeDivision(AssistanceTestCase):
	def test_a_village_goes_below_its_township(self):
		village = new_village().insert()
		low, high = frappe.db.get_value("Administrative Division", factories.TOWNSHIP_1, ["lft", "rgt"])
		self.assertTrue(low < village.lft < village.rgt < high)
		self.assertEqual(village.is_group, 1)

	def test_code_must_be_one_of_its_level(self):
		for values in (
			{"code": "410298001000"},
			{"code": "41029800107"},
			{"code": "990298001077"},
			{"division_level": "Grid"},
			{"division_level": "Township"},
		):
			with self.assertRaisesRegex(
				DivisionStructureError,
				"is a code of level|does not start with the code of a province|a code of 2, 4, 6 or 9 digits is completed|Division Code of a grid is the village's 12",
			):
				new_village(**values).insert()

	def test_parent_is_the_place_whose_code_begins_this_code(self):
		for parent in (factories.TOWNSHIP_2, factories.DISTRICT, None):
			with self.assertRaisesRegex(
				DivisionStructureError, "Choose the Parent Division|Parent Division of code"
			):
				new_village(parent_administrative_division=parent).insert()

	def test_a_village_says_urban_or_rural_and_its_grids_inherit(self):
		with self.assertRaisesRegex(
			DivisionStructureError, "Choose Urban or Rural: it decides which standard"
		):
			new_village(residence_class="").insert()
		grid = new_village(
			f"{factories.VILLAGE_2}001",
			division_level="Grid",
			parent_administrative_division=factories.VILLAGE_2,
			residence_class="",
		).insert()
		self.assertEqual((grid.residence_class, grid.is_group), ("Rural", 0))

	def test_merged_village_names_successor_and_day(self):
		village = new_village().insert()
		for values, refusal in (
			({"successor": village.name}, DivisionStructureError),
			({"successor": factories.VILLAGE_1}, DivisionStructureError),
			({"valid_from": "2020-01-01", "valid_to": "2019-01-01"}, ImpossibleDateError),
		):
			village.reload()
			village.update(values)
			with self.assertRaisesRegex(
				refusal,
				"Enter Valid To: the day on which the division|Merged Into must be another division|Valid To lies before Valid From",
			):
				village.save()
		village.reload()
		village.update({"successor": factories.VILLAGE_1, "valid_to": "2026-01-01"}).save()

	def test_renumbering_gives_the_tree_that_single_inserts_give(self):
		new_village().insert()
		inserted = self._tree()
		frappe.db.sql("update `tabAdministrative Division` set lft = 0, rgt = 0")
		renumber_tree()
		self.assertEqual(self._tree(), inserted)

	def _tree(self) -> set[tuple[str, tuple[str, ...]]]:
		"""Each place with everything below it."""
		rows = frappe.get_all("Administrative Division", fields=["name", "lft", "rgt"])
		return {
			(row.name, tuple(sorted(x.name for x in rows if row.lft < x.lft and x.rgt < row.rgt)))
			for row in rows
		}

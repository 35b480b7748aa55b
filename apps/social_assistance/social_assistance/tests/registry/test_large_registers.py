"""What keeps lists and searches quick on a site with a million families, and what must hold there as on a small one."""

from unittest.mock import patch

import frappe
from frappe.desk.doctype.number_card.number_card import get_result
from frappe.desk.search import search_link

from social_assistance.constants import AUDITOR, DISTRICT_APPROVER, TOWNSHIP_CLERK
from social_assistance.overrides import link_search
from social_assistance.permissions import region_scope
from social_assistance.services.registry import duplicates
from social_assistance.tests import factories
from social_assistance.tests.base import AssistanceTestCase
from social_assistance.tests.factories import DISTRICT, TOWNSHIP_1, TOWNSHIP_2, VILLAGE_1, VILLAGE_2

PERSON, CASE = "Registry Person", "Assistance Application"


class TestLinkSearch(AssistanceTestCase):
	def setUp(self):
		super().setUp()
		self.person = factories.person(person_name="欧阳慕容").name

	def found(self, txt: str, role: str, place: str | None = None, **filters) -> list[str]:
		"""Names that a link field offers to a role."""
		with self.acting_as(factories.user(role, place)):
			search_link(PERSON, txt, filters=filters or None)
		return [row["value"] for row in frappe.response.pop("results")]

	def test_a_township_searches_anywhere_in_a_name(self):
		with patch.object(link_search, "LARGE_REGISTER", 0):
			for txt in ("慕容", "欧阳", "ouyang", "oymr"):
				self.assertIn(self.person, self.found(txt, TOWNSHIP_CLERK, TOWNSHIP_1), txt)

	def test_a_large_register_is_searched_by_beginnings(self):
		with patch.object(link_search, "LARGE_REGISTER", 0):
			for txt in ("欧阳", "ouyangmu", self.person[:9]):
				self.assertIn(self.person, self.found(txt, AUDITOR), txt)
			self.assertEqual(self.found("慕容", AUDITOR), [])
		self.assertIn(self.person, self.found("慕容", AUDITOR))

	def test_the_name_is_the_label_and_filters_hold(self):
		with self.acting_as(factories.user(TOWNSHIP_CLERK, TOWNSHIP_1)):
			search_link(PERSON, "欧阳慕", filters={"is_deceased": 0, "name": ["!=", "x"]})
			row = next(row for row in frappe.response.pop("results") if row["value"] == self.person)
		self.assertEqual(row["label"], "欧阳慕容")
		self.assertEqual(self.found("欧阳慕", TOWNSHIP_CLERK, TOWNSHIP_1, is_deceased=1), [])

	def test_other_townships_find_nobody(self):
		self.assertEqual(self.found("欧阳", TOWNSHIP_CLERK, TOWNSHIP_2), [])

	def test_a_hidden_column_is_no_filter(self):
		digest = frappe.db.get_value(PERSON, self.person, "id_number_digest")
		for filters in ({"id_number_digest": digest}, [[PERSON, "id_number_digest", "=", digest]], [[]]):
			with (
				self.subTest(filters),
				self.assertRaisesRegex(frappe.PermissionError, "You may not filter by this field"),
			):
				self.found_by(filters)

	def found_by(self, filters) -> None:
		with self.acting_as(factories.user(TOWNSHIP_CLERK, TOWNSHIP_1)):
			search_link(PERSON, "欧阳", filters=filters)

	def test_only_the_registers_are_searched_here(self):
		with self.assertRaisesRegex(frappe.PermissionError, "has no search of its own"):
			link_search.search_links("User", "a", "name", 0, 10)


class TestLists(AssistanceTestCase):
	def test_the_area_is_written_out(self):
		"""From a sub-select the database fetched and sorted a whole district to show twenty rows."""
		user = factories.user(DISTRICT_APPROVER, DISTRICT)
		with self.acting_as(user):
			query = frappe.get_list(CASE, limit=20, run=False)
		self.assertNotIn("tabAdministrative Division", query)
		self.assertTrue(VILLAGE_1 in query and VILLAGE_2 in query)

	def test_a_wide_area_names_the_few_places_outside_and_shows_the_same_rows(self):
		person = factories.person()
		places = [VILLAGE_1, TOWNSHIP_2, VILLAGE_2, DISTRICT, DISTRICT[:4] + "00000000", None, ""]

		def seen(user: str) -> list[str | None]:
			found = []
			for place in places:
				frappe.db.set_value(PERSON, person.name, "division", place)
				rule = region_scope.build_scope_condition(PERSON, user)
				if frappe.db.sql(
					f"select 1 from `tabRegistry Person` where name = %s and {rule}", person.name
				):
					found.append(place)
			return found

		for place in (DISTRICT, TOWNSHIP_2):
			user = factories.user(DISTRICT_APPROVER, place)
			narrow = seen(user)
			with patch.multiple(region_scope, WIDE=0, FEW=frappe.db.count("Administrative Division")):
				self.assertIn("not in ('',", region_scope.build_scope_condition(PERSON, user))
				self.assertEqual(seen(user), narrow, place)
			with patch.multiple(region_scope, WIDE=0, FEW=0):
				self.assertNotIn(
					"not in", region_scope.build_scope_condition(PERSON, user), "too many are outside"
				)
		self.assertEqual(narrow, [TOWNSHIP_2, VILLAGE_2])

	def test_a_township_lists_its_cases_by_its_own_name(self):
		case = factories.case(factories.household())
		for township, expected in ((TOWNSHIP_1, [case.name]), (TOWNSHIP_2, [])):
			with self.subTest(township), self.acting_as(factories.user(TOWNSHIP_CLERK, township)):
				query = frappe.get_list(CASE, run=False)
				self.assertIn(f"`tab{CASE}`.`township` = '{township}'", query)
				self.assertEqual(frappe.get_list(CASE, {"name": case.name}, pluck="name"), expected)
		for place in (DISTRICT, VILLAGE_1):
			rule = region_scope.build_scope_condition(CASE, factories.user(DISTRICT_APPROVER, place))
			self.assertNotIn("township", rule)

	def test_a_case_without_a_due_date_is_neither_overdue_nor_due_soon(self):
		case = factories.case(factories.household())
		for due, expected in ((None, 0), (self.today, 1)):
			frappe.db.set_value(CASE, case.name, {"step_due_on": due, "step_warn_on": due})
			for card, operator in (("Overdue Cases", "<"), ("Cases Due Soon", ">=")):
				day = "2026-03-03" if operator == "<" else self.today
				filters = [
					*frappe.parse_json(frappe.db.get_value("Number Card", card, "filters_json")),
					[CASE, "step_due_on", operator, day, False],
					[CASE, "name", "=", case.name, False],
				]
				with self.subTest(card, due=due):
					self.assertEqual(get_result(frappe.get_doc("Number Card", card), filters), expected)


class TestDuplicates(AssistanceTestCase):
	def test_of_many_namesakes_the_one_born_nearest_is_among_the_candidates(self):
		people = [factories.person(age=age, person_name="欧阳慕容") for age in (70, 60, 50, 41)]
		born = people[-1].birth_date
		with patch.object(duplicates, "MOST_CANDIDATES", 2):
			found = duplicates.find_similar_people("欧阳慕容", frappe.utils.getdate(born))
		self.assertIn(people[-1].name, [similar.person["name"] for similar in found])

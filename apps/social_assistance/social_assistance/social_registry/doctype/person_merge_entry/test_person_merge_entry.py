from datetime import date

import frappe

from social_assistance.api.v1.registry import people as api
from social_assistance.exceptions import AppendOnlyEntryError
from social_assistance.permissions.exceptions import TransitionNotAllowedError
from social_assistance.services.registry import duplicates
from social_assistance.services.registry.exceptions import PersonMergeError
from social_assistance.tests import factories
from social_assistance.tests.base import AssistanceTestCase

PERSON = "Registry Person"


class TestSimilarPeople(AssistanceTestCase):
	def setUp(self):
		super().setUp()
		self.known = factories.person(person_name="欧阳晓明")
		self.born = frappe.utils.getdate(self.known.birth_date)

	def names(self, found) -> list[str]:
		return [similar.person["name"] for similar in found]

	def test_same_name_and_birth_date_is_found_first(self):
		found = duplicates.find_similar_people("欧阳 晓明", self.born)
		self.assertEqual(self.names(found)[0], self.known.name)
		self.assertEqual(found[0].likeness, "Same")

	def test_homophone_of_the_same_birth_date_is_found(self):
		self.assertIn(self.known.name, self.names(duplicates.find_similar_people("欧阳小明", self.born)))

	def test_another_birth_date_and_another_name_are_not(self):
		self.assertNotIn(
			self.known.name, self.names(duplicates.find_similar_people("欧阳晓明", date(1950, 1, 1)))
		)
		self.assertNotIn(self.known.name, self.names(duplicates.find_similar_people("王建国", self.born)))

	def test_entering_a_likely_duplicate_warns_but_is_not_refused(self):
		frappe.clear_messages()
		order = int(frappe.generate_hash(length=4), 16) % 400
		number = factories.build_id_number(
			factories.VILLAGE_1, self.born, self.known.sex, factories.random.Random(order)
		)
		factories.person(person_name="欧阳晓明", id_number=number)
		self.assertIn(self.known.name, str(frappe.message_log))

	def test_people_of_another_area_are_not_shown(self):
		with self.acting_as(factories.user("Township Clerk", factories.TOWNSHIP_2)):
			self.assertEqual(api.similar_people("欧阳晓明"), [])
		with self.acting_as(factories.user("Township Clerk", factories.TOWNSHIP_1)):
			self.assertEqual([row["name"] for row in api.similar_people("欧阳晓明")], [self.known.name])


class TestPersonMerge(AssistanceTestCase):
	def test_memberships_and_links_move_and_an_entry_remains(self):
		home = factories.household(ages=(44,))
		target = factories.person()
		entry = api.merge_person(home.head_person, target.name, "Registered twice")
		home.reload()
		self.assertEqual((home.head_person, home.account_holder), (target.name, target.name))
		self.assertEqual(home.members[0].active_person, target.name)
		self.assertEqual(frappe.db.get_value(PERSON, target.name, "current_household"), home.name)
		merged = frappe.db.get_value(
			PERSON, frappe.db.get_value("Person Merge Entry", entry, "merged_person"), "*", as_dict=True
		)
		self.assertEqual((merged.merged_into, merged.current_household), (target.name, None))
		home.save()

	def test_impossible_merges_change_nothing(self):
		man, woman = factories.person(), factories.person(sex="Female")
		home, other = factories.household(ages=(44,)), factories.household(ages=(45,))
		for person, into, reason in (
			(man.name, man.name, "Registered twice"),
			(man.name, woman.name, "Registered twice"),
			(man.name, home.head_person, " "),
			(home.head_person, other.head_person, "Registered twice"),
		):
			with self.assertRaisesRegex(
				PersonMergeError,
				"Both are active members of different households|Choose another person to merge into|Correct the ID Number first if one is wrong|State in Reason why both records are the same",
			):
				api.merge_person(person, into, reason)
		self.assertEqual(frappe.db.count("Person Merge Entry"), 0)

	def test_the_double_row_of_one_household_ends(self):
		home = factories.household(ages=(44, 43))
		second = home.members[1].person
		api.merge_person(second, home.head_person, "Registered twice")
		home.reload()
		self.assertEqual((home.member_count, home.members[1].end_reason), (1, "Entered by Mistake"))

	def test_a_merged_record_is_not_merged_again(self):
		first, second, third = factories.person(), factories.person(), factories.person()
		api.merge_person(first.name, second.name, "Registered twice")
		with self.assertRaisesRegex(PersonMergeError, "was merged already"):
			api.merge_person(first.name, third.name, "Registered twice")

	def test_both_people_must_be_in_the_area(self):
		here, there = factories.person(), factories.person(factories.VILLAGE_2)
		clerk = factories.user("Township Clerk", factories.TOWNSHIP_1)
		with self.acting_as(clerk), self.assertRaises(frappe.PermissionError):
			api.merge_person(here.name, there.name, "Registered twice")

	def test_the_entry_is_never_changed(self):
		entry = frappe.get_doc(
			"Person Merge Entry",
			api.merge_person(factories.person().name, factories.person().name, "Registered twice"),
		)
		entry.reason = "other"
		with self.assertRaisesRegex(
			(AppendOnlyEntryError, TransitionNotAllowedError), "is written by the system, never by hand"
		):
			entry.save()
		with self.assertRaisesRegex(AppendOnlyEntryError, "belongs to an append-only book and can be"):
			frappe.delete_doc("Person Merge Entry", entry.name, force=True)

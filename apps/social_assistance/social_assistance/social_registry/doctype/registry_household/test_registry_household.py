import frappe

from social_assistance.permissions.exceptions import DerivedFieldError, TransitionNotAllowedError
from social_assistance.services.registry.exceptions import (
	ActiveInTwoHouseholdsError,
	HouseholdClosedError,
	HouseholdHeadError,
	HouseholdMembershipError,
	ImpossibleDateError,
)
from social_assistance.tests import factories
from social_assistance.tests.base import AssistanceTestCase


class TestRegistryHousehold(AssistanceTestCase):
	def test_members_point_to_their_household_and_share_its_division(self):
		home = factories.household(ages=(44, 42))
		people = frappe.get_all(
			"Registry Person", filters={"current_household": home.name}, fields=["name", "division"]
		)
		self.assertEqual({row.name for row in people}, {row.person for row in home.members})
		self.assertEqual(home.member_count, 2)
		self.assertRegex(home.household_no, rf"^{factories.TOWNSHIP_1[:9]}H\d{{9}}$")

	def test_who_leaves_belongs_nowhere_and_may_join_elsewhere(self):
		home = factories.household(ages=(44, 42))
		leaver = home.members[1].person
		home.members[1].update({"to_date": "2026-02-01", "end_reason": "Moved Out"})
		home.save()
		self.assertIsNone(frappe.db.get_value("Registry Person", leaver, "current_household"))
		other = factories.household(ages=(70,))
		other.append("members", {"person": leaver, "relation": "Other", "from_date": "2026-02-02"})
		other.save()
		self.assertEqual(frappe.db.get_value("Registry Person", leaver, "current_household"), other.name)

	def test_active_in_two_households_names_row_field_and_household(self):
		home, other = factories.household(ages=(44,)), factories.household(ages=(70,))
		other.append("members", {"person": home.head_person, "relation": "Son", "from_date": "2020-01-01"})
		with self.assertRaisesRegex(ActiveInTwoHouseholdsError, home.household_no) as refused:
			other.save()
		self.assertIn("2", str(refused.exception))
		self.assertEqual(frappe.db.count("Household Membership", {"parent": other.name}), 1)

	def test_household_of_another_area_is_not_named(self):
		home = factories.household(factories.VILLAGE_2, ages=(44,))
		with self.acting_as(factories.user("Township Clerk", factories.TOWNSHIP_1)):
			stranger = frappe.get_doc(
				{
					"doctype": "Registry Household",
					"division": factories.VILLAGE_1,
					"residence_class": "Urban",
					"members": [{"person": home.head_person, "relation": "Head", "from_date": "2020-01-01"}],
				}
			)
			with self.assertRaisesRegex(frappe.LinkValidationError, "Could not find") as refused:
				stranger.insert()
		self.assertNotIn(home.household_no, str(refused.exception))

	def test_the_database_itself_refuses_a_second_active_membership(self):
		home, other = factories.household(ages=(44,)), factories.household(ages=(70,))
		row = other.append(
			"members", {"person": home.head_person, "relation": "Son", "from_date": "2020-01-01"}
		)
		row.active_person = home.head_person
		with self.assertRaisesRegex(frappe.UniqueValidationError, "Household Membership"):
			row.db_insert()

	def test_exactly_one_head_who_is_a_member(self):
		home = factories.household(ages=(44, 42))
		home.members[1].relation = "Head"
		with self.assertRaisesRegex(HouseholdHeadError, "2"):
			home.save()
		home.reload()
		home.head_person = home.members[1].person
		with self.assertRaisesRegex(HouseholdHeadError, "Head of Household must be the member with"):
			home.save()
		home.reload()
		home.members[0].relation = "Other"
		with self.assertRaisesRegex(HouseholdHeadError, "0"):
			home.save()

	def test_same_person_twice_is_refused(self):
		home = factories.household(ages=(44,))
		home.append("members", {"person": home.head_person, "relation": "Other", "from_date": "2020-01-01"})
		with self.assertRaisesRegex(HouseholdMembershipError, "2"):
			home.save()

	def test_impossible_membership_dates(self):
		young = factories.person(age=3)
		dead = factories.person(age=60)
		dead.append("statuses", {"status": "Deceased", "from_date": "2020-05-01"})
		dead.save()
		for member in (
			{"person": young.name, "relation": "Son", "from_date": "2015-01-01"},
			{"person": young.name, "relation": "Son", "from_date": "2027-01-01"},
			{
				"person": young.name,
				"relation": "Son",
				"from_date": "2025-05-01",
				"to_date": "2025-04-01",
				"end_reason": "Moved Out",
			},
			{"person": dead.name, "relation": "Parent", "from_date": "2021-01-01"},
		):
			home = factories.household(ages=(44,))
			home.append("members", member)
			with self.assertRaisesRegex(ImpossibleDateError, "2"):
				home.save()

	def test_leaving_needs_date_and_reason(self):
		home = factories.household(ages=(44, 42))
		home.members[1].to_date = "2026-02-01"
		with self.assertRaisesRegex(
			HouseholdMembershipError, "enter Member To and Reason for Leaving together"
		):
			home.save()

	def test_account_holder_is_a_member(self):
		home = factories.household(account=False, ages=(44,))
		home.account_holder = factories.person().name
		with self.assertRaisesRegex(HouseholdMembershipError, "Account Holder must be an active member of"):
			home.save()

	def test_number_and_status_cannot_be_written_by_a_client(self):
		home = factories.household(ages=(44,))
		for field, value in (("household_no", "1"), ("household_status", "Closed"), ("moved_to", home.name)):
			with (
				self.subTest(field),
				self.assertRaisesRegex(
					(DerivedFieldError, TransitionNotAllowedError),
					"is worked out by the system and cannot|changes only through the steps of the procedure",
				),
			):
				frappe.get_doc("Registry Household", home.name).update({field: value}).save()

	def test_closed_household_is_not_edited(self):
		home = factories.household(ages=(44,))
		frappe.db.set_value("Registry Household", home.name, "household_status", "Merged")
		home.reload()
		home.housing_area = 50
		with self.assertRaisesRegex(HouseholdClosedError, "Work with the household that continues it"):
			home.save()

	def test_bank_account_is_sealed(self):
		home = factories.household(ages=(44,))
		stored = frappe.db.get_value("Registry Household", home.name, ["bank_account", "bank_account_cipher"])
		self.assertRegex(stored[0], r"^\*+\d{4}$")
		self.assertTrue(stored[1].startswith("v1."))

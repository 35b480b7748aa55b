import frappe

from social_assistance.constants import AUDITOR, TOWNSHIP_CLERK
from social_assistance.services.registry.exceptions import InstitutionInvalidError, StayInvalidError
from social_assistance.tests import factories
from social_assistance.tests.base import AssistanceTestCase
from social_assistance.tests.factories import TOWNSHIP_1, TOWNSHIP_2, VILLAGE_2


class TestInstitutionStay(AssistanceTestCase):
	def stay(self, institution, person=None, **values):
		return frappe.get_doc(
			{
				"doctype": "Institution Stay",
				"person": (person or factories.person(age=75)).name,
				"institution": institution.name,
				"from_date": "2026-02-01",
				**values,
			}
		).insert()

	def test_the_last_bed_is_given_once_and_is_free_again_after_moving_out(self):
		home = factories.institution(total_beds=1)
		first = self.stay(home)
		with self.assertRaisesRegex(StayInvalidError, "all 1 beds"):
			self.stay(home)
		first.update({"to_date": "2026-02-20", "end_reason": "Returned Home"})
		first.save()
		self.stay(home)
		self.assertEqual(frappe.db.get_value("Care Institution", home.name, "occupied_beds"), 1)

	def test_beds_cannot_become_fewer_than_the_residents(self):
		home = factories.institution(total_beds=2)
		self.stay(home), self.stay(home)
		home.reload()
		home.total_beds = 1
		with self.assertRaisesRegex(InstitutionInvalidError, "persons live here; there cannot be only"):
			home.save()

	def test_one_person_lives_in_one_place(self):
		person = factories.person(age=75)
		self.stay(
			factories.institution(), person, to_date="2026-02-10", end_reason="Moved to Another Institution"
		)
		other = factories.institution()
		with self.assertRaisesRegex(StayInvalidError, "already lives"):
			self.stay(other, person, from_date="2026-02-05")
		self.assertEqual(self.stay(other, person, from_date="2026-02-10").open_stay_key, person.name)

	def test_days_that_cannot_be_are_refused(self):
		home = factories.institution(licence_valid_to="2026-01-31")
		for values in (
			{},
			{"from_date": "2026-03-03"},
			{"to_date": "2026-01-31", "end_reason": "Other"},
			{"to_date": "2026-02-20"},
			{"to_date": "2026-03-03", "end_reason": "Other"},
		):
			with (
				self.subTest(values),
				self.assertRaisesRegex(
					StayInvalidError,
					"Institution: the licence|is in the future|is before the day of moving|Reason for Moving Out: choose one, because a day",
				),
			):
				self.stay(home, **values)

	def test_the_dead_do_not_move_in(self):
		person = factories.person(
			age=75,
			is_deceased=1,
			statuses=[{"status": "Deceased", "from_date": "2026-01-15", "source": "Test"}],
		)
		with self.assertRaisesRegex(StayInvalidError, "died"):
			self.stay(factories.institution(), person)

	def test_a_township_sees_and_moves_its_own_people_only(self):
		home = factories.institution()
		far = self.stay(home, factories.person(VILLAGE_2, age=75))
		near_person = factories.person(age=75)
		with self.acting_as(factories.user(TOWNSHIP_CLERK, TOWNSHIP_1)):
			near = self.stay(home, near_person)
			self.assertEqual(frappe.get_list("Institution Stay", pluck="name"), [near.name])
			self.assertFalse(frappe.has_permission("Institution Stay", "read", far.name))
			with self.assertRaisesRegex(frappe.LinkValidationError, "Could not find"):
				self.stay(
					home,
					frappe._dict(name=far.person),
					from_date="2025-01-01",
					to_date="2025-02-01",
					end_reason="Other",
				)
		with self.acting_as(factories.user(TOWNSHIP_CLERK, TOWNSHIP_2)):
			self.assertEqual(frappe.get_list("Institution Stay", pluck="name"), [far.name])
		with self.acting_as(factories.user(AUDITOR)):
			self.assertEqual(len(frappe.get_list("Institution Stay", {"institution": home.name})), 2)
			self.assertFalse(frappe.has_permission("Institution Stay", "write", far.name))

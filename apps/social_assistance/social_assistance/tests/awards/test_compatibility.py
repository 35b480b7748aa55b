"""Nobody has two schemes that exclude each other."""

import frappe

from social_assistance.services.awards.compatibility import list_conflicting_awards, require_compatible_award
from social_assistance.services.awards.exceptions import SchemeConflictError
from social_assistance.tests import factories
from social_assistance.tests.base import AssistanceTestCase


class TestSchemeRules(AssistanceTestCase):
	def setUp(self):
		super().setUp()
		self.home = factories.household()
		self.person = self.home.members[0].person

	def running(self, scheme: str, person: str | None = None, status: str = "Active") -> str:
		name = frappe.generate_hash(length=10)
		award = frappe.qb.DocType("Benefit Award")
		frappe.qb.into(award).columns(
			"name", "award_no", "scheme", "household", "person", "award_status"
		).insert(name, name, scheme, self.home.name, person, status).run()
		return name

	def test_person_has_only_one_of_the_personal_schemes(self):
		award = self.running("TEKUN", self.person)
		self.assertEqual(list_conflicting_awards("ORPHAN", self.home.name, self.person), [award])
		self.assertEqual(list_conflicting_awards("ORPHAN", self.home.name, self.home.members[1].person), [])

	def test_stopped_awards_do_not_stand_in_the_way(self):
		self.running("TEKUN", self.person, "Stopped")
		self.assertEqual(list_conflicting_awards("ORPHAN", self.home.name, self.person), [])

	def test_household_classes_replace_each_other(self):
		self.running("DIBIAN")
		self.assertEqual(list_conflicting_awards("DIBAO-URBAN", self.home.name, None), [])

	def test_award_beside_an_exclusive_one_is_refused(self):
		self.running("TEKUN", self.person)
		award = frappe._dict(scheme="DIBAO-SINGLE", household=self.home.name, person=self.person)
		with self.assertRaisesRegex(SchemeConflictError, "Stop that award first"):
			require_compatible_award(award)

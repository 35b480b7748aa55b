import frappe

from social_assistance import constants as c
from social_assistance.services.registry.exceptions import ProtectionMarkError
from social_assistance.tests import factories
from social_assistance.tests.base import AssistanceTestCase
from social_assistance.tests.factories import TOWNSHIP_1, TOWNSHIP_2, VILLAGE_1

SEE_IT = (c.TOWNSHIP_CLERK, c.TOWNSHIP_REVIEWER, c.TOWNSHIP_LEADER)
SEE_NOTHING = (
	c.VILLAGE_ASSISTANT,
	c.GRID_WORKER,
	c.FINANCE_OFFICER,
	c.HOTLINE_OPERATOR,
	c.DISCLOSURE_OFFICER,
)


class TestProtectionMark(AssistanceTestCase):
	def setUp(self):
		super().setUp()
		self.person = factories.person()
		self.clerk = factories.user(c.TOWNSHIP_CLERK, TOWNSHIP_1)

	def mark(self, user: str | None = None, **values):
		with self.acting_as(user or self.clerk):
			return frappe.get_doc(
				{
					"doctype": "Protection Mark",
					"protected_person": self.person.name,
					"protection_kind": "HIV",
					"valid_from": "2026-03-02",
					"ground": "疾控中心来函",
					**values,
				}
			).insert()

	def test_only_who_handles_cases_of_the_place_sees_that_there_is_a_mark(self):
		mark = self.mark()
		self.assertEqual((mark.division, mark.marked_by), (VILLAGE_1, self.clerk))
		readers = [(factories.user(role, TOWNSHIP_1), True) for role in SEE_IT]
		readers += [(factories.user(role, TOWNSHIP_1), False) for role in SEE_NOTHING]
		readers += [(factories.user(c.TOWNSHIP_CLERK, TOWNSHIP_2), False)]
		for user, sees in readers:
			with self.subTest(user), self.acting_as(user):
				self.assertEqual(frappe.has_permission("Protection Mark", "read", mark.name), sees)
				found = sees and frappe.get_list("Protection Mark", {"protected_person": self.person.name})
				self.assertEqual(bool(found), sees)

	def test_the_person_shows_nothing_of_it(self):
		self.mark()
		self.assertNotIn("HIV", frappe.as_json(frappe.get_doc("Registry Person", self.person.name)))

	def test_a_village_assistant_marks_nobody(self):
		with self.assertRaises(frappe.PermissionError):
			self.mark(factories.user(c.VILLAGE_ASSISTANT, VILLAGE_1))

	def test_the_reason_is_one_of_the_policy(self):
		with self.assertRaisesRegex(ProtectionMarkError, "the policy names Domestic Violence, HIV"):
			self.mark(protection_kind="Curiosity")

	def test_a_mark_is_of_a_person_or_a_case(self):
		with self.assertRaisesRegex(ProtectionMarkError, "either a person or an application"):
			self.mark(protected_person=None)

	def test_a_mark_ends_after_it_began(self):
		with self.assertRaisesRegex(ProtectionMarkError, "before Protected From"):
			self.mark(valid_until="2026-03-01")

import frappe

from social_assistance.exceptions import StaffAssignmentPeriodError
from social_assistance.services.sealed_fields import search_digests
from social_assistance.tests import factories
from social_assistance.tests.base import AssistanceTestCase

ID_NUMBER, RELATIVE_ID = "11010519491231002X", "440524188001010014"


class TestStaffAssignment(AssistanceTestCase):
	def new_assignment(self, **values):
		return frappe.get_doc(
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

	def test_numbers_of_staff_and_relatives_are_sealed(self):
		relative = {"relative_name": "测试乙", "relation": "Sibling", "id_number": RELATIVE_ID}
		doc = self.new_assignment(relatives=[relative]).insert()
		self.assertEqual(
			(doc.id_number, doc.relatives[0].id_number), ("110***********002X", "440***********0014")
		)
		self.assertIn(doc.relatives[0].id_number_digest, search_digests("citizen_id", RELATIVE_ID))
		digest = doc.relatives[0].id_number_digest
		doc.reload()
		doc.save()
		self.assertEqual(doc.relatives[0].id_number_digest, digest)

	def test_same_role_and_place_at_the_same_time_is_refused(self):
		self.new_assignment(to_date="2024-12-31").insert()
		self.new_assignment(from_date="2025-01-01").insert()
		with self.assertRaises(StaffAssignmentPeriodError):
			self.new_assignment(from_date="2025-06-01").insert()

	def test_end_before_start_is_refused(self):
		with self.assertRaises(StaffAssignmentPeriodError):
			self.new_assignment(to_date="2023-01-01").insert()

	def test_the_same_relative_twice_names_the_row(self):
		relative = {"relative_name": "测试乙", "relation": "Sibling", "id_number": RELATIVE_ID}
		with self.assertRaisesRegex(StaffAssignmentPeriodError, "2"):
			self.new_assignment(relatives=[relative, dict(relative)]).insert()

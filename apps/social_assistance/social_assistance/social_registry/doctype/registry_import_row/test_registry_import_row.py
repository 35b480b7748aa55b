import frappe

from social_assistance.services.registry.import_runs import ROW
from social_assistance.tests import factories
from social_assistance.tests.base import AssistanceTestCase


class TestRegistryImportRow(AssistanceTestCase):
	def test_staging_is_closed_to_officers(self):
		for role in ("Township Clerk", "District Reviewer"):
			with self.acting_as(factories.user(role, factories.DISTRICT)):
				self.assertFalse(frappe.has_permission(ROW, "read"), role)

	def test_auditors_read_staging_and_change_nothing(self):
		with self.acting_as(factories.user("Auditor")):
			self.assertTrue(frappe.has_permission(ROW, "read"))
			for right in ("write", "create", "delete"):
				self.assertFalse(frappe.has_permission(ROW, right), right)

	def test_sealed_columns_are_at_level_nine(self):
		for field in frappe.get_meta(ROW).fields:
			if field.fieldname.endswith(("_cipher", "_digest")):
				self.assertEqual((field.permlevel, field.hidden), (9, 1), field.fieldname)

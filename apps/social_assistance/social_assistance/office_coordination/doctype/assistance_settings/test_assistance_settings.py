import frappe

from social_assistance.constants import POLICY_ADMINISTRATOR, TOWNSHIP_CLERK
from social_assistance.services.procedure import template_versions
from social_assistance.services.procedure.templates import choose_template
from social_assistance.tests import factories
from social_assistance.tests.base import AssistanceTestCase
from social_assistance.tests.factories import TOWNSHIP_1


class TestAssistanceSettings(AssistanceTestCase):
	def chosen(self) -> str:
		return choose_template("DIBAO-URBAN", TOWNSHIP_1, self.today)

	def test_default_template_of_the_settings_wins_over_the_newest(self):
		self.assertEqual(self.chosen(), "NATIONAL-16-V1")
		copy = frappe.copy_doc(frappe.get_doc("Process Template", "NATIONAL-16-V1"))
		copy.update({"template_code": "LOCAL-16", "template_status": "Draft", "effective_from": "2020-01-01"})
		copy.insert(ignore_permissions=True)
		template_versions.activate_template(copy.name)
		self.assertEqual(self.chosen(), "NATIONAL-16-V1")
		frappe.db.set_single_value("Assistance Settings", "default_process_template", copy.name)
		self.assertEqual(self.chosen(), copy.name)

	def test_only_administrators_write(self):
		for user, expected in (
			(factories.user(POLICY_ADMINISTRATOR), True),
			(factories.user(TOWNSHIP_CLERK, TOWNSHIP_1), False),
		):
			with self.acting_as(user):
				self.assertEqual(bool(frappe.has_permission("Assistance Settings", "write")), expected)

import frappe
from stdnum.cn import uscc

from social_assistance.constants import DISTRICT_REVIEWER, TOWNSHIP_CLERK
from social_assistance.exceptions import AssistanceError
from social_assistance.services.registry.exceptions import InstitutionInvalidError
from social_assistance.tests import factories
from social_assistance.tests.base import AssistanceTestCase
from social_assistance.tests.factories import DISTRICT, TOWNSHIP_1


class TestCareInstitution(AssistanceTestCase):
	def test_the_code_is_read_in_full_width_and_its_check_character_verified(self):
		plain = "12410298000000001"
		full_width = (plain + uscc.calc_check_digit(plain)).translate(
			{ord(d): ord(d) + 0xFEE0 for d in "0123456789"}
		)
		self.assertEqual(factories.institution(uscc=full_width).uscc[:17], plain)
		with self.assertRaisesRegex(AssistanceError, "Unified Social Credit Code"):
			factories.institution(uscc=plain + "#")

	def test_beds_and_dates_that_contradict_each_other_are_refused(self):
		with self.assertRaisesRegex(InstitutionInvalidError, "Nursing Beds among Them"):
			factories.institution(total_beds=3, care_beds=4)
		with self.assertRaisesRegex(InstitutionInvalidError, "is before the agreement begins"):
			factories.institution(agreement_from="2026-03-01", agreement_to="2026-02-28")

	def test_the_district_keeps_them_and_a_township_only_reads(self):
		clerk = factories.user(TOWNSHIP_CLERK, TOWNSHIP_1)
		with self.acting_as(clerk), self.assertRaises(frappe.PermissionError):
			factories.institution(ignore_permissions=False)
		with self.acting_as(factories.user(DISTRICT_REVIEWER, DISTRICT)):
			home = factories.institution(ignore_permissions=False)
		with self.acting_as(clerk):
			self.assertEqual(
				frappe.get_list("Care Institution", {"name": home.name}, pluck="name"), [home.name]
			)

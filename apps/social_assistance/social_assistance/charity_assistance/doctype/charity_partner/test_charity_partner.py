import frappe

from social_assistance.exceptions import MalformedIdentifierError
from social_assistance.services.charity.exceptions import CharityPartnerInvalidError
from social_assistance.tests import charity_factories
from social_assistance.tests.base import AssistanceTestCase


class TestCharityPartner(AssistanceTestCase):
	def test_the_credit_code_is_checked_and_normalised(self):
		partner = charity_factories.partner("甲基金会", "53410298MJ0000001")
		self.assertEqual(len(partner.uscc), 18)
		partner.uscc = partner.uscc[:-1] + ("0" if partner.uscc[-1] != "0" else "1")
		with self.assertRaisesRegex(MalformedIdentifierError, "Compare the code with the certificate"):
			partner.save()

	def test_phone_and_account_are_sealed(self):
		partner = charity_factories.partner("乙基金会", "53410298MJ0000002", contact_phone="13800138000")
		self.assertEqual(partner.contact_phone, "138****8000")
		self.assertTrue(partner.contact_phone_cipher)

	def test_an_account_works_for_one_partner(self):
		first = charity_factories.partner("丙基金会", "53410298MJ0000003")
		with self.assertRaisesRegex(CharityPartnerInvalidError, "丙基金会"):
			charity_factories.partner("丁基金会", "53410298MJ0000004", users=[{"user": first.users[0].user}])

	def test_partners_see_themselves_only(self):
		first = charity_factories.partner("戊基金会", "53410298MJ0000005")
		other = charity_factories.partner("己基金会", "53410298MJ0000006")
		with self.acting_as(first.users[0].user):
			self.assertEqual(frappe.get_list("Charity Partner", pluck="name"), [first.name])
			self.assertFalse(frappe.get_doc("Charity Partner", other.name).has_permission("read"))

import frappe

from social_assistance.api.v1.charity import giving
from social_assistance.constants import TOWNSHIP_CLERK
from social_assistance.permissions.exceptions import TransitionNotAllowedError
from social_assistance.services.charity.exceptions import ConsentMissingError, WishClaimStateError
from social_assistance.tests import charity_factories, factories
from social_assistance.tests.base import AssistanceTestCase


class TestCharityNeed(AssistanceTestCase):
	@classmethod
	def setUpClass(cls):
		super().setUpClass()
		cls.user = charity_factories.partner().users[0].user

	def test_the_label_names_place_and_surname_only(self):
		home = factories.household(ages=(44,))
		need = charity_factories.need(home)
		self.assertIn("第一社区", need.household_label)
		self.assertIn("张**", need.household_label)
		self.assertNotIn(home.head_name, frappe.as_json(need))

	def test_consent_has_a_date(self):
		with self.assertRaisesRegex(
			(ConsentMissingError, frappe.MandatoryError), "Enter the date on which the household consented"
		):
			charity_factories.need(consent_on=None)

	def test_partners_see_consented_open_needs_without_the_household(self):
		shown, hidden = charity_factories.need(), charity_factories.need(consent=False)
		met = charity_factories.need()
		frappe.db.set_value("Charity Need", met.name, "need_status", "Met")
		with self.acting_as(self.user):
			self.assertEqual(frappe.get_list("Charity Need", pluck="name"), [shown.name])
			self.assertEqual(
				[frappe.get_doc("Charity Need", n.name).has_permission("read") for n in (shown, hidden, met)],
				[True, False, False],
			)
			doc = frappe.get_doc("Charity Need", shown.name)
			doc.apply_fieldlevel_read_permissions()
			self.assertIsNone(doc.get("household"))
			self.assertNotIn("household", frappe.get_list("Charity Need", fields=["*"])[0])
			self.assertFalse(doc.has_permission("write"))

	def test_partners_reach_no_person_household_or_case(self):
		home = factories.household(ages=(44,))
		with self.acting_as(self.user):
			for doctype in (
				"Registry Person",
				"Registry Household",
				"Assistance Application",
				"Benefit Award",
				"Payment Line",
			):
				with self.subTest(doctype):
					self.assertFalse(frappe.has_permission(doctype, "read"))
			self.assertFalse(frappe.has_permission("Registry Household", "read", home.name))

	def test_the_office_withdraws_an_open_need_and_nobody_types_the_state(self):
		need = charity_factories.need()
		clerk = factories.user(TOWNSHIP_CLERK, factories.TOWNSHIP_1)
		with self.acting_as(self.user), self.assertRaises(frappe.PermissionError):
			giving.withdraw_need(need.name)
		with self.acting_as(clerk):
			typed = frappe.get_doc("Charity Need", need.name)
			typed.need_status = "Withdrawn"
			with self.assertRaisesRegex(
				TransitionNotAllowedError, "changes only through the steps of the procedure"
			):
				typed.save()
			giving.withdraw_need(need.name)
			with self.assertRaisesRegex(WishClaimStateError, "only an open one can be withdrawn"):
				giving.withdraw_need(need.name)
		with self.acting_as(self.user):
			self.assertEqual(frappe.get_list("Charity Need"), [])

	def test_clerks_present_needs_of_their_own_township(self):
		need = charity_factories.need()
		for township, allowed in ((factories.TOWNSHIP_1, True), (factories.TOWNSHIP_2, False)):
			with self.acting_as(factories.user(TOWNSHIP_CLERK, township)):
				self.assertIs(bool(frappe.has_permission("Charity Need", "read", need.name)), allowed)
				self.assertEqual(need.name in frappe.get_list("Charity Need", pluck="name"), allowed)

import frappe

from social_assistance.exceptions import (
	CharityPartnerInvalidError,
	ConsentMissingError,
	DonationBalanceExceededError,
	DonationInvalidError,
)
from social_assistance.tests import charity_factories, factories
from social_assistance.tests.base import AssistanceTestCase


class TestCharityDisbursement(AssistanceTestCase):
	@classmethod
	def setUpClass(cls):
		super().setUpClass()
		cls.partner = charity_factories.partner()
		cls.other = charity_factories.partner("另一慈善会", "51410298MJ7654321")
		cls.user, cls.other_user = cls.partner.users[0].user, cls.other.users[0].user

	def setUp(self):
		super().setUp()
		self.home = factories.household(ages=(44,))
		self.need = charity_factories.need(self.home)
		self.gift = charity_factories.donation(self.partner, 1000)

	def balance(self) -> tuple[float, float]:
		return frappe.db.get_value("Charity Donation", self.gift.name, ["disbursed_amount", "balance_amount"])

	def need_state(self) -> tuple[float, str]:
		return frappe.db.get_value("Charity Need", self.need.name, ["received_amount", "need_status"])

	def test_a_partner_hands_on_without_learning_the_name(self):
		with self.acting_as(self.user):
			doc = charity_factories.disbursement(self.gift, self.need, 300)
			self.assertEqual(
				(doc.charity_partner, doc.household_label), (self.partner.name, self.need.household_label)
			)
			loaded = frappe.get_doc("Charity Disbursement", doc.name)
			loaded.apply_fieldlevel_read_permissions()
			self.assertIsNone(loaded.get("household"))
			self.assertNotIn(self.home.head_name, frappe.as_json(loaded))
		self.assertEqual(frappe.db.get_value("Charity Disbursement", doc.name, "household"), self.home.name)
		self.assertEqual(self.balance(), (300, 700))
		self.assertEqual(self.need_state(), (300, "Open"))

	def test_a_partner_cannot_name_a_household_itself(self):
		with self.acting_as(self.user), self.assertRaises(DonationInvalidError):
			charity_factories.disbursement(self.gift, None, household=self.home.name, consent_given=1)

	def test_not_more_than_the_balance(self):
		charity_factories.disbursement(self.gift, self.need, 700)
		with self.assertRaisesRegex(DonationBalanceExceededError, "300.00"):
			charity_factories.disbursement(self.gift, self.need, 300.01)
		self.assertEqual(self.balance(), (700, 300))

	def test_the_balance_is_checked_again_when_submitting(self):
		first, second = (
			charity_factories.disbursement(self.gift, self.need, 600, submit=False) for _ in range(2)
		)
		first.submit()
		with self.assertRaises(DonationBalanceExceededError):
			second.submit()
		self.assertEqual(self.balance(), (600, 400))

	def test_cancelling_gives_the_amount_back(self):
		doc = charity_factories.disbursement(self.gift, self.need, 800)
		self.assertEqual(self.need_state(), (800, "Met"))
		with self.acting_as(self.user):
			frappe.get_doc("Charity Disbursement", doc.name).cancel()
		self.assertEqual(self.balance(), (0, 1000))
		self.assertEqual(self.need_state(), (0, "Open"))

	def test_consent_comes_first(self):
		silent = charity_factories.need(self.home, consent=False)
		with self.assertRaises(ConsentMissingError):
			charity_factories.disbursement(self.gift, silent)
		with self.assertRaises(ConsentMissingError):
			charity_factories.disbursement(self.gift, None, household=self.home.name)
		charity_factories.disbursement(self.gift, None, household=self.home.name, consent_given=1)

	def test_only_own_submitted_gifts(self):
		with (
			self.acting_as(self.other_user),
			self.assertRaises((CharityPartnerInvalidError, frappe.PermissionError)),
		):
			charity_factories.disbursement(self.gift, self.need)
		draft = charity_factories.donation(self.partner, submit=False)
		with self.assertRaises(DonationInvalidError):
			charity_factories.disbursement(draft, self.need)

	def test_other_partners_do_not_see_it(self):
		doc = charity_factories.disbursement(self.gift, self.need)
		for user, allowed in ((self.user, True), (self.other_user, False)):
			with self.acting_as(user):
				self.assertIs(bool(doc.has_permission("read")), allowed)
				self.assertEqual(doc.name in frappe.get_list("Charity Disbursement", pluck="name"), allowed)

	def test_a_gift_for_a_place_stays_there(self):
		gift = charity_factories.donation(self.partner, target_division=factories.TOWNSHIP_2)
		with self.assertRaisesRegex(DonationInvalidError, "第二乡"):
			charity_factories.disbursement(gift, self.need)

	def test_amounts_and_dates_are_possible(self):
		for values in ({"amount": 0}, {"amount": -1}, {"disbursed_on": "2026-03-03"}):
			with self.subTest(values), self.assertRaises((DonationInvalidError, frappe.MandatoryError)):
				charity_factories.disbursement(self.gift, self.need, **{"amount": 5, **values})

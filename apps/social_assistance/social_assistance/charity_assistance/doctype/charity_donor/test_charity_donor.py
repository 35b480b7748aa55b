import frappe

from social_assistance.constants import AUDITOR, TOWNSHIP_CLERK
from social_assistance.exceptions import MalformedIdentifierError
from social_assistance.services.charity.exceptions import DonationInvalidError, DonorInvalidError
from social_assistance.tests import charity_factories, factories
from social_assistance.tests.base import AssistanceTestCase


class TestCharityDonor(AssistanceTestCase):
	@classmethod
	def setUpClass(cls):
		super().setUpClass()
		cls.partner = charity_factories.partner()
		cls.other = charity_factories.partner("另一慈善会", "51410298MJ7654321")
		cls.user, cls.other_user = cls.partner.users[0].user, cls.other.users[0].user

	def test_the_phone_is_sealed_and_the_name_masked_without_consent(self):
		donor = charity_factories.donor(self.partner)
		self.assertEqual((donor.phone, donor.public_name), ("139****9000", "王**"))
		self.assertNotIn("13900139000", frappe.as_json(donor))
		donor.may_be_named = 1
		self.assertEqual(donor.save().public_name, "王小明")

	def test_a_donor_is_on_file_once_per_partner(self):
		first = charity_factories.donor(self.partner)
		with self.assertRaisesRegex(DonorInvalidError, first.name):
			charity_factories.donor(self.partner, donor_name="王大明")
		charity_factories.donor(self.other)
		firm = {
			"donor_kind": "Organisation",
			"donor_name": "某公司",
			"phone": None,
			"uscc": self.partner.uscc,
		}
		charity_factories.donor(self.partner, **firm)
		with self.assertRaisesRegex(DonorInvalidError, "This donor is already on file as"):
			charity_factories.donor(self.partner, **firm | {"uscc": f" {self.partner.uscc.lower()}"})
		with self.assertRaisesRegex((DonorInvalidError, MalformedIdentifierError), "must have 18 characters"):
			charity_factories.donor(self.partner, **firm | {"uscc": "123"})

	def test_a_gift_takes_name_and_kind_from_its_donor(self):
		donor = charity_factories.donor(self.partner)
		gift = charity_factories.donation(self.partner, donor=donor.name, donor_name="别人")
		self.assertEqual((gift.donor_name, gift.donor_kind, gift.donor_phone), ("王小明", "Individual", None))
		with self.assertRaisesRegex(DonationInvalidError, "is not on the books"):
			charity_factories.donation(self.other, donor=donor.name)

	def test_gifts_with_a_phone_come_together_under_one_donor(self):
		with self.acting_as(self.user):
			first, second = (charity_factories.donation(self.partner) for _each in range(2))
			family = charity_factories.donation(self.partner, donor_name="王大明")
			nobody = charity_factories.donation(self.partner, is_anonymous=1)
		self.assertTrue(first.donor)
		self.assertEqual((second.donor, family.donor, nobody.donor), (first.donor, None, None))

	def test_partners_see_their_own_donors_and_clerks_none(self):
		donor = charity_factories.donor(self.partner)
		for user, allowed in (
			(self.user, True),
			(self.other_user, False),
			(factories.user(AUDITOR), True),
			(factories.user(TOWNSHIP_CLERK, factories.TOWNSHIP_1), False),
		):
			with self.subTest(user), self.acting_as(user):
				self.assertIs(bool(frappe.has_permission("Charity Donor", "read", donor.name)), allowed)
		with self.acting_as(self.other_user):
			self.assertEqual(frappe.get_list("Charity Donor", pluck="name"), [])

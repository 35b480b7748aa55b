import frappe

from social_assistance.constants import TOWNSHIP_CLERK
from social_assistance.engines.charity.lapsed_claims import lapse_expired_claims
from social_assistance.engines.verify.charity import check_wishes
from social_assistance.services.charity import deliveries, disbursements, wish_claims
from social_assistance.services.charity.exceptions import (
	CharityPartnerInvalidError,
	ConsentMissingError,
	DeliveryProofMissingError,
	NeedExposedError,
	WishClaimStateError,
	WishTakenError,
)
from social_assistance.tests import charity_factories, factories
from social_assistance.tests.base import AssistanceTestCase


class TestWishClaim(AssistanceTestCase):
	@classmethod
	def setUpClass(cls):
		super().setUpClass()
		cls.partner = charity_factories.partner()
		cls.other = charity_factories.partner("另一慈善会", "51410298MJ7654321")
		cls.user, cls.other_user = cls.partner.users[0].user, cls.other.users[0].user

	def claim(self, wish, partner=None) -> str:
		partner = partner or self.partner
		with self.acting_as(partner.users[0].user):
			return wish_claims.claim_wish(wish.name, partner.name)

	def status(self, wish, claim: str) -> tuple[str, str]:
		need = frappe.db.get_value("Charity Need", wish.name, "need_status")
		return need, frappe.db.get_value("Wish Claim", claim, "claim_status")

	def test_one_partner_claims_a_wish_and_the_others_no_longer_see_it(self):
		wish = charity_factories.wish()
		name = self.claim(wish)
		self.assertEqual(self.status(wish, name), ("Claimed", "Claimed"))
		self.assertEqual(str(frappe.db.get_value("Wish Claim", name, "due_on")), "2026-04-01")
		with self.assertRaisesRegex(WishTakenError, "Choose another one"):
			self.claim(wish, self.other)
		for user, allowed in ((self.user, True), (self.other_user, False)):
			with self.acting_as(user):
				self.assertEqual(wish.name in frappe.get_list("Charity Need", pluck="name"), allowed)
				self.assertIs(bool(frappe.has_permission("Charity Need", "read", wish.name)), allowed)
				self.assertEqual(name in frappe.get_list("Wish Claim", pluck="name"), allowed)
				self.assertIs(bool(frappe.has_permission("Wish Claim", "read", name)), allowed)
				with self.assertRaises(frappe.PermissionError):
					frappe.get_doc("Wish Claim", name).save()

	def test_only_consented_open_wishes_by_the_own_partner(self):
		with self.assertRaisesRegex(ConsentMissingError, "The household of need"):
			self.claim(charity_factories.wish(consent=False))
		with self.assertRaisesRegex(WishTakenError, "Choose another one"):
			self.claim(charity_factories.need())
		with (
			self.acting_as(self.user),
			self.assertRaisesRegex(
				CharityPartnerInvalidError, "Charity Partner must be the one that you work"
			),
		):
			wish_claims.claim_wish(charity_factories.wish().name, self.other.name)

	def test_only_the_claimant_gives_and_the_delivery_fulfils(self):
		wish = charity_factories.wish()
		name = self.claim(wish)
		foreign, own = charity_factories.goods(self.other), charity_factories.goods(self.partner)
		for gift, wrong in ((foreign, True), (own, False)):
			rows = [{"donation_item": gift.items[0].name, "quantity": 10}]
			if wrong:
				with self.assertRaisesRegex(WishTakenError, self.partner.name):
					charity_factories.disbursement(gift, wish, 0, items=rows)
				continue
			doc = charity_factories.disbursement(gift, wish, 0, items=rows)
		self.assertEqual(self.status(wish, name), ("Met", "Claimed"))
		with self.acting_as(self.user), self.assertRaisesRegex(WishClaimStateError, "Deliver or reverse"):
			wish_claims.release_claim(name, "不做了")
		deliveries.deliver_disbursement(doc.name, charity_factories.delivery(doc))
		self.assertEqual(self.status(wish, name), ("Met", "Fulfilled"))
		disbursements.reverse_disbursement(doc.name, "送错人家")
		self.assertEqual(self.status(wish, name), ("Claimed", "Claimed"))
		self.assertEqual([check.code for check in check_wishes() if not check.ok], [])

	def test_a_wish_without_money_or_goods_needs_a_proof_of_its_own(self):
		wish = charity_factories.wish(wanted_item=None, description="希望有人陪同去医院")
		name = self.claim(wish)
		with self.assertRaisesRegex(
			DeliveryProofMissingError, "Attach the proof that the wish was fulfilled"
		):
			wish_claims.fulfil_claim(name, "", "已陪同")
		wish_claims.fulfil_claim(name, charity_factories.proof(frappe.get_doc("Wish Claim", name)), "已陪同")
		self.assertEqual(self.status(wish, name), ("Met", "Fulfilled"))
		paid = charity_factories.wish()
		with self.assertRaisesRegex(WishClaimStateError, "This wish asks for money or goods: it"):
			wish_claims.fulfil_claim(self.claim(paid), "/private/files/x.pdf", "")

	def test_given_back_and_lapsed_wishes_are_open_again(self):
		wish = charity_factories.wish()
		first = self.claim(wish)
		with self.assertRaisesRegex(WishClaimStateError, "Give the reason for which the wish is given back"):
			wish_claims.release_claim(first, " ")
		wish_claims.release_claim(first, "货源不足")
		self.assertEqual(self.status(wish, first), ("Open", "Given Back"))
		second = self.claim(wish, self.other)
		self.assertEqual(lapse_expired_claims(frappe.utils.getdate("2026-04-01")), 0)
		self.assertEqual(lapse_expired_claims(frappe.utils.getdate("2026-04-02")), 1)
		self.assertEqual(self.status(wish, second), ("Open", "Lapsed"))
		self.claim(wish)
		self.assertEqual([check.code for check in check_wishes() if not check.ok], [])

	def test_a_wish_exposes_nobody(self):
		home = factories.household(ages=(44, 12))
		child = frappe.db.get_value("Registry Person", home.members[1].person, "person_name")
		for text in (f"给{child}买书包", "电话13800138000", f"{home.head_name}家缺棉被"):
			with (
				self.subTest(text),
				self.assertRaisesRegex(
					NeedExposedError,
					"Describe the need without it|names a member of the household or its village",
				),
			):
				charity_factories.wish(home, description=text)

	def test_offices_see_claims_of_their_places(self):
		name = self.claim(charity_factories.wish())
		for township, allowed in ((factories.TOWNSHIP_1, True), (factories.TOWNSHIP_2, False)):
			with self.acting_as(factories.user(TOWNSHIP_CLERK, township)):
				self.assertEqual(name in frappe.get_list("Wish Claim", pluck="name"), allowed)

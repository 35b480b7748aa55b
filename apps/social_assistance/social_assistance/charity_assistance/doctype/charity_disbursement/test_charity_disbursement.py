from datetime import date

import frappe

from social_assistance.constants import CHARITY_PARTNER, DISTRICT_REVIEWER, TOWNSHIP_CLERK
from social_assistance.permissions.exceptions import TransitionNotAllowedError
from social_assistance.services.charity import deliveries, disbursements
from social_assistance.services.charity.exceptions import (
	CharityPartnerInvalidError,
	ConsentMissingError,
	DeliveryProofMissingError,
	DisbursementStateError,
	DonationBalanceExceededError,
	DonationInvalidError,
)
from social_assistance.services.funds.exceptions import PeriodClosedError
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
		with (
			self.acting_as(self.user),
			self.assertRaisesRegex(DonationInvalidError, "Choose the need that this disbursement meets"),
		):
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
		charity_factories.approve(first)
		with self.assertRaisesRegex(DonationBalanceExceededError, "yuan are left of donation"):
			charity_factories.approve(second)
		self.assertEqual(self.balance(), (600, 400))

	def test_a_reversal_gives_the_amount_back_and_has_a_reason(self):
		doc = charity_factories.disbursement(self.gift, self.need, 800)
		self.assertEqual(self.need_state(), (800, "Met"))
		with self.acting_as(self.user):
			with self.assertRaisesRegex(DisbursementStateError, "reason"):
				frappe.get_doc("Charity Disbursement", doc.name).cancel()
			with self.assertRaisesRegex(
				DisbursementStateError, "An approved or delivered hand-over is reversed"
			):
				disbursements.reverse_disbursement(doc.name, " ")
			disbursements.reverse_disbursement(doc.name, "重复登记")
		doc.reload()
		self.assertEqual((doc.docstatus, doc.disbursement_status), (2, "Reversed"))
		self.assertEqual(self.balance(), (0, 1000))
		self.assertEqual(self.need_state(), (0, "Open"))
		with self.assertRaisesRegex(DisbursementStateError, "An approved or delivered hand-over is reversed"):
			disbursements.reverse_disbursement(doc.name, "再来一次")
		self.assertEqual(self.balance(), (0, 1000))

	def test_whoever_prepared_or_changed_it_does_not_approve_it(self):
		with self.acting_as(self.user):
			doc = charity_factories.disbursement(self.gift, self.need, submit=False)
			with self.assertRaisesRegex(DisbursementStateError, "Whoever prepared or changed"):
				doc.submit()
		reviewer = factories.user(DISTRICT_REVIEWER, factories.DISTRICT)
		with self.acting_as(reviewer):
			changed = frappe.get_doc("Charity Disbursement", doc.name)
			changed.amount = 700
			with self.assertRaisesRegex(DisbursementStateError, "Whoever prepared or changed"):
				changed.submit()
			changed.reload()
			changed.amount = 700
			changed.save()
			with self.assertRaisesRegex(DisbursementStateError, "Whoever prepared or changed"):
				changed.submit()
		self.assertEqual(self.balance(), (0, 1000))
		third = factories.user(CHARITY_PARTNER)
		frappe.get_doc("Charity Partner", self.partner.name).append("users", {"user": third}).db_insert()
		with self.acting_as(third):
			approved = frappe.get_doc("Charity Disbursement", doc.name).submit()
		self.assertEqual((approved.disbursement_status, approved.approved_by), ("Approved", third))

	def test_a_delivery_has_its_proof_and_signer(self):
		doc = charity_factories.disbursement(self.gift, self.need, submit=False)
		with self.assertRaisesRegex(DisbursementStateError, "only an approved hand-over can be delivered"):
			deliveries.deliver_disbursement(doc.name, charity_factories.delivery(doc))
		charity_factories.approve(doc)
		wrong = (
			{"delivery_proof": ""},
			{"signed_by": ""},
			{"signed_by": "Receiving Organisation"},
			{"delivered_on": date(2026, 3, 3)},
			{"delivered_on": date(2026, 3, 1)},
		)
		for values in wrong:
			with (
				self.subTest(values),
				self.assertRaisesRegex(
					DeliveryProofMissingError,
					"Attach the signed receipt or a photo of|Choose who signed for what was received|The delivery lies between the approval and today",
				),
			):
				deliveries.deliver_disbursement(doc.name, charity_factories.delivery(doc, **values))
		with self.acting_as(self.user):
			deliveries.deliver_disbursement(doc.name, charity_factories.delivery(doc, signer_name="张三"))
			shown = frappe.get_doc("Charity Disbursement", doc.name)
			shown.apply_fieldlevel_read_permissions()
			self.assertIsNone(shown.get("signer_name"))
			with self.assertRaisesRegex(
				DisbursementStateError, "only an approved hand-over can be delivered"
			):
				deliveries.deliver_disbursement(doc.name, charity_factories.delivery(doc))
		doc.reload()
		self.assertEqual((doc.disbursement_status, str(doc.delivered_on)), ("Delivered", "2026-03-02"))
		self.assertTrue(doc.delivery_proof.startswith("/private/files/"))

	def test_the_state_cannot_be_typed(self):
		doc = charity_factories.disbursement(self.gift, self.need)
		with self.acting_as(self.user):
			typed = frappe.get_doc("Charity Disbursement", doc.name)
			typed.disbursement_status = "Delivered"
			with self.assertRaisesRegex(
				TransitionNotAllowedError, "changes only through the steps of the procedure"
			):
				typed.save()

	def test_113_tents_go_to_another_district(self):
		"""The county of the report sent its only 113 tents on through the province's bureau."""
		gift = charity_factories.goods(
			self.partner, {"item_name": "帐篷", "unit": "顶", "quantity": 113, "unit_value": 800}
		)
		values = {
			"disbursement_kind": "Other District",
			"receiving_organisation": "四川省民政厅",
			"receiving_place": "四川灾区",
			"items": [{"donation_item": gift.items[0].name, "quantity": 113}],
		}
		with self.assertRaisesRegex(
			(DonationInvalidError, frappe.MandatoryError), "Enter Receiving Organisation"
		):
			charity_factories.disbursement(gift, None, **{**values, "receiving_organisation": " "})
		doc = charity_factories.disbursement(gift, self.need, **values)
		self.assertEqual((doc.charity_need, doc.household, doc.amount), (None, None, 90400))
		self.assertEqual(doc.division, frappe.db.get_single_value("Assistance Settings", "district"))
		kinds = frappe.get_all(
			"Goods Stock Entry", {"donation": gift.name}, ["entry_kind", "quantity"], order_by="creation"
		)
		self.assertEqual(
			[(row.entry_kind, row.quantity) for row in kinds], [("Receipt", 113), ("Transfer", -113)]
		)
		with self.assertRaisesRegex(DeliveryProofMissingError, "Choose who signed for what was received"):
			deliveries.deliver_disbursement(doc.name, charity_factories.delivery(doc))
		signed = {"signed_by": "Receiving Organisation"}
		with self.assertRaisesRegex(DeliveryProofMissingError, "四川省民政厅"):
			deliveries.deliver_disbursement(doc.name, charity_factories.delivery(doc, **signed))
		receipt = charity_factories.delivery(doc, **signed, receiving_receipt_no="川民收2026001")
		deliveries.deliver_disbursement(doc.name, receipt)

	def test_a_gift_for_one_kind_of_need_serves_that_kind(self):
		bound = {"is_restricted": 1, "purpose": "助学", "purpose_kind": "Medical"}
		gift = charity_factories.donation(self.partner, **bound)
		with self.assertRaisesRegex(DonationInvalidError, "was given for needs of the kind"):
			charity_factories.disbursement(gift, self.need)
		with self.assertRaisesRegex(DonationInvalidError, "was given for needs of the kind"):
			charity_factories.disbursement(
				gift, None, household=self.home.name, consent_given=1, consent_on="2026-03-01"
			)
		charity_factories.disbursement(gift, charity_factories.need(self.home, need_kind="Medical"))

	def test_offices_see_their_own_places(self):
		doc = charity_factories.disbursement(self.gift, self.need)
		for township, allowed in ((factories.TOWNSHIP_1, True), (factories.TOWNSHIP_2, False)):
			with self.acting_as(factories.user(TOWNSHIP_CLERK, township)):
				self.assertIs(bool(doc.has_permission("read")), allowed)
				self.assertEqual(doc.name in frappe.get_list("Charity Disbursement", pluck="name"), allowed)
				self.assertFalse(doc.has_permission("write"))

	def test_consent_comes_first(self):
		silent = charity_factories.need(self.home, consent=False)
		with self.assertRaisesRegex(ConsentMissingError, "The household of need"):
			charity_factories.disbursement(self.gift, silent)
		with self.assertRaisesRegex(ConsentMissingError, "Record its consent before handing anything over"):
			charity_factories.disbursement(self.gift, None, household=self.home.name)
		given = {"household": self.home.name, "consent_given": 1}
		with self.assertRaisesRegex(
			(ConsentMissingError, frappe.MandatoryError), "Enter the date on which the household consented"
		):
			charity_factories.disbursement(self.gift, None, **given)
		charity_factories.disbursement(self.gift, None, **given, consent_on="2026-03-01")

	def test_only_own_submitted_gifts(self):
		with (
			self.acting_as(self.other_user),
			self.assertRaisesRegex(
				(CharityPartnerInvalidError, frappe.PermissionError),
				"Charity Partner must be the one that you work",
			),
		):
			charity_factories.disbursement(self.gift, self.need)
		draft = charity_factories.donation(self.partner, submit=False)
		with self.assertRaisesRegex(DonationInvalidError, "is not submitted; only received donations can be"):
			charity_factories.disbursement(draft, self.need)

	def test_other_partners_do_not_see_it(self):
		doc = charity_factories.disbursement(self.gift, self.need)
		for user, allowed in ((self.user, True), (self.other_user, False)):
			with self.acting_as(user):
				self.assertIs(bool(doc.has_permission("read")), allowed)
				self.assertEqual(doc.name in frappe.get_list("Charity Disbursement", pluck="name"), allowed)

	def test_nothing_is_handed_over_in_a_closed_month(self):
		gift = charity_factories.donation(self.partner, received_on="2026-02-01")
		draft = charity_factories.disbursement(gift, self.need, submit=False, disbursed_on="2026-02-20")
		frappe.get_doc({"doctype": "Fund Period Closing", "period": "2026-02"}).insert()
		with self.assertRaisesRegex(PeriodClosedError, "2026-02"):
			charity_factories.approve(draft)
		self.assertEqual(frappe.db.get_value("Charity Donation", gift.name, "disbursed_amount"), 0)
		with self.assertRaisesRegex(PeriodClosedError, "Book on a day of an open period, or correct"):
			charity_factories.disbursement(gift, self.need, submit=False, disbursed_on="2026-02-20")

	def test_a_gift_for_a_place_stays_there(self):
		gift = charity_factories.donation(self.partner, target_division=factories.TOWNSHIP_2)
		with self.assertRaisesRegex(DonationInvalidError, "第二乡"):
			charity_factories.disbursement(gift, self.need)

	def test_amounts_and_dates_are_possible(self):
		for values in ({"amount": 0}, {"amount": -1}, {"disbursed_on": "2026-03-03"}):
			with (
				self.subTest(values),
				self.assertRaisesRegex(
					(DonationInvalidError, frappe.MandatoryError),
					"must be more than zero|must not be negative|lies in the future",
				),
			):
				charity_factories.disbursement(self.gift, self.need, **{"amount": 5, **values})

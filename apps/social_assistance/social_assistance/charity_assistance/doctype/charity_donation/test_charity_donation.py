from unittest.mock import patch

import frappe

from social_assistance.constants import AUDITOR, TOWNSHIP_CLERK
from social_assistance.permissions.exceptions import TransitionNotAllowedError
from social_assistance.services.charity import receipts
from social_assistance.services.charity.exceptions import (
	CharityPartnerInvalidError,
	DonationInUseError,
	DonationInvalidError,
)
from social_assistance.tests import charity_factories, factories
from social_assistance.tests.base import AssistanceTestCase


class TestCharityDonation(AssistanceTestCase):
	@classmethod
	def setUpClass(cls):
		super().setUpClass()
		cls.partner = charity_factories.partner()
		cls.other = charity_factories.partner("另一慈善会", "51410298MJ7654321")
		cls.user, cls.other_user = cls.partner.users[0].user, cls.other.users[0].user

	def test_a_partner_records_a_gift_and_gets_a_receipt(self):
		with self.acting_as(self.user):
			gift = charity_factories.donation(self.partner, 1000)
		self.assertRegex(gift.receipt_no, r"^SJ-MJ1234567-2026-\d{6}$")
		self.assertRegex(gift.receipt_token, r"^[0-9A-F]{16}$")
		self.assertEqual((gift.disbursed_amount, gift.balance_amount), (0, 1000))

	def test_receipt_numbers_of_a_partner_have_no_gaps(self):
		first = charity_factories.donation(self.partner)
		draft = charity_factories.donation(self.partner, submit=False)
		frappe.db.savepoint("failing")
		with (
			patch.object(receipts.secrets, "token_hex", side_effect=OSError),
			self.assertRaises(OSError),
		):
			draft.submit()
		frappe.db.rollback(save_point="failing")
		second = charity_factories.donation(self.partner)
		self.assertEqual(int(second.receipt_no[-6:]), int(first.receipt_no[-6:]) + 1)

	def test_the_donors_phone_is_sealed(self):
		gift = charity_factories.donation(self.partner)
		self.assertEqual(gift.donor_phone, "138****8000")
		self.assertNotIn("13800138000", frappe.as_json(gift))

	def test_an_anonymous_donor_leaves_no_trace(self):
		gift = charity_factories.donation(self.partner, is_anonymous=1)
		self.assertEqual((gift.donor_name, gift.donor_phone, gift.donor_phone_cipher), (None, None, None))

	def test_what_a_donation_needs(self):
		wrong = (
			{"amount": 0},
			{"amount": -5},
			{"donor_name": ""},
			{"is_restricted": 1},
			{"received_on": "2026-03-03"},
		)
		for values in wrong:
			with (
				self.subTest(values),
				self.assertRaisesRegex(
					(DonationInvalidError, frappe.MandatoryError),
					"A donation with restricted purpose needs its purpose|Enter the donor, or tick Anonymous Donor|Received On lies in the future|must not be negative|must be more than zero",
				),
			):
				charity_factories.donation(self.partner, **{"amount": 10, **values})

	def test_goods_are_worth_the_sum_of_their_lines(self):
		gift = charity_factories.goods(self.partner)
		self.assertEqual((gift.amount, gift.balance_amount), (63420, 63420))
		self.assertEqual([row.line_value for row in gift.items], [420, 63000])

	def test_a_wrong_line_of_goods_is_named(self):
		wrong = (
			({"quantity": 0}, "数量|Quantity"),
			({"quantity": "1.2345"}, "数量|Quantity"),
			({"unit_value": -1}, "Value of a Unit|单价"),
			({"unit": "  "}, "Unit"),
			({"expiry_date": "2026-02-28"}, "Use Before"),
		)
		for values, label in wrong:
			line = charity_factories.RICE | values
			with self.subTest(values), self.assertRaisesRegex(DonationInvalidError, f"2.*({label})"):
				charity_factories.goods(self.partner, charity_factories.CLOTHES, line)
		with self.assertRaisesRegex(DonationInvalidError, "at least one line"):
			charity_factories.donation(self.partner, 5, donation_kind="Goods")

	def test_partners_work_with_their_own_gifts_only(self):
		gift = charity_factories.donation(self.partner)
		with self.acting_as(self.other_user):
			self.assertEqual(frappe.get_list("Charity Donation", pluck="name"), [])
			self.assertFalse(gift.has_permission("read"))
			with self.assertRaises(frappe.PermissionError):
				charity_factories.donation(self.partner)
		with self.acting_as(self.user):
			self.assertEqual(frappe.get_list("Charity Donation", pluck="name"), [gift.name])

	def test_a_disabled_partner_takes_no_gifts(self):
		frappe.db.set_value("Charity Partner", self.partner.name, "is_enabled", 0)
		with self.assertRaisesRegex(CharityPartnerInvalidError, "is not enabled"):
			charity_factories.donation(self.partner)

	def test_roles_outside_charity(self):
		gift = charity_factories.donation(self.partner)
		with self.acting_as(factories.user(AUDITOR)):
			self.assertTrue(gift.has_permission("read"))
			self.assertFalse(gift.has_permission("write"))
		with self.acting_as(factories.user(TOWNSHIP_CLERK, factories.TOWNSHIP_1)):
			self.assertFalse(gift.has_permission("read"))

	def test_receipt_and_balance_cannot_be_typed(self):
		draft = charity_factories.donation(self.partner, submit=False)
		for field, value in (("receipt_no", "SJ-1"), ("receipt_token", "x"), ("balance_amount", 9)):
			with self.subTest(field), self.acting_as(self.user):
				doc = frappe.get_doc("Charity Donation", draft.name)
				doc.set(field, value)
				with self.assertRaisesRegex(
					TransitionNotAllowedError, "changes only through the steps of the procedure"
				):
					doc.save()

	def test_an_untouched_gift_can_be_cancelled_and_its_receipt_becomes_void(self):
		gift = charity_factories.donation(self.partner)
		with self.acting_as(self.user):
			frappe.get_doc("Charity Donation", gift.name).cancel()
		self.assertFalse(receipts.get_receipt_facts(gift.receipt_no, gift.receipt_token)["is_valid"])

	def test_a_gift_that_was_handed_on_cannot_be_cancelled(self):
		gift = charity_factories.donation(self.partner)
		charity_factories.disbursement(gift, charity_factories.need())
		gift.reload()
		with self.assertRaisesRegex(DonationInUseError, "was disbursed or written off in part"):
			gift.cancel()

	def test_the_check_code_opens_the_receipt_and_nothing_else_does(self):
		gift = charity_factories.donation(self.partner)
		facts = receipts.get_receipt_facts(gift.receipt_no, gift.receipt_token.lower())
		self.assertEqual((facts["amount"], facts["donor"], facts["is_valid"]), (1000, "王**", True))
		for number, code in (
			(gift.receipt_no, "0" * 16),
			(gift.receipt_no, ""),
			("SJ-0", gift.receipt_token),
		):
			self.assertIsNone(receipts.get_receipt_facts(number, code))

	def test_the_receipt_prints_amount_in_capitals_and_a_code(self):
		gift = charity_factories.donation(self.partner, 291)
		html = frappe.get_print("Charity Donation", gift.name, "Donation Receipt")
		for text in (gift.receipt_no, gift.receipt_token, "贰佰玖拾壹元整", "<svg"):
			self.assertIn(text, html)

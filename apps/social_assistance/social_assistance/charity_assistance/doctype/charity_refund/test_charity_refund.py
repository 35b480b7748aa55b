from decimal import Decimal

import frappe

from social_assistance.api.v1.charity.campaigns import refund_donation
from social_assistance.constants import AUDITOR, TOWNSHIP_CLERK
from social_assistance.domain.money import from_storage
from social_assistance.engines.verify import campaigns
from social_assistance.engines.verify.charity import check_goods_stock
from social_assistance.exceptions import AppendOnlyEntryError
from social_assistance.overrides.exceptions import NumberUnreadableError
from social_assistance.permissions.exceptions import TransitionNotAllowedError
from social_assistance.services.charity import goods_stock
from social_assistance.services.charity import receipts as charity_receipts
from social_assistance.services.charity.exceptions import (
	DonationBalanceExceededError,
	DonationInUseError,
	DonationInvalidError,
	RefundInvalidError,
	StockExceededError,
)
from social_assistance.services.funds.exceptions import PeriodClosedError
from social_assistance.services.funds.ledger import CHARITY_GOODS, CHARITY_MONEY, GIFTS, get_account_balance
from social_assistance.tests import charity_factories, factories
from social_assistance.tests.base import AssistanceTestCase


class TestCharityRefund(AssistanceTestCase):
	@classmethod
	def setUpClass(cls):
		super().setUpClass()
		cls.partner = charity_factories.partner(may_raise_publicly=1)
		cls.other = charity_factories.partner("另一慈善会", "51410298MJ7654321")
		cls.user, cls.other_user = cls.partner.users[0].user, cls.other.users[0].user

	def setUp(self):
		super().setUp()
		frappe.db.set_value("Charity Partner", self.partner.name, "may_raise_publicly", 1)
		self.before = (
			get_account_balance(GIFTS),
			get_account_balance(CHARITY_MONEY),
			get_account_balance(CHARITY_GOODS),
		)
		self.campaign = charity_factories.campaign(self.partner)
		self.gift = charity_factories.donation(self.partner, 1000, campaign=self.campaign.name)

	def refund(self, amount: str = "300", key: str = "", **values):
		with self.acting_as(self.user):
			return refund_donation(
				values.get("donation", self.gift.name), amount, "Donor Withdrew", "", request_key=key
			)

	def booked(self) -> tuple[Decimal, ...]:
		now = (
			get_account_balance(GIFTS),
			get_account_balance(CHARITY_MONEY),
			get_account_balance(CHARITY_GOODS),
		)
		return tuple(new - old for new, old in zip(now, self.before, strict=True))

	def assert_clean(self):
		checks = (campaigns.check_campaigns, campaigns.check_receipts, campaigns.check_charity_books)
		self.assertEqual([each.code for check in checks for each in check() if not each.ok], [])

	def test_a_part_goes_back_and_the_rest_has_a_new_receipt(self):
		done = self.refund("300.50")
		self.gift.reload(), self.campaign.reload()
		self.assertEqual(
			(self.gift.refunded_amount, self.gift.balance_amount, self.campaign.raised_amount),
			(300.5, 699.5, 699.5),
		)
		self.assertEqual(self.booked(), (Decimal("-699.50"), Decimal("699.50"), 0))
		old = frappe.get_doc("Charity Receipt", done["cancelled_receipt"])
		self.assertEqual(
			(old.receipt_status, old.refund, old.replaced_by), ("Void", done["name"], done["new_receipt"])
		)
		self.assertEqual(self.gift.receipt_no, done["new_receipt"])
		facts = charity_receipts.get_receipt_facts(self.gift.receipt_no, self.gift.receipt_token)
		self.assertEqual((facts["amount"], facts["is_valid"]), (Decimal("699.50"), True))
		facts = charity_receipts.get_receipt_facts(old.receipt_no, old.receipt_token)
		self.assertEqual((facts["is_valid"], facts["replaced_by"]), (False, done["new_receipt"]))
		self.assert_clean()

	def test_the_whole_goes_back_and_no_receipt_remains(self):
		done = self.refund("1000")
		self.assertIsNone(done["new_receipt"])
		self.assertEqual(self.booked(), (0, 0, 0))
		self.assert_clean()

	def test_two_clicks_refund_once_and_two_clerks_never_more_than_is_left(self):
		first, again = self.refund("600", key="k1"), self.refund("600", key="k1")
		self.assertEqual(first["name"], again["name"])
		with self.assertRaisesRegex(DonationBalanceExceededError, "400.00"):
			self.refund("600", key="k2")
		self.gift.reload()
		self.assertEqual(from_storage(self.gift.refunded_amount), 600)
		self.assert_clean()

	def test_only_what_is_not_spent_goes_back_and_what_went_back_is_not_spent(self):
		need = charity_factories.need()
		draft = charity_factories.disbursement(self.gift, need, 400, submit=False)
		self.refund("700")
		with self.assertRaisesRegex(DonationBalanceExceededError, "yuan are left of donation"):
			charity_factories.approve(draft)
		self.gift.reload()
		with self.assertRaisesRegex(DonationInUseError, "was refunded in part; what is left can be"):
			self.gift.cancel()

	def test_what_a_refund_needs(self):
		draft = charity_factories.donation(self.partner, submit=False)
		for amount, name in (("0", ""), ("-1", ""), ("1,0", ""), ("1000.01", ""), ("5", draft.name)):
			with (
				self.subTest(amount),
				self.assertRaisesRegex(
					(RefundInvalidError, DonationBalanceExceededError, NumberUnreadableError),
					"must not be negative|is not submitted; there is nothing to give|must be more than zero|is not a number|yuan are left of donation",
				),
			):
				self.refund(amount, donation=name or self.gift.name)
		self.assertEqual(frappe.db.count("Charity Refund", {"donation": self.gift.name}), 0)

	def test_goods_go_back_as_a_whole(self):
		gift = charity_factories.goods(self.partner, charity_factories.RICE)
		with self.assertRaisesRegex(RefundInvalidError, "The goods that go back are worth"):
			self.refund("100", donation=gift.name)
		self.refund("420", donation=gift.name)
		self.assertEqual(self.booked(), (-1000, 1000, 0))

	def give_back(self, gift, goods: dict, key: str = ""):
		with self.acting_as(self.user):
			return refund_donation(gift.name, "", "Donor Withdrew", request_key=key, goods=goods)

	def test_goods_go_back_in_part_by_quantity(self):
		gift = charity_factories.goods(self.partner, campaign=self.campaign.name)
		rice, clothes = (row.name for row in gift.items)
		old = gift.receipt_no
		need = charity_factories.wish()
		charity_factories.disbursement(gift, need, 0, items=[{"donation_item": rice, "quantity": 10}])
		first = self.give_back(gift, {rice: "40.5", clothes: 50}, "k")
		self.assertEqual(self.give_back(gift, {rice: "40.5", clothes: 50}, "k")["name"], first["name"])
		gift.reload()
		self.assertEqual((gift.refunded_amount, gift.balance_amount), (1113.4, 62278.6))
		left = goods_stock.get_stock_on_hand(rice)
		self.assertEqual((left.quantity, left.amount), (Decimal("99.5"), Decimal("278.60")))
		self.assertEqual(self.booked()[2], Decimal("62278.60"))
		self.give_back(gift, {rice: 99.5})
		printed = charity_receipts.get_receipt_print_data(frappe.get_doc("Charity Donation", gift.name))
		self.assertEqual(
			[(row["name"], row["quantity"]) for row in printed["items"]], [("大米", "10"), ("衣物", "3100")]
		)
		self.assertEqual(printed["amount"], "62028.00")
		facts = charity_receipts.get_receipt_facts(
			old, frappe.db.get_value("Charity Receipt", old, "receipt_token")
		)
		self.assertEqual([row["quantity"] for row in facts["items"]], ["150", "3150"])
		facts = charity_receipts.get_receipt_facts(
			first["new_receipt"],
			frappe.db.get_value("Charity Receipt", first["new_receipt"], "receipt_token"),
		)
		self.assertEqual([row["quantity"] for row in facts["items"]], ["109.5", "3100"])
		self.assert_clean()
		self.assertEqual([check.code for check in check_goods_stock() if not check.ok], [])

	def test_never_more_goods_than_are_on_hand_nor_of_another_gift(self):
		gift = charity_factories.goods(self.partner)
		other = charity_factories.goods(self.partner)
		rice = gift.items[0].name
		for goods, error, words in (
			({rice: 150.001}, StockExceededError, "150.001 斤 are asked for, but 150 are"),
			({rice: "0"}, DonationInvalidError, "more than zero"),
			({rice: "-1"}, DonationInvalidError, "must not be negative"),
			({other.items[0].name: 1}, RefundInvalidError, "belongs to another donation"),
			({"nothing": 1}, StockExceededError, "There is no batch nothing"),
		):
			with self.subTest(goods), self.assertRaisesRegex(error, words):
				self.give_back(gift, goods)
		self.assertEqual(goods_stock.get_stock_on_hand(rice).quantity, 150)
		gift.reload()
		self.assertEqual((gift.refunded_amount, gift.balance_amount), (0, 63420))

	def test_a_closed_month_takes_neither_gift_nor_refund(self):
		drafts = charity_factories.donation(self.partner, submit=False, received_on="2026-02-10")
		receipts = frappe.db.count("Charity Receipt")
		frappe.get_doc({"doctype": "Fund Period Closing", "period": "2026-02"}).insert()
		frappe.db.savepoint("closed")
		with self.assertRaisesRegex(PeriodClosedError, "2026-02"):
			drafts.submit()
		frappe.db.rollback(save_point="closed")
		self.assertEqual(frappe.db.count("Charity Receipt"), receipts)
		self.assertEqual(frappe.db.get_value("Charity Donation", drafts.name, "docstatus"), 0)
		with (
			self.acting_as(self.user),
			self.assertRaisesRegex(PeriodClosedError, "Book on a day of an open period, or correct"),
		):
			gift = charity_factories.donation(self.partner, received_on="2026-03-01")
			frappe.db.set_value("Charity Donation", gift.name, "received_on", "2026-02-10")
			frappe.get_doc(
				{
					"doctype": "Charity Refund",
					"donation": gift.name,
					"amount": 5,
					"refund_reason": "Paid Twice",
					"refunded_on": "2026-02-15",
				}
			).insert()

	def test_nobody_else_refunds_and_nobody_changes_a_refund(self):
		for user in (
			self.other_user,
			factories.user(AUDITOR),
			factories.user(TOWNSHIP_CLERK, factories.TOWNSHIP_1),
		):
			with self.subTest(user), self.acting_as(user), self.assertRaises(frappe.PermissionError):
				refund_donation(self.gift.name, "1", "Paid Twice")
		name = self.refund("300")["name"]
		with self.acting_as(self.other_user):
			self.assertEqual(frappe.get_list("Charity Refund", pluck="name"), [])
			self.assertFalse(frappe.has_permission("Charity Refund", "read", name))
			with self.assertRaises(frappe.PermissionError):
				frappe.get_doc("Charity Refund", name).save()
		with self.assertRaisesRegex(
			(AppendOnlyEntryError, TransitionNotAllowedError), "belongs to an append-only book and can be"
		):
			frappe.get_doc("Charity Refund", name).save()
		with self.assertRaisesRegex(AppendOnlyEntryError, "belongs to an append-only book and can be"):
			frappe.delete_doc("Charity Refund", name)

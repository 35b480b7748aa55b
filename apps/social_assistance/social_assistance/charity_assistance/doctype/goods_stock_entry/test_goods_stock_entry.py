from decimal import Decimal

import frappe

from social_assistance.constants import AUDITOR
from social_assistance.engines.verify.charity import check_goods_stock
from social_assistance.exceptions import AppendOnlyEntryError
from social_assistance.permissions.exceptions import TransitionNotAllowedError
from social_assistance.services.charity import disbursements, goods_stock
from social_assistance.services.charity.exceptions import (
	DonationInUseError,
	DonationInvalidError,
	GoodsExpiredError,
	StockExceededError,
)
from social_assistance.tests import charity_factories, factories
from social_assistance.tests.base import AssistanceTestCase


class TestGoodsStockEntry(AssistanceTestCase):
	@classmethod
	def setUpClass(cls):
		super().setUpClass()
		cls.partner = charity_factories.partner()
		cls.other = charity_factories.partner("另一慈善会", "51410298MJ7654321")

	def setUp(self):
		super().setUp()
		self.gift = charity_factories.goods(self.partner)
		self.rice, self.clothes = (row.name for row in self.gift.items)
		self.wish = charity_factories.wish()

	def hand_over(self, *rows, submit: bool = True):
		items = [{"donation_item": batch, "quantity": quantity} for batch, quantity in rows]
		return charity_factories.disbursement(self.gift, self.wish, 0, submit, items=items)

	def left(self, batch: str) -> tuple[Decimal, Decimal]:
		found = goods_stock.get_stock_on_hand(batch)
		return found.quantity, found.amount

	def test_a_donation_fills_the_stock_and_its_cancelling_empties_it(self):
		self.assertEqual(self.left(self.rice), (150, 420))
		self.assertEqual(self.left(self.clothes), (3150, 63000))
		self.gift.cancel()
		self.assertEqual((self.left(self.rice), self.left(self.clothes)), ((0, 0), (0, 0)))

	def test_a_hand_over_takes_goods_and_a_reversal_returns_them(self):
		doc = self.hand_over((self.rice, 10), (self.clothes, 2))
		self.assertEqual(doc.amount, 68)
		self.assertEqual((self.left(self.rice), self.left(self.clothes)), ((140, 392), (3148, 62960)))
		state = ["need_status", "received_quantity", "received_amount"]
		self.assertEqual(frappe.db.get_value("Charity Need", self.wish.name, state), ("Met", 10, 68))
		disbursements.reverse_disbursement(doc.name, "登记错误")
		self.assertEqual((self.left(self.rice), self.left(self.clothes)), ((150, 420), (3150, 63000)))
		self.assertEqual(frappe.db.get_value("Charity Need", self.wish.name, state), ("Open", 0, 0))
		self.assertEqual([check.code for check in check_goods_stock() if not check.ok], [])

	def test_never_more_than_is_on_hand(self):
		with self.assertRaisesRegex(StockExceededError, "150"):
			self.hand_over((self.rice, "150.001"))
		first, second = (self.hand_over((self.rice, 100), submit=False) for _ in range(2))
		charity_factories.approve(first)
		with self.assertRaisesRegex(StockExceededError, "are asked for, but"):
			charity_factories.approve(second)
		self.assertEqual(self.left(self.rice), (50, 140))

	def test_rows_of_a_hand_over_name_batches_of_its_gift_once(self):
		foreign = charity_factories.goods(self.partner).items[0].name
		wrong = (
			((foreign, 1),),
			((self.rice, 1), (self.rice, 2)),
			((self.rice, 0),),
			((self.rice, "1.2345"),),
			(),
		)
		for rows in wrong:
			with (
				self.subTest(rows),
				self.assertRaisesRegex(
					(DonationInvalidError, frappe.MandatoryError),
					"must be more than zero|belongs to another donation|is listed twice|Choose the goods that are handed over|decimal places",
				),
			):
				self.hand_over(*rows)

	def test_expired_goods_are_written_off_and_not_handed_out(self):
		frappe.db.set_value("Charity Donation Item", self.rice, "expiry_date", "2026-03-02")
		with self.assertRaisesRegex(GoodsExpiredError, "had to be used before"):
			self.hand_over((self.rice, 1))
		goods_stock.write_off_goods(self.rice, "", "过期")
		self.assertEqual(self.left(self.rice), (0, 0))
		amounts = frappe.db.get_value(
			"Charity Donation", self.gift.name, ["written_off_amount", "balance_amount"]
		)
		self.assertEqual(amounts, (420, 63000))
		with self.assertRaisesRegex(StockExceededError, "are asked for, but"):
			goods_stock.write_off_goods(self.rice, "", "再次")
		with self.assertRaisesRegex(DonationInUseError, "was disbursed or written off in part"):
			frappe.get_doc("Charity Donation", self.gift.name).cancel()
		self.assertEqual([check.code for check in check_goods_stock() if not check.ok], [])

	def test_roundings_never_add_up(self):
		self.gift = charity_factories.goods(
			self.partner, charity_factories.RICE | {"quantity": 1, "unit_value": 0.05}
		)
		(batch,) = (row.name for row in self.gift.items)
		values = [self.hand_over((batch, part)).amount for part in ("0.3", "0.3", "0.3", "0.1")]
		self.assertEqual(sum(Decimal(str(value)) for value in values), Decimal("0.05"))
		self.assertEqual(self.left(batch), (0, 0))

	def test_the_book_is_only_ever_continued(self):
		entry = frappe.get_doc("Goods Stock Entry", {"donation_item": self.rice})
		with self.assertRaisesRegex(
			(AppendOnlyEntryError, TransitionNotAllowedError), "belongs to an append-only book and can be"
		):
			entry.save()
		with self.assertRaisesRegex(AppendOnlyEntryError, "belongs to an append-only book and can be"):
			entry.delete()
		with (
			self.acting_as(self.partner.users[0].user),
			self.assertRaises(frappe.PermissionError),
		):
			frappe.copy_doc(entry).insert()

	def test_partners_see_their_own_stock_and_auditors_all(self):
		entry = frappe.get_doc("Goods Stock Entry", {"donation_item": self.rice})
		seen = (
			(self.partner.users[0].user, True),
			(self.other.users[0].user, False),
			(factories.user(AUDITOR), True),
		)
		for user, allowed in seen:
			with self.subTest(user), self.acting_as(user):
				self.assertIs(bool(entry.has_permission("read")), allowed)
				self.assertEqual(entry.name in frappe.get_list("Goods Stock Entry", pluck="name"), allowed)
				self.assertFalse(entry.has_permission("write"))

	def test_two_clicks_write_a_part_off_once(self):
		first, again, other = (
			goods_stock.write_off_goods(self.rice, "5", "受潮", key) for key in ("a", "a", "b")
		)
		self.assertEqual(first, again)
		self.assertNotEqual(first, other)
		self.assertEqual(self.left(self.rice), (140, 392))
		self.gift.reload()
		self.assertEqual(self.gift.written_off_amount, 28)

"""Donations of the time before the book of receipts and the ledger are brought up to date, once."""

import frappe

from social_assistance.engines.verify import campaigns, charity
from social_assistance.patches.v1_0 import book_old_gifts, enter_old_receipts, name_filed_plans
from social_assistance.services.charity import goods_stock, receipts
from social_assistance.services.funds.ledger import GIFTS, GIFTS_USED, GOODS_LOST, get_account_balance
from social_assistance.tests import charity_factories
from social_assistance.tests.base import AssistanceTestCase

CHECKS = (
	campaigns.check_receipts,
	campaigns.check_charity_books,
	charity.check_donations,
	charity.check_goods_stock,
)


class TestOldGifts(AssistanceTestCase):
	def setUp(self):
		super().setUp()
		self.partner = charity_factories.partner()
		before = [get_account_balance(account) for account in (GIFTS, GIFTS_USED, GOODS_LOST)]
		self.money = charity_factories.donation(self.partner, 1000)
		charity_factories.disbursement(self.money, charity_factories.need(), 300)
		self.goods = charity_factories.goods(self.partner, charity_factories.RICE)
		goods_stock.write_off_goods(self.goods.items[0].name, "10", "受潮")
		self.gone = charity_factories.donation(self.partner, 50)
		self.gone.cancel()
		after = [get_account_balance(account) for account in (GIFTS, GIFTS_USED, GOODS_LOST)]
		self.booked = [new - old for new, old in zip(after, before, strict=True)]
		self.before = before
		self.make_old()

	def make_old(self):
		"""As an earlier version left them: number and check code on the donation, no entry in either book."""
		names = tuple(gift.name for gift in (self.money, self.goods, self.gone))
		frappe.db.sql("delete from `tabCharity Receipt` where donation in %s", (names,))
		frappe.db.sql("update `tabCharity Donation` set voucher_no = null where name in %s", (names,))
		frappe.db.sql(
			"""delete from `tabFund Ledger Entry` where entry_kind in
			('Gift Received', 'Gift Handed On', 'Goods Written Off', 'Reversal') and reference_doctype in
			('Charity Donation', 'Charity Disbursement', 'Goods Stock Entry')"""
		)

	def failing(self) -> set[str]:
		return {each.code for check in CHECKS for each in check() if not each.ok}

	def patch(self):
		enter_old_receipts.execute()
		book_old_gifts.execute()

	def sums(self):
		return [get_account_balance(account) for account in (GIFTS, GIFTS_USED, GOODS_LOST)]

	def test_old_gifts_get_receipts_and_vouchers_and_all_checks_hold(self):
		self.assertLessEqual({"CHA-24", "CHA-27"}, self.failing())
		self.patch()
		self.assertEqual(self.failing(), set())
		entries = {
			gift: frappe.get_doc("Charity Receipt", gift.receipt_no)
			for gift in (self.money, self.goods, self.gone)
		}
		self.assertEqual(
			[(entry.receipt_status, entry.amount, entry.serial_year) for entry in entries.values()],
			[("Valid", 1000, 2026), ("Valid", 420, 2026), ("Void", 50, 2026)],
		)
		self.assertEqual(
			receipts.get_receipt_facts(self.money.receipt_no, self.money.receipt_token)["is_valid"], True
		)
		self.assertEqual([new - old for new, old in zip(self.sums(), self.before, strict=True)], self.booked)
		self.assertTrue(frappe.db.get_value("Charity Donation", self.money.name, "voucher_no"))
		self.assertFalse(frappe.db.get_value("Charity Donation", self.gone.name, "voucher_no"))

	def test_a_second_run_changes_nothing(self):
		self.patch()
		counts = [frappe.db.count(each) for each in ("Charity Receipt", "Fund Ledger Entry")], self.sums()
		self.patch()
		again = [frappe.db.count(each) for each in ("Charity Receipt", "Fund Ledger Entry")], self.sums()
		self.assertEqual(again, counts)

	def test_numbers_go_on_after_it(self):
		self.patch()
		new = charity_factories.donation(self.partner, 10, donor_phone=None)
		self.assertEqual(frappe.db.count("Fund Ledger Entry", {"voucher_no": new.voucher_no}), 2)
		self.assertEqual(self.failing(), set())

	def test_a_closed_month_stays_as_it_is(self):
		frappe.db.set_value("Charity Donation", self.money.name, "received_on", "2026-02-10")
		frappe.get_doc({"doctype": "Fund Period Closing", "period": "2026-02"}).insert()
		self.patch()
		booked = {"reference_name": self.money.name, "entry_kind": "Gift Received"}
		self.assertEqual(
			frappe.get_all("Fund Ledger Entry", booked, pluck="period", distinct=True), ["2026-03"]
		)

	def test_a_filed_plan_has_the_new_name_of_its_state(self):
		frappe.db.set_value("Charity Partner", self.partner.name, "may_raise_publicly", 1)
		plan = charity_factories.campaign(self.partner, "Filed")
		running = charity_factories.campaign(self.partner)
		for _again in range(2):
			name_filed_plans.execute()
		states = [
			frappe.db.get_value("Charity Campaign", doc.name, "campaign_status") for doc in (plan, running)
		]
		self.assertEqual(states, ["Plan Filed", "Running"])

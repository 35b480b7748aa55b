"""Where donations go, as donors and stock keepers read it: no family to be told, every yuan and every bag accounted for."""

from unittest.mock import patch

import frappe
from frappe.desk.query_report import run

from social_assistance.constants import AUDITOR, TOWNSHIP_CLERK
from social_assistance.services.charity import deliveries, donation_trail, goods_stock
from social_assistance.tests import charity_factories, factories
from social_assistance.tests.base import AssistanceTestCase


class TestGiftTrail(AssistanceTestCase):
	@classmethod
	def setUpClass(cls):
		super().setUpClass()
		cls.partner = charity_factories.partner()
		cls.other = charity_factories.partner("另一慈善会", "51410298MJ7654321")

	def limit(self, fewest: int) -> None:
		frappe.db.set_single_value("Assistance Settings", "smallest_public_group", fewest)

	def test_a_donor_reads_amounts_places_and_kinds_but_no_family(self):
		self.limit(2)
		gift = charity_factories.donation(self.partner, 1000)
		homes = [factories.household(ages=(44,)) for _each in range(2)]
		for home in homes:
			done = charity_factories.disbursement(gift, charity_factories.need(home), 200)
			deliveries.deliver_disbursement(done.name, charity_factories.delivery(done))
		far = factories.household(factories.VILLAGE_2, ages=(60,))
		charity_factories.disbursement(gift, charity_factories.need(far, need_kind="Medical"), 100)
		found = donation_trail.get_donation_trail(gift.receipt_no, gift.receipt_token)
		self.assertEqual(
			[(row.township, row.kind, row.households, row.amount) for row in found["rows"]],
			[("第一街道", "Education", 2, 400), ("", "", None, 100)],
		)
		self.assertEqual([row.delivered_amount for row in found["rows"]], [400, 0])
		self.assertEqual((found["sums"]["disbursed_amount"], found["sums"]["balance_amount"]), (500, 500))
		text = repr(found)
		for home in (*homes, far):
			self.assertNotIn(home.name, text)
			self.assertNotIn(home.head_name, text)

	def test_the_check_code_is_the_key(self):
		gift = charity_factories.donation(self.partner)
		for number, code in (
			(gift.receipt_no, "0" * 16),
			(gift.receipt_no, ""),
			("SJ-0", gift.receipt_token),
		):
			self.assertIsNone(donation_trail.get_donation_trail(number, code))

	def test_goods_sent_to_another_district_name_their_receiver(self):
		tents = {"item_name": "帐篷", "unit": "顶", "quantity": 113, "unit_value": 800}
		gift = charity_factories.goods(self.partner, tents)
		receiver = {"receiving_organisation": "四川省民政厅", "receiving_place": "四川灾区"}
		rows = [{"donation_item": gift.items[0].name, "quantity": 113}]
		charity_factories.disbursement(
			gift, None, 0, items=rows, disbursement_kind="Other District", **receiver
		)
		trail = donation_trail.get_donation_trail(gift.receipt_no, gift.receipt_token)
		self.assertEqual((trail["goods"], trail["rows"]), ([("帐篷", 113, "顶")], []))
		self.assertLessEqual((receiver | {"amount": 90400}).items(), trail["elsewhere"][0].items())

	def test_the_stock_report_tells_what_expires_and_shows_partners_their_own(self):
		rice, clothes = charity_factories.RICE, charity_factories.CLOTHES
		gift = charity_factories.goods(self.partner, rice | {"expiry_date": "2026-03-20"}, rice, clothes)
		charity_factories.goods(self.other, clothes)
		wish = charity_factories.wish()
		rows = [{"donation_item": gift.items[0].name, "quantity": 10}]
		charity_factories.disbursement(gift, wish, 0, items=rows)
		goods_stock.write_off_goods(gift.items[0].name, "5", "受潮")
		user = self.partner.users[0].user
		found = self.rows(user)
		shown = [
			(
				row["item_name"],
				row["state"],
				row["received"],
				row["issued"],
				row["written_off"],
				row["on_hand"],
			)
			for row in found
		]
		self.assertEqual(
			shown,
			[
				("大米", "Expires Soon", 150, 10, 5, 135),
				("大米", "Usable", 150, 0, 0, 150),
				("衣物", "Usable", 3150, 0, 0, 3150),
			],
		)
		self.assertEqual(len(self.rows(factories.user(AUDITOR))), 4)
		with patch("social_assistance.services.clock.today", return_value=frappe.utils.getdate("2026-03-20")):
			self.assertEqual(self.rows(user)[0]["state"], "Expired")
		with (
			self.acting_as(factories.user(TOWNSHIP_CLERK, factories.TOWNSHIP_1)),
			self.assertRaisesRegex(frappe.PermissionError, "t have access to Report"),
		):
			run("Goods Stock", {})

	def rows(self, user: str) -> list[dict]:
		with self.acting_as(user):
			return [row for row in run("Goods Stock", {})["result"] if isinstance(row, dict)]

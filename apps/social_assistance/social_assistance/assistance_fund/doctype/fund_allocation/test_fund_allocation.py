from decimal import Decimal

import frappe

from social_assistance.assistance_fund.report.township_reserve_statement import township_reserve_statement
from social_assistance.constants import TOWNSHIP_LEADER
from social_assistance.services.funds.exceptions import FundsInsufficientError
from social_assistance.services.funds.ledger import (
	ALLOCATED,
	EXPENSE,
	FUNDS,
	RESERVE,
	TREASURY,
	get_account_balance,
)
from social_assistance.tests import factories, fund_factories
from social_assistance.tests.base import AssistanceTestCase
from social_assistance.tests.fund_factories import movement


class TestFundAllocation(AssistanceTestCase):
	@classmethod
	def setUpClass(cls):
		super().setUpClass()
		cls.leader = factories.user(TOWNSHIP_LEADER, factories.TOWNSHIP_1)

	def setUp(self):
		super().setUp()
		self.source = fund_factories.source().name
		movement("Receipt", self.source, "1000.00")

	def of(self, account: str) -> Decimal:
		return get_account_balance(account, fund_source=self.source)

	def test_money_received_stands_on_both_sides(self):
		self.assertEqual((self.of(TREASURY), self.of(FUNDS)), (Decimal(1000), Decimal(-1000)))

	def test_money_is_allocated_to_a_township_once(self):
		movement("Allocation", self.source, "700.00", division=factories.TOWNSHIP_1)
		self.assertEqual((self.of(FUNDS), self.of(ALLOCATED)), (Decimal(-300), Decimal(-700)))
		with self.assertRaisesRegex(FundsInsufficientError, "300.00"):
			movement("Allocation", self.source, "300.01", division=factories.TOWNSHIP_2)

	def test_a_reserve_is_advanced_used_and_replenished(self):
		place = {"division": factories.TOWNSHIP_1}
		movement("Reserve Advance", self.source, "165.00", **place)
		movement("Reserve Use", self.source, "100.00", **place)
		movement("Reserve Replenishment", self.source, "50.00", **place)
		self.assertEqual(
			(self.of(RESERVE), self.of(EXPENSE), self.of(TREASURY)),
			(Decimal(115), Decimal(100), Decimal(785)),
		)
		with self.assertRaisesRegex(FundsInsufficientError, "yuan are left"):
			movement("Reserve Use", self.source, "115.01", **place)
		with self.assertRaisesRegex(FundsInsufficientError, "yuan are left"):
			movement("Reserve Use", self.source, "1.00", division=factories.TOWNSHIP_2)

	def test_the_february_advance_for_the_cold_spell(self):
		"""Annual report 2025: 165,000 yuan of reserve advanced to the townships in February."""
		movement("Receipt", self.source, "200000.00", posted_on="2026-02-02")
		for place in (factories.TOWNSHIP_1, factories.TOWNSHIP_2):
			movement("Reserve Advance", self.source, "82500.00", division=place, posted_on="2026-02-05")
		movement("Reserve Use", self.source, "2500.00", division=factories.TOWNSHIP_1)
		_columns, rows = township_reserve_statement.execute({"from_month": "2026-02", "to_month": "2026-02"})
		self.assertEqual(sum(row["filled"] for row in rows), Decimal(165000))
		with self.acting_as(self.leader):
			_columns, rows = township_reserve_statement.execute(
				{"from_month": "2026-03", "to_month": "2026-03"}
			)
		found = [(row["opening"], row["filled"], row["used"], row["closing"]) for row in rows]
		self.assertEqual(found, [(82500, 0, 2500, 80000)])

	def test_a_township_sees_its_own_money_only(self):
		for place in (factories.TOWNSHIP_1, factories.TOWNSHIP_2):
			movement("Reserve Advance", self.source, "100.00", division=place)
		with self.acting_as(self.leader):
			seen = frappe.get_list("Fund Allocation", pluck="division")
		self.assertEqual(seen, [factories.TOWNSHIP_1])

	def test_a_closed_month_is_corrected_in_the_open_one(self):
		gift = movement("Receipt", self.source, "10.00", posted_on="2026-02-10")
		frappe.get_doc({"doctype": "Fund Period Closing", "period": "2026-02"}).insert()
		gift.cancel()
		self.assertEqual(
			sorted(frappe.get_all("Fund Ledger Entry", {"reference_name": gift.name}, pluck="period")),
			["2026-02", "2026-02", "2026-03", "2026-03"],
		)

	def test_cancelling_reverses_and_keeps_the_original(self):
		gift = movement("Receipt", self.source, "10.00")
		gift.cancel()
		self.assertEqual(self.of(TREASURY), Decimal(1000))
		kinds = frappe.get_all("Fund Ledger Entry", {"reference_name": gift.name}, pluck="entry_kind")
		self.assertEqual(sorted(kinds), ["Receipt", "Receipt", "Reversal", "Reversal"])

	def test_amounts_and_places_are_needed(self):
		for values in ({"amount": "0"}, {"amount": "-1"}):
			with (
				self.subTest(values),
				self.assertRaisesRegex(
					(FundsInsufficientError, frappe.MandatoryError),
					"must be more than zero|must not be negative",
				),
			):
				movement("Receipt", self.source, **{"amount": "1", **values})
		with self.assertRaisesRegex(frappe.MandatoryError, "Enter the Township"):
			movement("Allocation", self.source, "1.00")

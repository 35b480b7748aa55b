import frappe

from social_assistance.services.funds.exceptions import FundsInsufficientError
from social_assistance.services.funds.ledger import split_by_source
from social_assistance.setup.seed_funds import seed_sources
from social_assistance.tests import factories, fund_factories, payment_factories
from social_assistance.tests.base import AssistanceTestCase

SOURCE = "Fund Source"


class TestFundSource(AssistanceTestCase):
	def test_shares_are_more_than_zero(self):
		with self.assertRaisesRegex(FundsInsufficientError, "Every share must be more than zero"):
			fund_factories.source("省级财政", 0, shares=[{"scheme": "DIBAO-URBAN", "weight": -1}])

	def test_a_new_bureau_can_book_at_once(self):
		"""Every level has a source, the district pays until shares are entered, and money can be received."""
		frappe.db.delete(SOURCE)
		seed_sources()
		rows = frappe.get_all(SOURCE, fields=["source_kind", "is_fiscal", "is_default", "is_enabled"])
		found = {row.source_kind: (row.is_fiscal, row.is_default, row.is_enabled) for row in rows}
		budget, gift = (1, 0, 1), (0, 0, 1)
		expected = dict.fromkeys(("Central", "Provincial", "City"), budget)
		self.assertEqual(found, expected | {"District": (1, 1, 1), "Charity": gift, "Other": gift})
		[(payer, amount)] = split_by_source("DIBAO-URBAN", 100)
		self.assertEqual((frappe.db.get_value(SOURCE, payer, "source_kind"), amount), ("District", 100))
		self.assertTrue(fund_factories.movement("Receipt", payer, "500.00").voucher_no)

	def test_what_a_bureau_keeps_is_left_alone(self):
		"""Its own sources get no neighbours, and what it disabled or changed stays so."""
		frappe.db.delete(SOURCE)
		fund_factories.source("专项资金", 0, source_kind="Other", is_enabled=0)
		seed_sources()
		self.assertEqual(
			frappe.get_all(SOURCE, fields=["name", "is_enabled"], as_list=True), (("专项资金", 0),)
		)

	def test_one_source_pays_the_rest(self):
		"""Marking another takes the mark from the one before, with an entry in its history; a reader marks nothing."""
		first, second = fund_factories.source("甲资金").name, fund_factories.source("乙资金", 0)
		clerk = payment_factories.finance()
		with self.acting_as(clerk):
			second.reload()
			second.is_default = 1
			second.save()
		self.assertEqual(frappe.get_all(SOURCE, {"is_default": 1}, pluck="name"), [second.name])
		reader = factories.user("Auditor")
		with self.acting_as(reader), self.assertRaises(frappe.PermissionError):
			source = frappe.get_doc(SOURCE, first)
			source.is_default = 1
			source.save()

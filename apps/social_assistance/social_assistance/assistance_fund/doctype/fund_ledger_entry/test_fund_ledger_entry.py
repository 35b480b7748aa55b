from datetime import date
from decimal import Decimal

import frappe

from social_assistance.constants import FINANCE_OFFICER
from social_assistance.engines.verify.invariants import verify_site
from social_assistance.exceptions import AppendOnlyEntryError
from social_assistance.services.funds import ledger
from social_assistance.services.funds.exceptions import LedgerUnbalancedError, PeriodClosedError
from social_assistance.services.funds.ledger import (
	EXPENSE,
	PAYABLE,
	TREASURY,
	Place,
	Reference,
	get_account_balance,
	make_credit,
	make_debit,
)
from social_assistance.tests import factories, fund_factories, payment_factories
from social_assistance.tests.base import AssistanceTestCase

DAY = date(2026, 3, 2)
NOWHERE = Place()


class TestFundLedgerEntry(AssistanceTestCase):
	@classmethod
	def setUpClass(cls):
		super().setUpClass()
		payment_factories.finance(), payment_factories.approver()

	def setUp(self):
		super().setUp()
		self.source = fund_factories.source()

	def post(self, left: str, right: str, kind: str = "Receipt", day: date = DAY):
		rows = [make_debit(TREASURY, Decimal(left), NOWHERE), make_credit(PAYABLE, Decimal(right), NOWHERE)]
		return ledger.post_voucher(kind, rows, Reference("Fund Source", self.source.name), day)

	def test_a_voucher_must_balance(self):
		with self.assertRaisesRegex(LedgerUnbalancedError, "does not balance: debit"):
			self.post("1.00", "1.01")
		self.assertFalse(frappe.db.exists("Fund Ledger Entry", {"reference_name": self.source.name}))

	def test_a_document_is_booked_once_per_kind(self):
		self.assertRegex(self.post("1.00", "1.00"), r"^PZ-2026-\d{6}$")
		self.assertIsNone(self.post("1.00", "1.00"))

	def test_entries_are_neither_edited_nor_deleted_nor_typed(self):
		voucher = self.post("1.00", "1.00")
		entry = frappe.get_doc("Fund Ledger Entry", {"voucher_no": voucher, "entry_no": 1})
		entry.debit = 2
		with self.assertRaisesRegex(
			(AppendOnlyEntryError, frappe.PermissionError), "changes only through the steps of the procedure"
		):
			entry.save(ignore_permissions=True)
		with self.assertRaisesRegex(AppendOnlyEntryError, "belongs to an append-only book and can be"):
			entry.delete(ignore_permissions=True)
		with (
			self.acting_as(factories.user(FINANCE_OFFICER, factories.DISTRICT)),
			self.assertRaises(frappe.PermissionError),
		):
			frappe.copy_doc(entry).insert()

	def test_a_reversal_is_the_mirror_and_happens_once(self):
		voucher = self.post("5.00", "5.00")
		ledger.reverse_voucher(voucher, DAY, "test")
		self.assertIsNone(ledger.reverse_voucher(voucher, DAY, "test"))
		self.assertEqual((get_account_balance(TREASURY), get_account_balance(PAYABLE)), (0, 0))

	def test_a_closed_month_takes_no_booking_and_shows_changes(self):
		self.post("1.00", "1.00", day=date(2026, 2, 10))
		closing = frappe.get_doc({"doctype": "Fund Period Closing", "period": "2026-02"}).insert()
		self.assertEqual((closing.entry_count, closing.total_debit), (2, 1))
		with self.assertRaisesRegex(PeriodClosedError, "Book on a day of an open period, or correct"):
			self.post("1.00", "1.00", "Allocation", date(2026, 2, 28))
		frappe.db.set_value(
			"Fund Ledger Entry", {"period": "2026-02"}, "remark", "allowed: not part of the digest"
		)
		self.assertNotIn("FND-04", self.failing())
		frappe.db.set_value(
			"Fund Ledger Entry", {"period": "2026-02", "entry_no": 1}, "division", factories.TOWNSHIP_1
		)
		self.assertIn("FND-04", self.failing())

	def test_the_present_month_cannot_be_closed(self):
		with self.assertRaisesRegex(PeriodClosedError, "is not over yet"):
			frappe.get_doc({"doctype": "Fund Period Closing", "period": "2026-03"}).insert()

	def test_a_run_is_granted_then_paid(self):
		payment_factories.award(amount="100.00")
		payment_factories.award(factories.household(ages=(44,)), "40.00")
		run = payment_factories.approved_run()
		payment_factories.execute(run)
		self.assertEqual(
			(get_account_balance(EXPENSE), get_account_balance(PAYABLE)), (Decimal(100), Decimal(-100))
		)
		payment_factories.file(run)
		self.assertEqual((get_account_balance(PAYABLE), get_account_balance(TREASURY)), (0, Decimal(-100)))
		row = frappe.get_all("Fund Ledger Entry", {"fund_account": EXPENSE}, ["division", "scheme", "debit"])
		self.assertEqual([tuple(r.values()) for r in row], [(factories.TOWNSHIP_1, "DIBAO-URBAN", 100)])
		self.assertEqual(self.failing() & {"FND-01", "FND-02", "FND-03"}, set())

	def test_sources_pay_their_shares_to_the_fen(self):
		fund_factories.source("中央财政", 0, shares=[{"scheme": "DIBAO-URBAN", "weight": 70}])
		fund_factories.source("市级财政", 0, shares=[{"scheme": "DIBAO-URBAN", "weight": 30}])
		payment_factories.award(amount="100.01")
		payment_factories.paid_run()
		paid = {
			source: -get_account_balance(TREASURY, fund_source=source) for source in ("中央财政", "市级财政")
		}
		self.assertEqual(paid, {"中央财政": Decimal("70.01"), "市级财政": Decimal("30.00")})

	def test_a_lost_voucher_is_found(self):
		payment_factories.award(amount="100.00")
		run = payment_factories.paid_run()
		frappe.db.set_value(
			"Fund Ledger Entry", {"reference_name": run, "fund_account": PAYABLE, "debit": 100}, "debit", 99
		)
		self.assertLessEqual({"FND-01", "FND-02"}, self.failing())

	def failing(self) -> set[str]:
		return {check.code for check in verify_site() if not check.ok}

from decimal import Decimal

import frappe

from social_assistance.api.v1.payments import recoveries as api
from social_assistance.engines.verify.invariants import verify_site
from social_assistance.exceptions import AppendOnlyEntryError, SeparationOfDutiesError, StepNotAllowedError
from social_assistance.permissions.exceptions import TransitionNotAllowedError
from social_assistance.services.funds.ledger import RECEIVABLE, WRITTEN_OFF, get_account_balance
from social_assistance.services.payments.exceptions import RecoveryInvalidError
from social_assistance.tests import fund_factories, payment_factories
from social_assistance.tests.base import AssistanceTestCase

DOCTYPE, ENTRY = "Overpayment Recovery", "Recovery Write-off"


class TestRecoveryWriteoff(AssistanceTestCase):
	@classmethod
	def setUpClass(cls):
		super().setUpClass()
		cls.finance, cls.approver = payment_factories.finance(), payment_factories.approver()

	def setUp(self):
		super().setUp()
		fund_factories.source()
		award = payment_factories.award(amount="100.00")
		for month in ("2026-01", "2026-02", "2026-03"):
			payment_factories.paid_run(month)
		with self.acting_as(self.finance):
			doc = frappe.get_doc(
				{
					"doctype": DOCTYPE,
					"award": award.name,
					"cause": "Death",
					"event_date": "2026-01-31",
					"grounds": "火化证明",
				}
			).insert()
		with self.acting_as(self.approver):
			api.decide_recovery(doc.name)
		self.name = doc.name

	def propose(self, amount: str = "", grounds: str = "死者无遗产"):
		with self.acting_as(self.finance):
			return api.propose_write_off(self.name, grounds, amount)

	def approve(self, number: str = "平民核〔2026〕3号", key: str = ""):
		with self.acting_as(self.approver):
			return api.approve_write_off(self.name, number, key)

	def standing(self):
		doc = frappe.get_doc(DOCTYPE, self.name)
		return doc.recovery_status, doc.written_off_amount, doc.outstanding_amount

	def assert_books(self, left: str, written_off: str):
		self.assertEqual(
			(get_account_balance(RECEIVABLE), get_account_balance(WRITTEN_OFF)),
			(Decimal(left), Decimal(written_off)),
		)
		self.assertEqual(
			{check.code for check in verify_site() if not check.ok} & {"FND-01", "FND-05", "FND-06"}, set()
		)

	def test_a_part_is_written_off_and_the_rest_is_still_claimed(self):
		self.propose("80.50")
		done = self.approve()
		self.assertEqual(self.standing(), ("Decided", 80.5, 119.5))
		entry = frappe.get_doc(ENTRY, done["write_off"])
		self.assertEqual(
			(entry.amount, entry.decision_no, entry.grounds, entry.proposed_by, entry.approved_by),
			(80.5, "平民核〔2026〕3号", "死者无遗产", self.finance, self.approver),
		)
		self.assert_books("119.50", "80.50")
		with self.assertRaisesRegex(RecoveryInvalidError, "Nobody has proposed a write-off"):
			self.approve("平民核〔2026〕4号")
		self.propose()
		self.approve("平民核〔2026〕4号")
		self.assertEqual(self.standing(), ("Written Off", 200, 0))
		self.assert_books("0.00", "200.00")

	def test_two_clicks_book_a_part_once(self):
		self.propose("50")
		first = self.approve(key="click")
		self.propose("50")
		again = self.approve(key="click")
		self.assertEqual(again["write_off"], first["write_off"])
		self.assertEqual(self.standing(), ("Decided", 50, 150))
		self.assert_books("150.00", "50.00")

	def test_what_a_write_off_needs(self):
		for amount in ("200.01", "0", "-1", "x"):
			with (
				self.subTest(amount),
				self.assertRaisesRegex(
					RecoveryInvalidError,
					"yuan are outstanding|must be a plain number|must be more than zero|must not be negative",
				),
			):
				self.propose(amount)
		with self.assertRaisesRegex(RecoveryInvalidError, "Give the grounds for the write-off"):
			self.propose(grounds=" ")
		self.propose("２０")
		with self.assertRaisesRegex(RecoveryInvalidError, "Enter the number of the decision"):
			self.approve(number="  ")
		with (
			self.acting_as(self.finance),
			self.assertRaisesRegex(StepNotAllowedError, "This action needs the role"),
		):
			api.approve_write_off(self.name, "1号")
		frappe.db.set_value(DOCTYPE, self.name, "write_off_proposed_by", self.approver)
		with self.assertRaisesRegex(SeparationOfDutiesError, "Another person than"):
			self.approve()
		self.assertEqual(self.standing(), ("Decided", 0, 200))

	def test_a_repayment_in_between_leaves_less_to_write_off(self):
		self.propose("150")
		with self.acting_as(self.finance):
			receipt = {"doctype": "Recovery Receipt", "recovery": self.name, "received_on": "2026-03-02"}
			frappe.get_doc({**receipt, "amount": "100", "document_number": "回单0001"}).insert()
		with self.assertRaisesRegex(RecoveryInvalidError, "100.00"):
			self.approve()

	def test_the_last_instalments_go_first(self):
		with self.acting_as(self.finance):
			api.agree_repayment(self.name, "Instalments", "60", "2026-11")
		self.propose("70")
		self.approve()
		rows = frappe.get_doc(DOCTYPE, self.name).instalments
		self.assertEqual(
			[(row.due_month, row.amount) for row in rows], [("2026-11", 50), ("2026-12", 50), ("2027-01", 30)]
		)

	def test_an_entry_stays_as_it_is(self):
		self.propose()
		entry = frappe.get_doc(ENTRY, self.approve()["write_off"])
		with self.assertRaisesRegex(
			(AppendOnlyEntryError, TransitionNotAllowedError), "belongs to an append-only book and can be"
		):
			entry.save()
		with self.assertRaisesRegex(AppendOnlyEntryError, "belongs to an append-only book and can be"):
			entry.delete()

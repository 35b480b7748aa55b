from datetime import date
from decimal import Decimal

import frappe

from social_assistance.api.v1.payments import recoveries as api
from social_assistance.benefit_payment.report.recovery_summary import recovery_summary
from social_assistance.constants import TOWNSHIP_LEADER
from social_assistance.engines.verify.invariants import verify_site
from social_assistance.exceptions import SeparationOfDutiesError, StepNotAllowedError
from social_assistance.permissions.exceptions import TransitionNotAllowedError
from social_assistance.services.funds.ledger import (
	EXPENSE,
	PAYABLE,
	RECEIVABLE,
	TREASURY,
	WRITTEN_OFF,
	get_account_balance,
)
from social_assistance.services.payments import recoveries
from social_assistance.services.payments.exceptions import RecoveryInvalidError
from social_assistance.tests import factories, fund_factories, payment_factories
from social_assistance.tests.base import AssistanceTestCase


class TestOverpaymentRecovery(AssistanceTestCase):
	@classmethod
	def setUpClass(cls):
		super().setUpClass()
		cls.finance, cls.approver = payment_factories.finance(), payment_factories.approver()
		cls.leaders = [
			factories.user(TOWNSHIP_LEADER, place) for place in (factories.TOWNSHIP_1, factories.TOWNSHIP_2)
		]

	def setUp(self):
		super().setUp()
		fund_factories.source()
		self.award = payment_factories.award(amount="100.00")
		for month in ("2026-01", "2026-02", "2026-03"):
			payment_factories.paid_run(month)

	def prepared(self, day="2026-01-31", **values):
		with self.acting_as(self.finance):
			return frappe.get_doc(
				{
					"doctype": "Overpayment Recovery",
					"award": self.award.name,
					"cause": "Death",
					"event_date": day,
					"grounds": "火化证明",
					**values,
				}
			).insert()

	def decided(self, **values):
		doc = self.prepared(**values)
		with self.acting_as(self.approver):
			api.decide_recovery(doc.name)
		return self.stored(doc)

	def stored(self, doc):
		return frappe.get_doc("Overpayment Recovery", doc.name)

	def receipt(self, doc, amount, document_number="回单0001"):
		with self.acting_as(self.finance):
			return frappe.get_doc(
				{
					"doctype": "Recovery Receipt",
					"recovery": doc.name,
					"amount": amount,
					"received_on": "2026-03-02",
					"document_number": document_number,
				}
			).insert()

	def test_the_first_receipt_begins_the_recovery_and_has_its_paper(self):
		doc = self.decided()
		with self.assertRaisesRegex(RecoveryInvalidError, "every repayment has its paper"):
			self.receipt(doc, 10, " ")
		self.receipt(doc, 10)
		self.assertEqual(self.stored(doc).recovery_status, "Recovering")

	def months(self, doc):
		return [(row.payment_month, row.overpaid_amount) for row in doc.months]

	def failing(self):
		return {check.code for check in verify_site() if not check.ok}

	def test_months_after_a_death_are_overpaid_whatever_the_day_of_the_month(self):
		"""From the month after: 31 January and 1 January cost the same two months, the last of February one."""
		expected = {
			"2026-01-01": [("2026-02", 100), ("2026-03", 100)],
			"2026-01-31": [("2026-02", 100), ("2026-03", 100)],
			"2026-02-28": [("2026-03", 100)],
		}
		for day, months in expected.items():
			doc = self.prepared(day)
			self.assertEqual(self.months(doc), months, day)
			doc.delete(ignore_permissions=True)

	def test_a_lower_amount_that_was_still_due_stays(self):
		doc = self.prepared(cause="Unreported Change", due_after="30.50")
		self.assertEqual(self.months(doc), [("2026-02", 69.5), ("2026-03", 69.5)])
		self.assertEqual(doc.overpaid_amount, 139)

	def test_nothing_paid_nothing_to_recover(self):
		with self.assertRaisesRegex(RecoveryInvalidError, "2026-03"):
			self.prepared("2026-03-01")
		with self.assertRaisesRegex(RecoveryInvalidError, "The date of the event lies in the future"):
			self.prepared("2026-03-03")

	def test_a_month_is_recovered_once(self):
		self.prepared("2026-02-10")
		with self.assertRaisesRegex(RecoveryInvalidError, "2026-03"):
			self.prepared()

	def test_another_person_decides_and_the_claim_is_booked(self):
		doc = self.prepared()
		with (
			self.acting_as(self.finance),
			self.assertRaisesRegex(StepNotAllowedError, "This action needs the role"),
		):
			api.decide_recovery(doc.name)
		frappe.db.set_value("Overpayment Recovery", doc.name, "prepared_by", self.approver)
		with (
			self.acting_as(self.approver),
			self.assertRaisesRegex(SeparationOfDutiesError, "Another person than"),
		):
			api.decide_recovery(doc.name)
		frappe.db.set_value("Overpayment Recovery", doc.name, "prepared_by", self.finance)
		with self.acting_as(self.approver):
			self.assertEqual(api.decide_recovery(doc.name)["recovery_status"], "Decided")
		self.assertEqual(
			(get_account_balance(RECEIVABLE), get_account_balance(EXPENSE)), (Decimal(200), Decimal(100))
		)
		self.assertEqual(self.failing() & {"FND-01", "FND-05", "FND-06"}, set())

	def test_the_letter_names_months_sum_and_remedy(self):
		letter = self.decided().letter()
		self.assertEqual([amount for _month, amount in letter["table"]], ["100.00", "100.00"])
		self.assertIn("贰佰元整", "".join(letter["paragraphs"]))

	def test_receipts_count_to_the_end_and_never_beyond(self):
		doc = self.decided()
		self.receipt(doc, "150.00")
		with self.assertRaisesRegex(RecoveryInvalidError, "50.00"):
			self.receipt(doc, "50.01")
		self.receipt(doc, "50.00")
		doc.reload()
		self.assertEqual(
			(doc.recovery_status, doc.received_amount, doc.outstanding_amount), ("Recovered", 200, 0)
		)
		self.assertEqual((get_account_balance(RECEIVABLE), get_account_balance(TREASURY)), (0, Decimal(-100)))
		with self.assertRaisesRegex(RecoveryInvalidError, "no money can be booked to it"):
			self.receipt(doc, "1.00")

	def test_instalments_sum_to_the_claim(self):
		doc = self.decided()
		with self.acting_as(self.finance):
			api.agree_repayment(doc.name, "Instalments", "60", "2026-11")
		rows = [(row.due_month, row.amount) for row in self.stored(doc).instalments]
		self.assertEqual(rows, [("2026-11", 50), ("2026-12", 50), ("2027-01", 50), ("2027-02", 50)])

	def test_a_run_leaves_recoveries_alone_that_are_offset_later(self):
		other = payment_factories.award(amount="80.00")
		frappe.flags.business_date = date(2026, 4, 2)
		payment_factories.paid_run("2026-04")
		changed = {"day": "2026-02-10", "cause": "Unreported Change", "due_after": "60.00"}
		now, later = (
			self.decided(**changed),
			self.decided(**{**changed, "award": other.name, "day": "2026-03-31"}),
		)
		for doc, month in ((now, "2026-05"), (later, "2026-06")):
			frappe.db.set_value(
				"Overpayment Recovery", doc.name, "offset_consent", "/private/files/consent.pdf"
			)
			with self.acting_as(self.finance):
				api.agree_repayment(doc.name, "Offset", "10.00", month)
		self.receipt(later, "5.00")
		before = self.stored(later).modified
		frappe.flags.business_date = date(2026, 5, 2)
		payment_factories.paid_run("2026-05")
		self.assertEqual((self.stored(now).received_amount, self.stored(later).received_amount), (10, 5))
		self.assertEqual(self.stored(later).modified, before)

	def test_an_offset_needs_consent(self):
		doc = self.decided(cause="Unreported Change", due_after="20.00")
		with self.acting_as(self.finance), self.assertRaisesRegex(RecoveryInvalidError, "(?i)consent|同意"):
			api.agree_repayment(doc.name, "Offset", "30.00", "2026-04")

	def test_an_agreed_offset_is_taken_off_until_it_is_paid(self):
		doc = self.decided(day="2026-02-10", cause="Unreported Change", due_after="60.00")
		frappe.db.set_value("Overpayment Recovery", doc.name, "offset_consent", "/private/files/consent.pdf")
		with self.acting_as(self.finance):
			api.agree_repayment(doc.name, "Offset", "30.00", "2026-04")
		frappe.flags.business_date = date(2026, 4, 2)
		first = payment_factories.paid_run("2026-04")
		frappe.flags.business_date = date(2026, 5, 2)
		second = payment_factories.paid_run("2026-05")
		lines = {
			run: frappe.db.get_value("Payment Line", {"payment_run": run}, ["amount", "offset_amount"])
			for run in (first, second)
		}
		self.assertEqual(lines, {first: (70, 30), second: (90, 10)})
		doc.reload()
		self.assertEqual(
			(doc.recovery_status, doc.outstanding_amount, doc.offset_key), ("Recovered", 0, None)
		)
		self.assertEqual((get_account_balance(RECEIVABLE), get_account_balance(PAYABLE)), (0, 0))
		self.assertEqual(get_account_balance(EXPENSE), Decimal(500 - 40))
		self.assertEqual(
			self.failing() & {"PAY-01", "PAY-02", "PAY-03", "FND-01", "FND-02", "FND-03", "FND-05", "FND-06"},
			set(),
		)

	def test_a_write_off_takes_two_persons(self):
		doc = self.decided()
		self.receipt(doc, "50.00")
		with (
			self.acting_as(self.approver),
			self.assertRaisesRegex(RecoveryInvalidError, "Nobody has proposed a write-off"),
		):
			api.approve_write_off(doc.name, "核〔2026〕1号")
		with self.acting_as(self.finance):
			api.propose_write_off(doc.name, "死者无遗产")
			with self.assertRaisesRegex(StepNotAllowedError, "This action needs the role"):
				api.approve_write_off(doc.name, "核〔2026〕1号")
		with self.acting_as(self.approver):
			api.approve_write_off(doc.name, "核〔2026〕1号")
		doc.reload()
		self.assertEqual(
			(doc.recovery_status, doc.written_off_amount, doc.outstanding_amount), ("Written Off", 150, 0)
		)
		self.assertEqual(
			(get_account_balance(RECEIVABLE), get_account_balance(WRITTEN_OFF)), (0, Decimal(150))
		)
		self.assertEqual(self.failing() & {"FND-05", "FND-06"}, set())

	def test_a_lead_is_handed_over_once(self):
		doc = self.decided(cause="Fraud")
		with self.acting_as(self.finance):
			api.hand_over(doc.name, "区纪委监委", "冒领两个月")
			with self.assertRaisesRegex(RecoveryInvalidError, "was handed over"):
				api.hand_over(doc.name, "公安分局", "再次")
		self.assertEqual(self.stored(doc).lead_on, date(2026, 3, 2))

	def test_states_cannot_be_typed_and_receipts_not_changed(self):
		doc = self.decided()
		row = self.receipt(doc, "1.00")
		doc.reload()
		with self.acting_as(self.finance):
			doc.recovery_status = "Recovered"
			with self.assertRaisesRegex(
				TransitionNotAllowedError, "changes only through the steps of the procedure"
			):
				doc.save()
			row.amount = 2
			with self.assertRaisesRegex(frappe.ValidationError, "belongs to an append-only book and can be"):
				row.save()
			with self.assertRaisesRegex(frappe.PermissionError, "Recovery Receipt"):
				row.delete()

	def test_townships_see_their_own_and_the_summary_adds_up(self):
		"""District survey report: 600,000 yuan recovered; here the same report over what the test recovered."""
		doc = self.decided()
		self.receipt(doc, "120.00")
		span = {"from_date": "2026-01-01", "to_date": "2026-12-31"}
		_columns, rows = recovery_summary.execute(span)
		found = [
			(row["recoveries"], row["overpaid_amount"], row["received_amount"], row["outstanding_amount"])
			for row in rows
		]
		self.assertEqual(found, [(1, 200, 120, 80)])
		for leader, count in zip(self.leaders, (1, 0), strict=True):
			with self.acting_as(leader):
				self.assertEqual(len(frappe.get_list("Overpayment Recovery")), count)
				self.assertEqual(len(recovery_summary.execute(span)[1]), count)

	def test_services_refuse_the_wrong_order(self):
		doc = self.prepared()
		with (
			self.acting_as(self.finance),
			self.assertRaisesRegex(RecoveryInvalidError, "this is not possible any more"),
		):
			recoveries.agree_repayment(doc.name, "One Payment")

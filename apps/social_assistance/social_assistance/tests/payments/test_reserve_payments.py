"""Emergency aid that a township pays out of its reserve: the whole sum, once, by no run, and booked there alone."""

from decimal import Decimal

import frappe

from social_assistance.api.v1.payments import people
from social_assistance.constants import FINANCE_OFFICER, TOWNSHIP_CLERK
from social_assistance.engines.verify.invariants import verify_site
from social_assistance.exceptions import NothingToPayError
from social_assistance.services.awards.exceptions import ReservePaymentError
from social_assistance.services.funds.exceptions import FundsInsufficientError
from social_assistance.services.funds.ledger import EXPENSE, PAYABLE, RESERVE, get_account_balance
from social_assistance.tests import factories, fund_factories, payment_factories
from social_assistance.tests.base import AssistanceTestCase
from social_assistance.tests.factories import TOWNSHIP_1, TOWNSHIP_2
from social_assistance.tests.fund_factories import movement

MONTH, EMERGENCY = "2026-03", "TEMP-EMERGENCY"


class TestReservePayment(AssistanceTestCase):
	@classmethod
	def setUpClass(cls):
		super().setUpClass()
		payment_factories.finance(), payment_factories.approver()

	def setUp(self):
		super().setUp()
		self.source = fund_factories.source().name
		movement("Receipt", self.source, "5000.00")
		movement("Reserve Advance", self.source, "1650.00", division=TOWNSHIP_1)
		self.home = factories.household(ages=(44, 42), account_verified_on="2026-01-05")
		self.award = self.granted()

	def granted(self, amount: str = "500.00", scheme: str = EMERGENCY, **values):
		covered = [{"person": row.person, "from_month": MONTH} for row in self.home.members]
		given = {"end_month": MONTH, "covered": covered, "open_award_key": frappe.generate_hash(length=8)}
		return payment_factories.award(self.home, amount, scheme, MONTH, **{**given, **values})

	def use(self, award: str, amount: str = "0", **values):
		with self.acting_as(payment_factories.finance()):
			doc = frappe.get_doc(
				{
					"doctype": "Fund Allocation",
					"allocation_kind": "Reserve Use",
					"fund_source": self.source,
					"amount": amount,
					"posted_on": "2026-03-02",
					"award": award,
					**values,
				}
			).insert()
			return doc.submit()

	def test_the_reserve_pays_the_sum_and_no_run_pays_it_again(self):
		use = self.use(self.award.name)
		self.assertEqual((use.amount, use.division, use.scheme), (500, TOWNSHIP_1, EMERGENCY))
		balances = [get_account_balance(account) for account in (RESERVE, EXPENSE, PAYABLE)]
		self.assertEqual(balances, [Decimal(1150), Decimal(500), 0])
		state = frappe.db.get_value("Benefit Award", self.award.name, ["award_status", "reserve_use"])
		self.assertEqual(state, ("Stopped", use.name))
		with self.assertRaisesRegex(NothingToPayError, "No award is due"):
			payment_factories.approved_run(MONTH, EMERGENCY)
		with self.acting_as(factories.user(TOWNSHIP_CLERK, TOWNSHIP_1)):
			(row,) = people.get_person_payments(self.home.members[1].person)["rows"]
		self.assertEqual((row["month"], row["paid"], row["due"]), (MONTH, "500.00", "500.00"))
		self.assertEqual({check.code for check in verify_site() if not check.ok}, set())

	def test_a_second_payment_is_refused_on_either_side(self):
		self.use(self.award.name)
		with self.assertRaisesRegex(ReservePaymentError, "still open"):
			self.use(self.award.name)
		other = self.granted()
		run = payment_factories.paid_run(MONTH, EMERGENCY)
		with self.assertRaisesRegex(ReservePaymentError, f"Run {run} pays"):
			self.use(other.name)

	def test_sum_township_kind_and_reserve_are_the_awards(self):
		for values, words in (
			({"amount": "400"}, "paid whole"),
			({"division": TOWNSHIP_2}, "another township"),
			({"allocation_kind": "Reserve Advance"}, "Only a use"),
		):
			with self.subTest(words), self.assertRaisesRegex(ReservePaymentError, words):
				self.use(self.award.name, **values)
		monthly = self.granted(scheme="DIBAO-URBAN", end_month=None)
		with self.assertRaisesRegex(ReservePaymentError, "no sum that is paid once"):
			self.use(monthly.name)
		with self.assertRaisesRegex(FundsInsufficientError, "yuan are left"):
			self.use(self.granted("1650.01").name)

	def test_an_award_out_of_the_own_area_is_neither_paid_nor_told(self):
		with (
			self.acting_as(factories.user(FINANCE_OFFICER, TOWNSHIP_2)),
			self.assertRaises(frappe.PermissionError),
		):
			frappe.get_doc(
				{
					"doctype": "Fund Allocation",
					"allocation_kind": "Reserve Use",
					"fund_source": self.source,
					"amount": "1",
					"posted_on": "2026-03-02",
					"award": self.award.name,
				}
			).insert()

	def test_a_cancelled_use_leaves_the_award_to_the_run(self):
		use = self.use(self.award.name)
		with self.acting_as(payment_factories.finance()):
			use.cancel()
		run = payment_factories.paid_run(MONTH, EMERGENCY)
		lines = frappe.get_all("Payment Line", {"payment_run": run}, ["award", "amount"])
		self.assertEqual([(row.award, row.amount) for row in lines], [(self.award.name, 500)])
		self.assertEqual(get_account_balance(RESERVE), Decimal(1650))
		self.assertEqual({check.code for check in verify_site() if not check.ok}, set())

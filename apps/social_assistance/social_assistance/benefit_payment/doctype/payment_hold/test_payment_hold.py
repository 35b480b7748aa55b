import frappe

from social_assistance.constants import DISTRICT_REVIEWER, TOWNSHIP_CLERK
from social_assistance.exceptions import SeparationOfDutiesError
from social_assistance.permissions.exceptions import TransitionNotAllowedError
from social_assistance.services.awards import payment_holds
from social_assistance.services.awards.exceptions import PaymentHoldStateError
from social_assistance.tests import factories, payment_factories
from social_assistance.tests.base import AssistanceTestCase


class TestPaymentHold(AssistanceTestCase):
	@classmethod
	def setUpClass(cls):
		super().setUpClass()
		payment_factories.finance(), payment_factories.approver()
		cls.reviewer = factories.user(DISTRICT_REVIEWER, factories.DISTRICT)
		cls.finance = payment_factories.finance()

	def setUp(self):
		super().setUp()
		self.award = payment_factories.award(amount="100.00")

	def place(self, reason: str = "Red Finding") -> str:
		with self.acting_as(self.reviewer):
			return payment_holds.place_hold(self.award.name, reason, "核查中")

	def lines(self, run: str) -> list[tuple]:
		rows = frappe.get_all(
			"Payment Line",
			{"payment_run": run},
			["payment_month", "line_kind", "amount", "line_status", "hold_reason"],
			order_by="payment_month, line_kind",
		)
		return [tuple(row.values()) for row in rows]

	def test_a_held_award_keeps_its_line_and_is_paid_by_the_run_after_the_release(self):
		hold = self.place()
		march = payment_factories.approved_run("2026-03")
		payment_factories.execute(march)
		self.assertEqual(self.lines(march), [("2026-03", "Regular", 100, "Held", "Red Finding")])
		with self.acting_as(self.finance):
			payment_holds.release_hold(hold, "核查无误")
		april = payment_factories.paid_run("2026-04")
		self.assertEqual(
			self.lines(april),
			[("2026-03", "Re-issue", 100, "Due", None), ("2026-04", "Regular", 100, "Due", None)],
		)
		self.assertEqual(self.lines(march), [("2026-03", "Regular", 100, "Re-issued", "Red Finding")])

	def test_a_held_month_is_made_up_for_once_only(self):
		hold = self.place()
		payment_factories.execute(payment_factories.approved_run("2026-02"))
		with self.acting_as(self.finance):
			payment_holds.release_hold(hold, "核查无误")
		payment_factories.paid_run("2026-03")
		self.assertEqual([line[1] for line in self.lines(payment_factories.paid_run("2026-04"))], ["Regular"])

	def test_whoever_set_a_hold_does_not_release_it(self):
		hold = self.place()
		with (
			self.acting_as(self.reviewer),
			self.assertRaisesRegex(SeparationOfDutiesError, "it must be released by another person"),
		):
			payment_holds.release_hold(hold, "核查无误")
		self.assertEqual(frappe.db.get_value("Payment Hold", hold, "hold_status"), "Active")

	def test_the_same_reason_holds_once_and_releasing_twice_is_refused(self):
		hold = self.place()
		with self.assertRaisesRegex(PaymentHoldStateError, "is already held for the reason"):
			self.place()
		self.place("Imprisoned")
		with self.acting_as(self.finance):
			payment_holds.release_hold(hold, "核查无误")
			with self.assertRaisesRegex(PaymentHoldStateError, "was released before"):
				payment_holds.release_hold(hold, "核查无误")
		self.assertNotEqual(self.place(), hold)

	def test_while_another_hold_is_active_nothing_is_paid(self):
		first = self.place()
		self.place("Imprisoned")
		with self.acting_as(self.finance):
			payment_holds.release_hold(first, "核查无误")
		run = payment_factories.approved_run("2026-03")
		payment_factories.execute(run)
		self.assertEqual(self.lines(run)[0][3:], ("Held", "Imprisoned"))

	def test_status_changes_through_the_service_and_clerks_only_read(self):
		hold = self.place()
		with self.acting_as(self.reviewer):
			doc = frappe.get_doc("Payment Hold", hold)
			doc.hold_status = "Released"
			with self.assertRaisesRegex(
				TransitionNotAllowedError, "changes only through the steps of the procedure"
			):
				doc.save()
		for township, allowed in ((factories.TOWNSHIP_1, True), (factories.TOWNSHIP_2, False)):
			with self.acting_as(factories.user(TOWNSHIP_CLERK, township)):
				self.assertIs(bool(frappe.has_permission("Payment Hold", "read", hold)), allowed)
				self.assertFalse(frappe.has_permission("Payment Hold", "write", hold))

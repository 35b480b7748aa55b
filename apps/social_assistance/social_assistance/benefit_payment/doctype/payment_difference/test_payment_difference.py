import frappe

from social_assistance.constants import TOWNSHIP_LEADER
from social_assistance.domain.payments.due_months import Due, HoldReason, classify_difference
from social_assistance.engines.payments.differences import rebuild_differences
from social_assistance.services.payments import runs
from social_assistance.tests import factories, payment_factories
from social_assistance.tests.base import AssistanceTestCase


class TestPaymentDifference(AssistanceTestCase):
	@classmethod
	def setUpClass(cls):
		super().setUpClass()
		payment_factories.finance(), payment_factories.approver()

	def test_the_query_tells_the_same_kinds_as_the_rule(self):
		"""Every pair of last month and this month: nothing, 10 yuan, 20 yuan, each paid or held."""
		states = [None, *[Due(amount, hold) for amount in (10, 20) for hold in (None, HoldReason.NO_ACCOUNT)]]
		awards = {}
		for before in states:
			for now in states:
				if before or now:
					awards[self.award(before, now)] = (before, now)
		payment_factories.paid_run("2026-02")
		for name, (_before, now) in awards.items():
			self.set_account(name, now)
		run = payment_factories.approved_run("2026-03")
		rebuild_differences(runs.get_run_scope(frappe.get_doc("Payment Run", run)))
		found = dict(
			frappe.get_all(
				"Payment Difference", {"payment_run": run}, ["award", "difference_kind"], as_list=True
			)
		)
		expected = {name: classify_difference(*pair) for name, pair in awards.items()}
		self.assertEqual(found, {name: kind.value for name, kind in expected.items() if kind})

	def award(self, before: Due | None, now: Due | None) -> str:
		months = (("2026-02", before), ("2026-03", now))
		parts = [
			{"part": "Base", "from_month": month, "to_month": month, "amount": due.amount}
			for month, due in months
			if due
		]
		award = payment_factories.award(
			self.home(),
			amount="1",
			start="2026-02",
			amounts=parts,
			open_award_key=frappe.generate_hash(length=10),
		)
		self.set_account(award.name, before)
		return award.name

	def home(self):
		if not hasattr(self, "_home"):
			self._home = factories.household(ages=(44,), account_verified_on="2026-01-05")
		return self._home

	def set_account(self, award: str, due: Due | None) -> None:
		frappe.db.set_value("Benefit Award", award, "bank_name", None if due and due.hold else "Bank")

	def test_townships_see_their_own_differences(self):
		payment_factories.award(amount="10.00")
		payment_factories.paid_run("2026-02")
		payment_factories.award(amount="20.00", start="2026-03")
		run = payment_factories.approved_run("2026-03")
		for township, count in ((factories.TOWNSHIP_1, 1), (factories.TOWNSHIP_2, 0)):
			with self.acting_as(factories.user(TOWNSHIP_LEADER, township)):
				self.assertEqual(len(frappe.get_list("Payment Difference", {"payment_run": run})), count)

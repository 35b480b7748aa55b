import frappe

from social_assistance.assistance_fund.report.fund_budget_execution import fund_budget_execution
from social_assistance.constants import FINANCE_OFFICER, TOWNSHIP_LEADER
from social_assistance.services.funds.exceptions import BudgetExistsError, FundsInsufficientError
from social_assistance.tests import factories, fund_factories, payment_factories
from social_assistance.tests.base import AssistanceTestCase


def budget(amount="1000.00", division=factories.DISTRICT, year=2026):
	return frappe.get_doc(
		{
			"doctype": "Fund Budget",
			"fiscal_year": year,
			"scheme": "DIBAO-URBAN",
			"division": division,
			"amount": amount,
		}
	).insert()


class TestFundBudget(AssistanceTestCase):
	@classmethod
	def setUpClass(cls):
		super().setUpClass()
		payment_factories.finance(), payment_factories.approver()
		cls.leader = factories.user(TOWNSHIP_LEADER, factories.TOWNSHIP_1)
		cls.clerk_of_money = factories.user(FINANCE_OFFICER, factories.TOWNSHIP_2)

	def test_one_budget_per_year_scheme_and_place(self):
		budget()
		with self.assertRaisesRegex(BudgetExistsError, "for this scheme and place already"):
			budget("5.00")
		with self.assertRaisesRegex(FundsInsufficientError, "must be more than zero"):
			budget("0", year=2027)

	def test_what_was_granted_counts_in_the_township_and_in_the_district(self):
		fund_factories.source()
		budget(), budget("400.00", factories.TOWNSHIP_1), budget("50.00", factories.TOWNSHIP_2)
		payment_factories.award(amount="100.00")
		payment_factories.paid_run()
		_columns, rows = fund_budget_execution.execute({"fiscal_year": 2026})
		found = sorted((row["amount"], row["granted"], row["left_over"], row["used"]) for row in rows)
		self.assertEqual(found, [(50, 0, 50, 0), (400, 100, 300, 25), (1000, 100, 900, 10)])

	def test_a_township_sees_its_own_budget_only(self):
		budget(), budget("400.00", factories.TOWNSHIP_1), budget("50.00", factories.TOWNSHIP_2)
		with self.acting_as(self.leader):
			self.assertEqual([row.amount for row in frappe.get_list("Fund Budget", ["amount"])], [400])
			_columns, rows = fund_budget_execution.execute({"fiscal_year": 2026})
		self.assertEqual([row["amount"] for row in rows], [400])

	def test_nobody_budgets_outside_the_own_area(self):
		with (
			self.acting_as(self.clerk_of_money),
			self.assertRaises(frappe.PermissionError),
		):
			budget("1.00", factories.TOWNSHIP_1)

"""The ledger's reports: trial balance, sources and their shares."""

from decimal import Decimal

from social_assistance.assistance_fund.report.fund_source_statement import fund_source_statement
from social_assistance.assistance_fund.report.fund_trial_balance import fund_trial_balance
from social_assistance.services.funds.ledger import EXPENSE, FUNDS, PAYABLE, TREASURY
from social_assistance.tests import fund_factories, payment_factories
from social_assistance.tests.base import AssistanceTestCase

SPAN = {"from_month": "2026-03", "to_month": "2026-03"}


class TestFundReports(AssistanceTestCase):
	@classmethod
	def setUpClass(cls):
		super().setUpClass()
		payment_factories.finance(), payment_factories.approver()

	def setUp(self):
		super().setUp()
		self.central = fund_factories.source(
			"中央财政", 0, shares=[{"scheme": "DIBAO-URBAN", "weight": 90}]
		).name
		self.gift = fund_factories.source(
			"慈善捐款",
			0,
			source_kind="Charity",
			is_fiscal=0,
			shares=[{"scheme": "DIBAO-URBAN", "weight": 10}],
		).name
		fund_factories.movement("Receipt", self.central, "500.00", posted_on="2026-02-10")
		fund_factories.movement("Receipt", self.gift, "50.00")
		payment_factories.award(amount="100.00")
		payment_factories.paid_run()

	def test_the_trial_balance_tells_before_during_and_after_and_sums_to_zero(self):
		_columns, rows = fund_trial_balance.execute(SPAN)
		found = {
			row["account"]: tuple(row[name] for name in ("opening", "debit", "credit", "closing"))
			for row in rows
		}
		expected = {
			TREASURY: (500, 50, 100, 450),
			FUNDS: (-500, 0, 50, -550),
			PAYABLE: (0, 100, 100, 0),
			EXPENSE: (0, 100, 0, 100),
		}
		self.assertEqual(found, {code: tuple(map(Decimal, sums)) for code, sums in expected.items()})
		self.assertEqual(sum(row["closing"] for row in rows), 0)

	def test_sources_and_the_share_of_fiscal_money(self):
		_columns, rows = fund_source_statement.execute(SPAN)
		found = {
			row["source"]: (row["received"], row["paid_out"], row["share"]) for row in rows if row["paid_out"]
		}
		self.assertEqual(found, {self.central: (0, 90, 90), self.gift: (50, 10, 10)})

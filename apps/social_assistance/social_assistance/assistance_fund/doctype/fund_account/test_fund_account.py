import frappe

from social_assistance.services.funds.ledger import ACCOUNTS
from social_assistance.setup.seed_funds import seed_accounts
from social_assistance.tests.base import AssistanceTestCase


class TestFundAccount(AssistanceTestCase):
	def test_every_site_has_the_accounts_and_seeding_twice_changes_nothing(self):
		seed_accounts()
		before = frappe.get_all("Fund Account", ["name", "account_name", "modified"], order_by="name")
		seed_accounts()
		self.assertEqual(
			frappe.get_all("Fund Account", ["name", "account_name", "modified"], order_by="name"), before
		)
		self.assertLessEqual(set(ACCOUNTS), {row.name for row in before})

import frappe

from social_assistance.constants import TOWNSHIP_CLERK
from social_assistance.tests import factories, payment_factories
from social_assistance.tests.base import AssistanceTestCase


class TestRecoveryReceipt(AssistanceTestCase):
	def test_only_finance_takes_money_in(self):
		clerk = factories.user(TOWNSHIP_CLERK, factories.TOWNSHIP_1)
		for user, allowed in ((clerk, False), (payment_factories.finance(), True)):
			with self.acting_as(user):
				self.assertEqual(bool(frappe.has_permission("Recovery Receipt", "create")), allowed)

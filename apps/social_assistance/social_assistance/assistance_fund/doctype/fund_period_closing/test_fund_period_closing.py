import frappe

from social_assistance.exceptions import AppendOnlyEntryError
from social_assistance.tests.base import AssistanceTestCase


class TestFundPeriodClosing(AssistanceTestCase):
	def test_a_closing_is_final(self):
		closing = frappe.get_doc({"doctype": "Fund Period Closing", "period": "2026-01"}).insert()
		closing.entry_count = 9
		with self.assertRaisesRegex(AppendOnlyEntryError, "belongs to an append-only book and can be"):
			closing.save()
		with self.assertRaisesRegex(AppendOnlyEntryError, "belongs to an append-only book and can be"):
			closing.delete()

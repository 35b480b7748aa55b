from datetime import date

import frappe

from social_assistance.exceptions import CampaignInvalidError
from social_assistance.services.charity_rules import rule_for
from social_assistance.setup.seed_charity import seed_rules
from social_assistance.tests.base import AssistanceTestCase


class TestFundraisingRule(AssistanceTestCase):
	def test_the_newest_rule_before_the_start_counts(self):
		terms, source = rule_for("Public Fundraising", date(2026, 3, 1))
		self.assertEqual(
			(terms.days_before_start, terms.longest_months, terms.license_required), (10, 36, True)
		)
		self.assertIn("民政部令第74号）第10至13", source)
		later = {"campaign_kind": "Public Fundraising", "valid_from": "2026-06-01", "citation": "新办法"}
		frappe.get_doc({"doctype": "Fundraising Rule", **later, "days_before_start": 7}).insert()
		self.assertEqual(rule_for("Public Fundraising", date(2026, 5, 31))[0].days_before_start, 10)
		self.assertEqual(rule_for("Public Fundraising", date(2026, 6, 1))[0].days_before_start, 7)

	def test_before_the_first_rule_there_is_none(self):
		with self.assertRaises(CampaignInvalidError):
			rule_for("Public Fundraising", date(2020, 1, 1))

	def test_a_site_keeps_its_own_rules(self):
		frappe.db.delete("Fundraising Rule", {"campaign_kind": "Emergency Appeal"})
		seed_rules()
		self.assertEqual(frappe.db.count("Fundraising Rule", {"campaign_kind": "Emergency Appeal"}), 0)

from datetime import date

import frappe

from social_assistance.patches.v1_0 import fill_change_days
from social_assistance.services.charity.exceptions import CampaignInvalidError
from social_assistance.services.charity.fundraising_rules import get_fundraising_rule
from social_assistance.setup.seed_charity import seed_rules
from social_assistance.tests.base import AssistanceTestCase

RULE = "Fundraising Rule"


class TestFundraisingRule(AssistanceTestCase):
	def test_the_newest_rule_before_the_start_counts(self):
		terms, source = get_fundraising_rule("Public Fundraising", date(2026, 3, 1))
		self.assertEqual(
			(terms.days_before_start, terms.longest_months, terms.license_required), (10, 36, True)
		)
		self.assertIn("民政部令第74号）第10至13", source)
		later = {"campaign_kind": "Public Fundraising", "valid_from": "2026-06-01", "citation": "新办法"}
		frappe.get_doc({"doctype": "Fundraising Rule", **later, "days_before_start": 7}).insert()
		self.assertEqual(
			get_fundraising_rule("Public Fundraising", date(2026, 5, 31))[0].days_before_start, 10
		)
		self.assertEqual(get_fundraising_rule("Public Fundraising", date(2026, 6, 1))[0].days_before_start, 7)

	def test_before_the_first_rule_there_is_none(self):
		with self.assertRaisesRegex(CampaignInvalidError, "The policy administrator enters it"):
			get_fundraising_rule("Public Fundraising", date(2020, 1, 1))

	def test_a_site_keeps_its_own_rules(self):
		frappe.db.delete("Fundraising Rule", {"campaign_kind": "Emergency Appeal"})
		seed_rules()
		self.assertEqual(frappe.db.count("Fundraising Rule", {"campaign_kind": "Emergency Appeal"}), 0)

	def test_rules_from_before_the_term_get_it_once(self):
		"""Those that the shipped rule covers, by their first day; neither older law nor a bureau's own number."""
		frappe.db.set_value(RULE, {"name": ("is", "set")}, "change_days", 0)
		for day, days in (("2016-09-01", 0), ("2025-01-01", 0), ("2026-01-01", 7)):
			values = {"campaign_kind": "Public Fundraising", "valid_from": day, "change_days": days}
			frappe.get_doc({"doctype": RULE, "citation": "办法", **values}).insert()
		for _run in range(2):
			fill_change_days.execute()
			found = frappe.get_all(RULE, fields=["campaign_kind", "valid_from", "change_days"])
			self.assertEqual(
				{(row.campaign_kind, str(row.valid_from)): row.change_days for row in found},
				{
					("Public Fundraising", "2016-09-01"): 0,
					("Public Fundraising", "2024-09-05"): 10,
					("Public Fundraising", "2025-01-01"): 10,
					("Public Fundraising", "2026-01-01"): 7,
					("Emergency Appeal", "2024-09-05"): 10,
					("Targeted Fundraising", "2024-09-05"): 0,
				},
			)

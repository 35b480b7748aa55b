"""What the law asks of campaigns by a day reaches the organiser in time and the bureau when it is overdue; each once."""

from datetime import date

import frappe

from social_assistance import scheduled
from social_assistance.constants import AUDITOR, DISTRICT_REVIEWER
from social_assistance.services.charity import campaign_moves as moves
from social_assistance.tests import charity_factories, factories
from social_assistance.tests.base import AssistanceTestCase


class TestCampaignReminders(AssistanceTestCase):
	@classmethod
	def setUpClass(cls):
		super().setUpClass()
		cls.partner = charity_factories.partner(may_raise_publicly=1)
		frappe.db.set_value("Charity Partner", cls.partner.name, "may_raise_publicly", 1)
		cls.other = charity_factories.partner("另一慈善会", "51410298MJ7654321")
		cls.reviewer = factories.user(DISTRICT_REVIEWER, factories.DISTRICT)
		cls.auditor = factories.user(AUDITOR)
		cls.user = cls.partner.users[0].user

	def told(self, campaign, day: date) -> dict[str, int]:
		frappe.flags.business_date = day
		scheduled.open_and_close_campaigns()
		filters = {"document_type": "Charity Campaign", "document_name": campaign.name}
		rows = frappe.get_all("Notification Log", filters, pluck="for_user")
		return {user: rows.count(user) for user in set(rows)}

	def test_a_report_is_told_of_before_it_is_due_and_to_the_bureau_after(self):
		campaign = charity_factories.campaign(self.partner, "Closed")
		due = frappe.db.get_value("Charity Campaign", campaign.name, "report_due_on")
		self.assertEqual(due, date(2026, 6, 30))
		self.assertEqual(self.told(campaign, date(2026, 6, 14)), {})
		for day in (date(2026, 6, 15), date(2026, 6, 16), due):
			self.assertEqual(self.told(campaign, day), {self.user: 1})
		told = self.told(campaign, date(2026, 7, 1))
		self.assertEqual((told[self.user], told[self.reviewer]), (2, 1))
		self.assertNotIn(self.auditor, told)
		self.assertNotIn(self.other.users[0].user, told)
		self.assertEqual(self.told(campaign, date(2026, 7, 2)), told)

	def test_the_words_name_campaign_day_and_law(self):
		campaign = charity_factories.campaign(self.partner, "Closed")
		self.told(campaign, date(2026, 6, 15))
		text = frappe.db.get_value("Notification Log", {"document_name": campaign.name}, "subject")
		for word in (campaign.campaign_name, frappe.utils.format_date("2026-06-30"), "《慈善法》"):
			self.assertIn(word, text)

	def test_an_emergency_publishes_every_five_days_and_a_new_day_is_told_anew(self):
		values = {"campaign_kind": "Emergency Appeal", "starts_on": "2026-03-01", "ends_on": "2026-05-31"}
		campaign = charity_factories.campaign(self.partner, "Plan Filed", **values)
		self.assertEqual(self.told(campaign, date(2026, 3, 2)), {})
		self.assertEqual(self.told(campaign, date(2026, 3, 4)), {self.user: 1})
		with self.acting_as(self.user, date(2026, 3, 6)):
			moves.publish_figures(campaign.name)
		self.assertEqual(self.told(campaign, date(2026, 3, 6)), {self.user: 1})
		self.assertEqual(self.told(campaign, date(2026, 3, 10)), {self.user: 2})
		self.assertEqual(self.told(campaign, date(2026, 3, 12))[self.reviewer], 1)

	def test_a_plan_is_to_be_filed_and_one_that_came_too_late_is_let_be(self):
		values = {"starts_on": "2026-05-01", "ends_on": "2026-06-30"}
		campaign = charity_factories.campaign(self.partner, "Draft", **values)
		self.assertEqual(self.told(campaign, date(2026, 4, 5)), {})
		self.assertEqual(self.told(campaign, date(2026, 4, 6)), {self.user: 1})
		self.assertEqual(self.told(campaign, date(2026, 4, 22)), {self.user: 1})

	def test_an_account_that_was_closed_hears_nothing(self):
		campaign = charity_factories.campaign(self.partner, "Closed")
		frappe.db.set_value("Charity Partner", self.partner.name, "is_enabled", 0)
		self.assertEqual(self.told(campaign, date(2026, 6, 15)), {})

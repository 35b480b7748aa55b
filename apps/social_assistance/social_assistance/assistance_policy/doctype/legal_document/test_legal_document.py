from datetime import date

import frappe

from social_assistance.services.policy import legal_articles
from social_assistance.services.policy.exceptions import (
	PolicyParametersInvalidError,
	PolicyPeriodInvalidError,
)
from social_assistance.setup.seed_policy import create_demo_policies
from social_assistance.tests import factories
from social_assistance.tests.base import AssistanceTestCase

OLD, DRAFT = "最低生活保障审核确认办法", "社会救助法（草案二次审议稿）"
FOUND = [("income_not_below_limit", "")]


class TestLegalDocument(AssistanceTestCase):
	"""A law is cited from its first day until another repeals it; a draft is cited by nobody."""

	def draft(self):
		law = frappe.get_doc(
			{"doctype": "Legal Document", "document_title": DRAFT, "repeals": [{"document": OLD}]}
		)
		law.flags.is_shipped = True
		return law.insert()

	def article(self):
		row = frappe.get_doc(
			{
				"doctype": "Legal Article",
				"occasion": "Refused",
				"scheme_category": "Minimum Living Guarantee",
				"reason": "income_not_below_limit",
				"legal_document": DRAFT,
				"article": "第二十五条",
			}
		)
		row.flags.is_shipped = True
		row.insert()
		row.submit()

	def test_a_draft_takes_over_on_its_day_and_ends_what_it_repeals(self):
		law = self.draft()
		self.article()
		self.assertIn("57号", legal_articles.cite_findings("DIBAO-URBAN", date(2026, 7, 1), FOUND))
		with self.assertRaisesRegex(
			PolicyPeriodInvalidError, "Effective From: a document that holds needs its"
		):
			law.submit()
		law.reload()
		law.effective_from = "2026-07-01"
		law.flags.is_shipped = True
		law.submit()
		self.assertEqual(
			str(frappe.db.get_value("Legal Document", OLD, "effective_to")),
			"2026-06-30",
		)
		cited = [
			legal_articles.cite_findings("DIBAO-URBAN", day, FOUND)
			for day in (date(2026, 6, 30), date(2026, 7, 1))
		]
		self.assertIn("57号", cited[0])
		self.assertEqual(cited[1], f"《{DRAFT}》第二十五条")

	def test_a_policy_cannot_rest_on_a_repealed_document(self):
		_former, current = create_demo_policies(factories.DISTRICT)
		policy = frappe.copy_doc(frappe.get_doc("Policy Version", current), ignore_no_copy=False)
		policy.update(
			{
				"effective_from": "2026-07-01",
				"appraisal_citation": "民发〔2012〕220号第22-24条",
				"docstatus": 0,
			}
		)
		with self.assertRaisesRegex(PolicyParametersInvalidError, "试行"):
			policy.insert()
		policy.update({"appraisal_citation": "民发〔2021〕57号第十九条", "proposed_by": None})
		policy.insert()

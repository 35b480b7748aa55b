"""Campaign and donor statements: the sums, and who may read them."""

from typing import Any

import frappe
from frappe.desk.query_report import run

from social_assistance.api.v1.charity.campaigns import refund_donation
from social_assistance.constants import AUDITOR, TOWNSHIP_CLERK
from social_assistance.services.charity import goods_stock
from social_assistance.services.charity.totals import get_campaign_totals
from social_assistance.tests import charity_factories, factories
from social_assistance.tests.base import AssistanceTestCase


class TestCharityReports(AssistanceTestCase):
	@classmethod
	def setUpClass(cls):
		super().setUpClass()
		cls.partner = charity_factories.partner()
		cls.other = charity_factories.partner("另一慈善会", "51410298MJ7654321")
		cls.user, cls.other_user = cls.partner.users[0].user, cls.other.users[0].user

	def setUp(self):
		super().setUp()
		frappe.db.set_value("Charity Partner", self.partner.name, "may_raise_publicly", 1)
		self.campaign = charity_factories.campaign(self.partner)
		in_campaign = {"campaign": self.campaign.name}
		self.first = charity_factories.donation(self.partner, 1000, received_on="2026-02-10", **in_campaign)
		self.rice = charity_factories.goods(self.partner, charity_factories.RICE, **in_campaign)
		charity_factories.disbursement(self.first, charity_factories.need(), 250)
		with self.acting_as(self.user):
			refund_donation(self.first.name, "100", "Wrong Amount")

	def rows(self, report: str, **filters: Any) -> list[dict[str, Any]]:
		return [row for row in run(report, filters)["result"] if isinstance(row, dict)]

	def test_a_campaign_by_month(self):
		with self.acting_as(self.user):
			found = self.rows("Campaign Statement", campaign=self.campaign.name)
		columns = ("month", "gifts", "money", "goods", "refunded", "raised", "disbursed", "left_over")
		self.assertEqual(
			[tuple(row[name] for name in columns) for row in found],
			[
				("2026-02", 1, 1000, 0, 0, 1000, 0, 1000),
				("2026-03", 1, 0, 420, 100, 320, 250, 1070),
			],
		)
		self.assertNotIn("王小明", frappe.as_json(found))

	def test_goods_that_spoiled_are_no_longer_left(self):
		goods_stock.write_off_goods(self.rice.items[0].name, "", "mouldy")
		found = self.rows("Campaign Statement", campaign=self.campaign.name)[-1]
		self.assertEqual((found["written_off"], found["left_over"]), (420, 650))
		self.assertEqual(get_campaign_totals(self.campaign.name)["left"], found["left_over"])

	def test_a_statement_does_not_tell_few_households_apart(self):
		frappe.db.set_single_value("Assistance Settings", "smallest_public_group", 2)
		html = self.printed()
		self.assertIn("250.00", html)
		self.assertNotIn("第一街道", html)

	def test_a_donors_year_names_no_family(self):
		frappe.db.set_single_value("Assistance Settings", "smallest_public_group", 1)
		with self.acting_as(self.user):
			found = self.rows("Donor Statement", donor=self.first.donor, year=2026)
			html = self.printed()
		sums = [sum(row.get(name) or 0 for row in found) for name in ("given", "given_back", "used")]
		self.assertEqual(sums, [1420, 100, 250])
		for text in ("1420.00", "100.00", "250.00", "1320.00", "壹仟叁佰贰拾元整", "第一街道", "慈善一日捐"):
			self.assertIn(text, html)
		self.assertNotIn("张**", html)

	def printed(self) -> str:
		frappe.form_dict.year = "2026"
		self.addCleanup(frappe.form_dict.pop, "year", None)
		return frappe.get_print("Charity Donor", self.first.donor, "Donor Statement")

	def test_partners_read_their_own_auditors_all(self):
		asked = (
			("Campaign Statement", {"campaign": self.campaign.name}),
			("Donor Statement", {"donor": self.first.donor, "year": 2026}),
		)
		for report, filters in asked:
			with self.subTest(report), self.acting_as(factories.user(AUDITOR)):
				self.assertTrue(self.rows(report, **filters))
			for user in (self.other_user, factories.user(TOWNSHIP_CLERK, factories.TOWNSHIP_1)):
				with (
					self.subTest(report, user=user),
					self.acting_as(user),
					self.assertRaises(frappe.PermissionError),
				):
					run(report, filters)

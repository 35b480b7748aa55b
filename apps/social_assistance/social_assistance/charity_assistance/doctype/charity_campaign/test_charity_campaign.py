from datetime import date

import frappe

from social_assistance.api.v1.charity import campaigns as api
from social_assistance.constants import AUDITOR, DISTRICT_REVIEWER, TOWNSHIP_CLERK
from social_assistance.exceptions import StepNotAllowedError
from social_assistance.permissions.exceptions import FieldClosedError, TransitionNotAllowedError
from social_assistance.services.charity.campaign_moves import open_and_close_due_campaigns
from social_assistance.services.charity.exceptions import (
	CampaignInvalidError,
	CampaignNotFiledError,
	CampaignPeriodError,
	CampaignStateError,
)
from social_assistance.tests import charity_factories, factories
from social_assistance.tests.base import AssistanceTestCase

EMERGENCY = {"campaign_kind": "Emergency Appeal", "starts_on": "2026-02-25", "ends_on": "2026-04-30"}


class TestCharityCampaign(AssistanceTestCase):
	@classmethod
	def setUpClass(cls):
		super().setUpClass()
		cls.partner = charity_factories.partner(may_raise_publicly=1)
		cls.other = charity_factories.partner("另一慈善会", "51410298MJ7654321")
		cls.user, cls.other_user = cls.partner.users[0].user, cls.other.users[0].user
		cls.reviewer = factories.user(DISTRICT_REVIEWER, factories.DISTRICT)

	def setUp(self):
		super().setUp()
		frappe.db.set_value("Charity Partner", self.partner.name, "may_raise_publicly", 1)

	def draft(self, **values):
		with self.acting_as(self.user):
			return charity_factories.campaign(self.partner, "Draft", **values)

	def test_filed_opened_published_closed_and_reported(self):
		plan = self.draft(starts_on="2026-03-12", ends_on="2026-12-31")
		self.assertEqual(str(plan.report_due_on), "2027-03-31")
		self.assertIn("第74号", plan.rule_text)
		with self.acting_as(self.reviewer):
			self.assertEqual(
				api.file_campaign(plan.name, " 4102982026A0001 ")["filing_no"], "4102982026A0001"
			)
		with self.acting_as(self.user, date(2026, 3, 12)):
			standing = api.open_campaign(plan.name)
			self.assertEqual(
				(standing["campaign_status"], standing["next_publication_on"]), ("Running", date(2026, 6, 12))
			)
		with self.acting_as(self.user, date(2026, 6, 10)):
			self.assertEqual(api.publish_campaign(plan.name)["next_publication_on"], date(2026, 9, 10))
			closed = api.close_campaign(plan.name, "目标已达成")
			self.assertEqual(
				(closed["campaign_status"], closed["report_due_on"]), ("Closed", date(2026, 9, 10))
			)
			with self.assertRaisesRegex(CampaignInvalidError, "Attach the full report first"):
				api.report_campaign(plan.name)
			frappe.db.set_value("Charity Campaign", plan.name, "report_file", "/private/files/x.pdf")
			self.assertEqual(api.report_campaign(plan.name)["campaign_status"], "Reported")
			for gone in (None, charity_factories.paper("other.pdf")):
				plan.reload()
				plan.report_file = gone
				with self.subTest(gone), self.assertRaisesRegex(FieldClosedError, "cannot be changed"):
					plan.save()

	def test_no_full_report_while_a_donation_is_a_draft(self):
		plan = charity_factories.campaign(self.partner)
		charity_factories.put_in(plan, "Closed", report_file="/private/files/x.pdf")
		with self.acting_as(self.user, date(2026, 6, 10)):
			gift = charity_factories.donation(self.partner, submit=False, campaign=plan.name)
			with self.assertRaisesRegex(CampaignStateError, f"before the full report: {gift.name}"):
				api.report_campaign(plan.name)
			gift.submit()
			self.assertEqual(api.report_campaign(plan.name)["campaign_status"], "Reported")

	def test_only_the_bureau_files_and_only_the_own_organiser_opens(self):
		plan = self.draft(starts_on="2026-03-12")
		with (
			self.acting_as(self.user),
			self.assertRaisesRegex(StepNotAllowedError, "This action needs the role"),
		):
			api.file_campaign(plan.name, "A1")
		for user in (
			self.other_user,
			factories.user(AUDITOR),
			factories.user(TOWNSHIP_CLERK, factories.TOWNSHIP_1),
		):
			with self.acting_as(user), self.assertRaises(frappe.PermissionError):
				api.file_campaign(plan.name, "A1")
		with self.acting_as(self.other_user):
			self.assertEqual(frappe.get_list("Charity Campaign", pluck="name"), [])
			with self.assertRaises(frappe.PermissionError):
				charity_factories.campaign(self.partner, "Draft")
		with (
			self.acting_as(self.reviewer),
			self.assertRaisesRegex(StepNotAllowedError, "This action needs the role"),
		):
			api.open_campaign(plan.name)

	def test_filing_is_ten_days_before_and_a_number_is_used_once(self):
		late = self.draft(starts_on="2026-03-11")
		first, second = (self.draft(starts_on="2026-03-12") for _each in range(2))
		with self.acting_as(self.reviewer):
			with self.assertRaisesRegex(CampaignPeriodError, "2026"):
				api.file_campaign(late.name, "A1")
			api.file_campaign(first.name, "A1")
			for name, number in ((second.name, "A1"), (second.name, "  "), (first.name, "A2")):
				with (
					self.subTest(number),
					self.assertRaisesRegex(
						(CampaignInvalidError, CampaignStateError),
						"this is not possible now|Enter the filing number|every campaign has its own",
					),
				):
					api.file_campaign(name, number)

	def test_what_a_plan_needs(self):
		wrong = (
			({"ends_on": "2029-02-01"}, CampaignPeriodError, "lasts 36 months at most"),
			({"ends_on": "2026-01-31"}, CampaignPeriodError, "lies before Starts On"),
			(
				{"campaign_kind": "Emergency Appeal", "ends_on": "2027-02-01"},
				CampaignPeriodError,
				"lasts 12 months",
			),
			(
				{"starts_on": "2020-01-01", "ends_on": "2020-02-01"},
				CampaignInvalidError,
				"No fundraising rule",
			),
			({"is_open_group": 0}, CampaignInvalidError, "not for particular persons"),
			({"is_full_time": 0}, CampaignInvalidError, "must be full-time staff"),
			({"bank_account": None}, CampaignInvalidError, "Enter the account of the campaign"),
			({"purpose": " "}, CampaignInvalidError, "restricted purpose needs its purpose"),
		)
		for values, error, words in wrong:
			with self.subTest(values), self.assertRaisesRegex(error, words):
				self.draft(**values)

	def test_without_a_licence_of_its_own_a_partner_needs_an_agreement(self):
		frappe.db.set_value("Charity Partner", self.other.name, "may_raise_publicly", 0)
		with self.acting_as(self.other_user):
			agreement = {
				"licensed_uscc": self.partner.uscc.lower(),
				"agreement_file": charity_factories.paper(),
			}
			for values in ({}, {**agreement, "licensed_uscc": self.other.uscc}):
				with (
					self.subTest(values),
					self.assertRaisesRegex(
						CampaignInvalidError,
						"is no organisation on file with that licence|Enter the licensed organisation and attach",
					),
				):
					charity_factories.campaign(self.other, "Draft", **values)
			kept = charity_factories.campaign(self.other, "Draft", campaign_kind="Targeted Fundraising")
			self.assertFalse(kept.licensed_partner)
			shared = charity_factories.campaign(self.other, "Draft", **agreement)
		self.assertEqual(shared.licensed_partner, self.partner.name)

	def test_status_and_filing_cannot_be_typed_nor_the_plan_changed_later(self):
		plan = self.draft()
		with self.acting_as(self.user):
			for field, value in (("campaign_status", "Running"), ("filing_no", "A1"), ("raised_amount", 5)):
				doc = frappe.get_doc("Charity Campaign", plan.name)
				doc.set(field, value)
				with (
					self.subTest(field),
					self.assertRaisesRegex(
						TransitionNotAllowedError, "changes only through the steps of the procedure"
					),
				):
					doc.save()
		charity_factories.put_in(plan, "Plan Filed", filing_no="A1", filed_on="2026-01-20")
		with self.acting_as(self.user), self.assertRaisesRegex(FieldClosedError, "cannot be changed"):
			doc = frappe.get_doc("Charity Campaign", plan.name)
			doc.purpose = "其他用途"
			doc.save()
		with self.acting_as(factories.user(AUDITOR)), self.assertRaises(frappe.PermissionError):
			frappe.get_doc("Charity Campaign", plan.name).save()

	def test_an_emergency_takes_gifts_ten_days_before_it_is_filed(self):
		appeal = self.draft(**EMERGENCY)
		with self.acting_as(self.user):
			api.open_campaign(appeal.name)
			charity_factories.donation(self.partner, campaign=appeal.name)
		with (
			self.acting_as(self.user, date(2026, 3, 8)),
			self.assertRaisesRegex(CampaignNotFiledError, "has no filing number and takes no gifts"),
		):
			charity_factories.donation(self.partner, campaign=appeal.name, received_on="2026-03-08")
		with self.acting_as(self.reviewer, date(2026, 3, 7)):
			api.file_campaign(appeal.name, "Y1")
		with self.acting_as(self.user, date(2026, 3, 8)):
			charity_factories.donation(self.partner, campaign=appeal.name, received_on="2026-03-08")

	def test_gifts_outside_filing_period_or_state_are_refused_and_nothing_is_booked(self):
		unfiled, running = self.draft(), charity_factories.campaign(self.partner)
		reported = charity_factories.campaign(self.partner, "Reported")
		before = frappe.db.count("Charity Donation"), frappe.db.count("Fund Ledger Entry")
		wrong = (
			(unfiled, "2026-03-01", CampaignNotFiledError),
			(running, "2026-01-31", CampaignPeriodError),
			(reported, "2026-03-01", CampaignStateError),
		)
		for campaign, day, error in wrong:
			with (
				self.subTest(campaign.campaign_status),
				self.assertRaisesRegex(
					error,
					"has no filing number and takes no gifts|has published its full report and takes no more|but campaign",
				),
			):
				charity_factories.donation(self.partner, campaign=campaign.name, received_on=day)
		with self.assertRaisesRegex(CampaignInvalidError, "is not one of"):
			charity_factories.donation(self.other, campaign=running.name)
		self.assertEqual((frappe.db.count("Charity Donation"), frappe.db.count("Fund Ledger Entry")), before)

	def test_a_draft_gift_is_judged_again_when_it_is_submitted(self):
		running = charity_factories.campaign(self.partner)
		draft = charity_factories.donation(self.partner, campaign=running.name, submit=False)
		charity_factories.put_in(running, "Reported")
		with self.assertRaisesRegex(CampaignStateError, "has published its full report and takes no more"):
			draft.submit()

	def test_purpose_and_place_pass_on_and_the_sums_are_kept(self):
		place = factories.TOWNSHIP_1
		running = charity_factories.campaign(self.partner, target_division=place)
		money = charity_factories.donation(self.partner, 300, campaign=running.name)
		charity_factories.goods(self.partner, charity_factories.RICE, campaign=running.name)
		self.assertEqual(
			(money.is_restricted, money.purpose, money.target_division), (1, "困难家庭子女助学", place)
		)
		running.reload()
		self.assertEqual((running.raised_amount, running.donation_count), (720, 2))
		frappe.get_doc("Charity Donation", money.name).cancel()
		running.reload()
		running.run_method("onload")
		totals = running.get_onload("totals")
		self.assertEqual((running.raised_amount, running.donation_count), (420, 1))
		self.assertEqual((totals["goods"], totals["money"], totals["left"]), (420, 0, 420))

	def test_campaigns_open_and_close_on_their_days(self):
		due, over = (charity_factories.campaign(self.partner, "Plan Filed") for _each in range(2))
		draft = self.draft()
		frappe.db.set_value("Charity Campaign", over.name, "ends_on", "2026-03-01")
		for _twice in range(2):
			open_and_close_due_campaigns()
			states = [
				frappe.db.get_value("Charity Campaign", doc.name, "campaign_status")
				for doc in (due, over, draft)
			]
			self.assertEqual(states, ["Running", "Closed", "Draft"])

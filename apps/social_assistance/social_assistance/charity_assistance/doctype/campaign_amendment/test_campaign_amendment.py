from datetime import date

import frappe

from social_assistance.api.v1.charity import campaigns as api
from social_assistance.constants import AUDITOR, DISTRICT_REVIEWER
from social_assistance.exceptions import StepNotAllowedError
from social_assistance.permissions.exceptions import FieldClosedError, TransitionNotAllowedError
from social_assistance.services.charity.exceptions import (
	CampaignInvalidError,
	CampaignPeriodError,
	CampaignStateError,
)
from social_assistance.tests import charity_factories, factories
from social_assistance.tests.base import AssistanceTestCase

CAMPAIGN, AMENDMENT = "Charity Campaign", "Campaign Amendment"


class TestCampaignAmendment(AssistanceTestCase):
	@classmethod
	def setUpClass(cls):
		super().setUpClass()
		cls.partner = charity_factories.partner()
		cls.other = charity_factories.partner("另一慈善会", "51410298MJ7654321")
		cls.user, cls.other_user = cls.partner.users[0].user, cls.other.users[0].user
		cls.reviewer = factories.user(DISTRICT_REVIEWER, factories.DISTRICT)

	def setUp(self):
		super().setUp()
		frappe.db.set_value("Charity Partner", self.partner.name, "may_raise_publicly", 1)
		self.campaign = charity_factories.campaign(self.partner)

	def drawn(self, **values):
		"""An amendment of the organiser: three more months unless told otherwise."""
		facts = {"doctype": AMENDMENT, "campaign": self.campaign.name, "grounds": "认捐踊跃"}
		with self.acting_as(self.user):
			return frappe.get_doc(
				{**facts, "changed_on": "2026-02-25", "ends_on": "2026-06-30", **values}
			).insert()

	def filed(self, doc, number="募备变更001", day="2026-03-02"):
		with self.acting_as(self.reviewer):
			return api.file_amendment(doc.name, number, day)

	def test_a_filed_change_is_the_plan_and_the_first_filing_is_kept(self):
		number, day = self.campaign.filing_no, self.campaign.filed_on
		doc = self.drawn(purpose="困难家庭子女助学和大病救治")
		self.assertEqual((doc.file_by, doc.beneficiaries), (date(2026, 3, 7), self.campaign.beneficiaries))
		self.assertEqual([row.term for row in doc.changes], ["ends_on", "purpose"])
		self.campaign.reload()
		self.assertEqual(str(self.campaign.ends_on), "2026-03-31")
		self.assertEqual(self.filed(doc)["plan_version"], 2)
		self.campaign.reload()
		self.assertEqual(
			(str(self.campaign.ends_on), str(self.campaign.report_due_on), self.campaign.purpose),
			("2026-06-30", "2026-09-30", "困难家庭子女助学和大病救治"),
		)
		self.assertEqual(
			(self.campaign.filing_no, self.campaign.filed_on, self.campaign.latest_amendment),
			(number, day, doc.name),
		)
		doc.reload()
		self.assertEqual((doc.filing_no, doc.is_late), ("募备变更001", 0))
		self.assertEqual((doc.changes[0].old_value, doc.changes[0].new_value), ("2026-03-31", "2026-06-30"))

	def test_gifts_of_before_stay_bound_to_the_words_of_their_day(self):
		gift = charity_factories.donation(self.partner, campaign=self.campaign.name)
		self.filed(self.drawn(purpose="大病救治"))
		later = charity_factories.donation(self.partner, campaign=self.campaign.name, donor_phone=None)
		gift.reload()
		self.assertEqual((gift.purpose, later.purpose), ("困难家庭子女助学", "大病救治"))

	def test_the_law_limits_an_amended_plan_as_it_limits_the_first(self):
		charity_factories.donation(self.partner, campaign=self.campaign.name)
		cases = (
			({"ends_on": "2029-02-01"}, CampaignPeriodError),
			({"ends_on": "2026-03-01"}, CampaignPeriodError),
			({"changed_on": "2026-03-03"}, CampaignPeriodError),
			({"ends_on": "2026-03-31"}, CampaignInvalidError),
		)
		for values, error in cases:
			with (
				self.subTest(values),
				self.assertRaisesRegex(
					error,
					"lies in the future|Nothing is changed: the amendment says what|months at most: it must end|To end the campaign now, close it early",
				),
			):
				self.drawn(**values)
		doc = self.drawn()
		for term in ("is_open_group", "is_full_time", "purpose"):
			with (
				self.subTest(term),
				self.acting_as(self.user),
				self.assertRaisesRegex(
					CampaignInvalidError,
					"A campaign with restricted purpose needs|Confirm that the campaign is not for particular|The person in charge of a campaign must be",
				),
			):
				frappe.get_doc(AMENDMENT, doc.name).update({term: None}).save()
		self.assertEqual(str(self.drawn(ends_on="2029-01-31").ends_on), "2029-01-31")

	def test_a_filing_has_its_own_number_and_day_and_says_when_it_is_late(self):
		doc = self.drawn(changed_on="2026-02-10")
		for number, day, error in (
			("", "2026-03-02", CampaignInvalidError),
			(self.campaign.filing_no, "2026-03-02", CampaignInvalidError),
			("变更1", "2026-03-03", CampaignPeriodError),
			("变更1", "2026-02-09", CampaignPeriodError),
		):
			with (
				self.subTest(number + day),
				self.assertRaisesRegex(
					error,
					"Enter the filing number|and today: not before the change nor the filing|every campaign has its own",
				),
			):
				self.filed(doc, number, day)
		self.assertEqual(self.filed(doc, " 变更 1", "2026-02-21")["is_late"], 1)
		with self.assertRaisesRegex(CampaignInvalidError, "every campaign has its own"):
			self.filed(self.drawn(ends_on="2026-07-31"), "变更1")

	def test_of_two_drafts_the_second_is_looked_at_again(self):
		first, second = self.drawn(), self.drawn(target_amount=900000)
		self.filed(first)
		with self.assertRaisesRegex(CampaignInvalidError, "(?i)drawn up|拟定"):
			self.filed(second, "变更2")
		with self.acting_as(self.user):
			second = frappe.get_doc(AMENDMENT, second.name).save()
		self.assertEqual([row.term for row in second.changes], ["target_amount"])
		self.assertEqual(self.filed(second, "变更2")["plan_version"], 3)

	def test_who_may_do_what(self):
		doc = self.drawn()
		with (
			self.acting_as(self.user),
			self.assertRaisesRegex(StepNotAllowedError, "This action needs the role"),
		):
			api.file_amendment(doc.name, "变更1")
		for user in (self.other_user, factories.user(AUDITOR)):
			with self.acting_as(user):
				for call in (
					lambda: api.file_amendment(doc.name, "x"),
					lambda: api.withdraw_amendment(doc.name),
				):
					with self.assertRaises(frappe.PermissionError):
						call()
		with self.acting_as(self.other_user):
			self.assertEqual(frappe.get_list(AMENDMENT), [])
		with self.acting_as(self.user):
			typed = frappe.get_doc(AMENDMENT, doc.name).update({"amendment_status": "Plan Filed"})
			with self.assertRaisesRegex(
				TransitionNotAllowedError, "changes only through the steps of the procedure"
			):
				typed.save()
			api.withdraw_amendment(doc.name)
		with self.assertRaisesRegex(CampaignStateError, "this is not possible any more"):
			self.filed(doc)
		self.filed(again := self.drawn())
		with self.acting_as(self.user), self.assertRaisesRegex(FieldClosedError, "Campaign Amendment"):
			frappe.get_doc(AMENDMENT, again.name).update({"grounds": "别的"}).save()

	def test_only_a_filed_campaign_that_is_not_over_is_amended(self):
		for status, number in (("Closed", "募备1"), ("Reported", "募备1"), ("Running", None)):
			values = {"campaign_status": status, "filing_no": number}
			frappe.db.set_value(CAMPAIGN, self.campaign.name, values)
			with (
				self.subTest(status),
				self.assertRaisesRegex(
					CampaignStateError,
					"its plan is not amended any more|is not filed yet; only a filed plan is amended",
				),
			):
				self.drawn()

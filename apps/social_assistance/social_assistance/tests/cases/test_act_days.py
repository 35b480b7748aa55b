"""Dates of legal acts that people type: not ahead, not out of another year; what stands on file is left alone."""

from social_assistance.constants import VILLAGE_ASSISTANT
from social_assistance.overrides.exceptions import ActDayError
from social_assistance.tests import factories
from social_assistance.tests.base import AssistanceTestCase
from social_assistance.tests.factories import VILLAGE_1


class TestActDays(AssistanceTestCase):
	def setUp(self):
		super().setUp()
		with self.acting_as(factories.user(VILLAGE_ASSISTANT, VILLAGE_1)):
			self.case = factories.case(factories.household(), "DIBAO-URBAN")

	def test_a_policy_is_not_told_tomorrow_or_in_another_decade(self):
		for day, words in (("2027-01-01", "has not come yet"), ("2009-01-01", "more than a year ago")):
			with self.subTest(day):
				self.case.reload()
				self.case.policy_told_on = day
				with self.assertRaisesRegex(ActDayError, words):
					self.case.save()

	def test_a_consent_is_not_signed_ahead_and_its_row_is_named(self):
		self.case.append(
			"consents",
			{
				"person": self.case.applicant,
				"capacity": "Household Member",
				"authorisation": 1,
				"signed_on": "2027-12-01",
			},
		)
		with self.assertRaisesRegex(ActDayError, "Row 1.*has not come yet"):
			self.case.save()

	def test_a_day_on_file_is_not_judged_again(self):
		self.case.db_set("policy_told_on", "2020-01-01")
		self.case.reload()
		self.case.reason_text = "户主患病"
		self.case.save()

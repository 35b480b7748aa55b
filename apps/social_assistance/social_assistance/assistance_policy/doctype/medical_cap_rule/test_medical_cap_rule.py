from social_assistance.benefit_payment.doctype.medical_cost_cap.test_medical_cost_cap import (
	MedicalCapTestCase,
)
from social_assistance.services.policy.exceptions import DatedRuleInvalidError
from social_assistance.tests import payment_factories


class TestMedicalCapRule(MedicalCapTestCase):
	def test_the_rule_is_checked_and_stays_while_it_explains(self):
		for row, words in (
			({"share_above": 0}, "usually 100"),
			({"share_above": 101}, "usually 100"),
		):
			with self.subTest(words), self.assertRaisesRegex(DatedRuleInvalidError, words):
				self.rule({"scheme": "DIBAO-URBAN", "threshold": 1, **row})
		twice = {"scheme": "DIBAO-URBAN", "threshold": 1, "share_above": 100}
		with self.assertRaisesRegex(DatedRuleInvalidError, "stands here already"):
			self.rule(twice, twice)
		rule = payment_factories.in_force(self.rule())
		with self.assertRaisesRegex(DatedRuleInvalidError, "same day"):
			payment_factories.in_force(self.rule())
		self.grant(self.record())
		with self.assertRaisesRegex(DatedRuleInvalidError, "cannot be withdrawn"):
			rule.cancel()

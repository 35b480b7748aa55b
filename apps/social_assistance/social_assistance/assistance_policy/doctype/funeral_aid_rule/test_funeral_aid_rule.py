from social_assistance.benefit_payment.doctype.funeral_aid.test_funeral_aid import FIXED, FuneralAidTestCase
from social_assistance.services.policy.exceptions import DatedRuleInvalidError
from social_assistance.tests import payment_factories


class TestFuneralAidRule(FuneralAidTestCase):
	def test_the_rule_is_checked(self):
		for row, words in (
			({**FIXED, "months": 6}, "either months"),
			({**FIXED, "amount": 0}, "either months"),
			({**FIXED, "amount": 0, "months": 6}, "Choose the standard"),
		):
			with self.subTest(words), self.assertRaisesRegex(DatedRuleInvalidError, words):
				self.rule(row)

	def test_a_second_person_puts_it_into_force_and_what_it_explains_stays(self):
		rule = payment_factories.in_force(self.rule())
		self.support()
		dead = self.house.members[1].person
		self.die(dead)
		self.grant(self.arranged(dead))
		with self.assertRaisesRegex(DatedRuleInvalidError, "cannot be withdrawn"):
			rule.cancel()

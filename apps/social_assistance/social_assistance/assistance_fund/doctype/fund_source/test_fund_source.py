from social_assistance.exceptions import FundsInsufficientError
from social_assistance.tests import fund_factories
from social_assistance.tests.base import AssistanceTestCase


class TestFundSource(AssistanceTestCase):
	def test_shares_are_more_than_zero(self):
		with self.assertRaises(FundsInsufficientError):
			fund_factories.source("省级财政", 0, shares=[{"scheme": "DIBAO-URBAN", "weight": -1}])

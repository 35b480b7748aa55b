"""Functions of other apps that a hook opens to the holders of a role."""

from unittest.mock import patch

import frappe

from social_assistance.constants import FINANCE_OFFICER
from social_assistance.permissions import gate
from social_assistance.permissions.gate_rules import Audience, get_audience
from social_assistance.tests import factories
from social_assistance.tests.base import AssistanceTestCase

FUNCTION = "some_books.api.ledger.balance"


class TestFunctionsByRole(AssistanceTestCase):
	def audience(self, user: str) -> Audience:
		rules = {"rpc_allow_role": {FINANCE_OFFICER: ["some_books."]}}
		real = frappe.get_hooks
		with (
			self.acting_as(user),
			patch(
				"frappe.get_hooks", lambda hook=None, *rest, **kw: rules.get(hook) or real(hook, *rest, **kw)
			),
		):
			return get_audience(FUNCTION, gate._extra_rules())

	def test_the_role_opens_them_and_no_other_role_does(self):
		self.assertEqual(self.audience(factories.user(FINANCE_OFFICER, factories.DISTRICT)), Audience.DESK)
		self.assertEqual(self.audience(factories.user("Auditor", factories.DISTRICT)), Audience.NOBODY)
		self.assertEqual(self.audience("Guest"), Audience.NOBODY)

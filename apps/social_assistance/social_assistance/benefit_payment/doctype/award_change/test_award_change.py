import frappe

from social_assistance.constants import TOWNSHIP_CLERK
from social_assistance.exceptions import AppendOnlyEntryError
from social_assistance.permissions.exceptions import TransitionNotAllowedError
from social_assistance.tests import factories, payment_factories
from social_assistance.tests.base import AssistanceTestCase


class TestAwardChange(AssistanceTestCase):
	def setUp(self):
		super().setUp()
		award = payment_factories.award()
		self.change = frappe.get_doc(
			{
				"doctype": "Award Change",
				"award": award.name,
				"division": award.division,
				"change_kind": "Correction",
				"from_month": "2026-03",
			}
		).insert(ignore_permissions=True)

	def test_a_change_is_neither_edited_nor_deleted(self):
		self.change.amount_after = 1
		with self.assertRaisesRegex(
			(AppendOnlyEntryError, TransitionNotAllowedError), "belongs to an append-only book and can be"
		):
			self.change.save(ignore_permissions=True)
		with self.assertRaisesRegex(AppendOnlyEntryError, "belongs to an append-only book and can be"):
			self.change.delete(ignore_permissions=True)

	def test_townships_see_changes_of_their_own_families(self):
		for township, allowed in ((factories.TOWNSHIP_1, True), (factories.TOWNSHIP_2, False)):
			with self.acting_as(factories.user(TOWNSHIP_CLERK, township)):
				self.assertIs(bool(frappe.has_permission("Award Change", "read", self.change.name)), allowed)
				self.assertEqual(bool(frappe.get_list("Award Change", {"name": self.change.name})), allowed)

import frappe

from social_assistance.constants import FINANCE_OFFICER, TOWNSHIP_CLERK
from social_assistance.tests import factories, payment_factories
from social_assistance.tests.base import AssistanceTestCase


class TestPaymentLine(AssistanceTestCase):
	@classmethod
	def setUpClass(cls):
		super().setUpClass()
		payment_factories.finance(), payment_factories.approver()

	def setUp(self):
		super().setUp()
		payment_factories.award()
		self.line = frappe.get_doc("Payment Line", {"payment_run": payment_factories.paid_run()})

	def test_a_line_exists_once_per_award_month_and_kind(self):
		twin = frappe.copy_doc(self.line)
		twin.line_key = self.line.line_key
		with self.assertRaisesRegex(frappe.UniqueValidationError, "line_key"):
			twin.insert(ignore_permissions=True)

	def test_nobody_creates_edits_or_deletes_lines(self):
		with self.acting_as(factories.user(FINANCE_OFFICER, factories.DISTRICT)):
			line = frappe.get_doc("Payment Line", self.line.name)
			self.assertTrue(line.has_permission("read"))
			for permission in ("write", "create", "delete"):
				self.assertFalse(line.has_permission(permission), permission)

	def test_townships_see_their_own_lines(self):
		for township, allowed in ((factories.TOWNSHIP_1, True), (factories.TOWNSHIP_2, False)):
			with self.acting_as(factories.user(TOWNSHIP_CLERK, township)):
				self.assertIs(bool(frappe.has_permission("Payment Line", "read", self.line.name)), allowed)
				self.assertEqual(bool(frappe.get_list("Payment Line", {"name": self.line.name})), allowed)

	def test_the_account_is_shown_masked_and_its_cipher_to_nobody(self):
		with self.acting_as(factories.user(FINANCE_OFFICER, factories.DISTRICT)):
			line = frappe.get_doc("Payment Line", self.line.name)
			line.apply_fieldlevel_read_permissions()
			self.assertRegex(line.bank_account, r"^\*+\d{4}$")
			self.assertIsNone(line.get("bank_account_cipher"))

"""`verify` is silent on a sound month and names each kind of damage."""

from pathlib import Path

import frappe

from social_assistance.engines.verify.invariants import verify_site
from social_assistance.tests import factories, payment_factories
from social_assistance.tests.base import AssistanceTestCase


class TestVerifyPayments(AssistanceTestCase):
	@classmethod
	def setUpClass(cls):
		super().setUpClass()
		payment_factories.finance(), payment_factories.approver()

	def setUp(self):
		super().setUp()
		for amount in ("10.00", "20.00"):
			payment_factories.award(amount=amount)
		payment_factories.award(factories.household(ages=(44,)), "40.00")
		self.payment_run = payment_factories.paid_run()
		self.file = frappe.get_doc("Bank File", {"payment_run": self.payment_run})
		self.line = frappe.db.get_value(
			"Payment Line", {"payment_run": self.payment_run, "line_status": "Due"}
		)

	def failing(self) -> set[str]:
		return {check.code for check in verify_site() if not check.ok}

	def test_a_sound_month_passes_every_check(self):
		checks = verify_site()
		self.assertEqual([check for check in checks if not check.ok], [])
		self.assertLessEqual(
			{"PAY-01", "PAY-03", "PAY-05", "PAY-09", "PAY-11", "SEC-02"}, {check.code for check in checks}
		)

	def test_a_changed_amount_is_found(self):
		frappe.db.set_value("Payment Line", self.line, "amount", 11)
		self.assertLessEqual({"PAY-01", "PAY-02", "PAY-10"}, self.failing())

	def test_a_lost_line_is_found(self):
		frappe.db.delete("Payment Line", {"name": self.line})
		self.assertLessEqual({"PAY-01", "PAY-03", "PAY-04"}, self.failing())

	def test_a_second_line_is_found(self):
		copy = frappe.copy_doc(frappe.get_doc("Payment Line", self.line))
		copy.line_key = "another key"
		copy.db_insert()
		self.assertLessEqual({"PAY-01", "PAY-05"}, self.failing())

	def test_an_edited_file_is_found(self):
		path = Path(frappe.get_site_path(*self.file.file.split("/")))
		path.write_bytes(path.read_bytes().replace(b"10.00", b"90.00"))
		self.assertLessEqual({"PAY-09", "PAY-11"}, self.failing())

	def test_orphans_are_found(self):
		frappe.db.set_value("Payment Line", self.line, {"payment_run": "none", "award": "none"})
		self.assertLessEqual({"PAY-06", "PAY-07"}, self.failing())

	def test_clear_numbers_in_visible_columns_are_found(self):
		frappe.db.set_value("Payment Line", self.line, "bank_account", "6222021234567890128")
		self.assertIn("SEC-02", self.failing())
		frappe.db.set_value(
			"Payment Line", self.line, {"bank_account": "****0128", "payee_name": "41040219800101123X"}
		)
		self.assertIn("SEC-02", self.failing())

	def test_a_mask_without_its_cipher_is_found(self):
		frappe.db.set_value("Payment Line", self.line, "bank_account_cipher", None)
		self.assertIn("SEC-01", self.failing())

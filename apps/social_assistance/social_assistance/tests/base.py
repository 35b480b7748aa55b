"""Base class of the tests that need a site: rolled back, business date fixed, one district with two townships."""

from contextlib import contextmanager
from datetime import date

import frappe
from frappe.tests.utils import FrappeTestCase

from social_assistance.tests import factories


class AssistanceTestCase(FrappeTestCase):
	"""A district with two townships, accounts made on demand; every test rolls back."""

	today = date(2026, 3, 2)

	@classmethod
	def setUpClass(cls):
		super().setUpClass()
		frappe.conf["assist_demo"] = 1
		factories.ensure_district()

	def setUp(self):
		super().setUp()
		frappe.db.savepoint("before_test")
		self.addCleanup(frappe.db.rollback, save_point="before_test")
		frappe.flags.business_date = self.today
		self.addCleanup(frappe.flags.pop, "business_date", None)
		self.addCleanup(frappe.set_user, "Administrator")

	@contextmanager
	def acting_as(self, user: str, day: date | None = None):
		"""Run the block as that user, on that business date if one is given."""
		before, before_day = frappe.session.user, frappe.flags.business_date
		frappe.set_user(user)
		frappe.flags.business_date = day or before_day
		try:
			yield
		finally:
			frappe.set_user(before)
			frappe.flags.business_date = before_day

import frappe
from frappe import _

from social_assistance import jobs
from social_assistance.constants import DISTRICT_REVIEWER
from social_assistance.tests import factories
from social_assistance.tests.base import AssistanceTestCase


class TestJobs(AssistanceTestCase):
	def test_a_worker_writes_in_the_language_of_the_person_who_asked(self):
		user = factories.user(DISTRICT_REVIEWER, factories.DISTRICT)
		frappe.db.set_value("User", user, "language", "zh")
		frappe.cache.hdel("lang", user)
		before = frappe.local.lang
		self.addCleanup(setattr, frappe.local, "lang", before)
		self.addCleanup(frappe.cache.hdel, "lang", user)
		frappe.local.lang = "en"
		self.assertIn("social_assistance.jobs.set_user_language", frappe.get_hooks("before_job"))
		with self.acting_as(user):
			jobs.set_user_language(method="x", kwargs={}, transaction_type="job")
			self.assertEqual(_("Registry Household"), "家庭")

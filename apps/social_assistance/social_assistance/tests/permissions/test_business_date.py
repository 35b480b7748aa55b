import frappe
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

from social_assistance.permissions import gate
from social_assistance.permissions.exceptions import RequestRefusedError
from social_assistance.services import clock
from social_assistance.tests.base import AssistanceTestCase

DAY = "2026-01-05"


class TestBusinessDate(AssistanceTestCase):
	"""Another day than today is a demo site's alone."""

	def setUp(self):
		super().setUp()
		builder = EnvironBuilder(path="/api/method/ping", headers={clock.HEADER: DAY})
		# Code of the framework asks whether there is a request at all.
		if hasattr(frappe.local, "request"):
			self.addCleanup(setattr, frappe.local, "request", frappe.local.request)
		else:
			self.addCleanup(delattr, frappe.local, "request")
		frappe.local.request = Request(builder.get_environ())
		frappe.flags.business_date = None

	def test_a_demo_site_counts_the_day_of_the_request_as_today(self):
		gate.check_request()
		self.assertEqual(clock.today().isoformat(), DAY)

	def test_a_production_site_refuses_the_request(self):
		frappe.conf.pop("assist_demo")
		self.addCleanup(frappe.conf.__setitem__, "assist_demo", 1)
		with self.assertRaisesRegex(RequestRefusedError, "This request is not permitted"):
			gate.check_request()

"""Public pages that were asked for too often answer 429 with a page in words; odd fields of the address end no page."""

from unittest.mock import patch

import frappe
from frappe.utils import set_request
from frappe.website.serve import get_response

from social_assistance.permissions import page_visits
from social_assistance.permissions.exceptions import TooManyVisitsError
from social_assistance.tests.base import AssistanceTestCase
from social_assistance.www import donation_check, gift, notice, wishes

# Nobody's line.
LINE = "192.0.2.17"
PAGES = {
	"notice": (notice, "VIEWS", "?township=x&utm=1"),
	"gift": (gift, "LIMIT", "?no=1&code=2&utm=1"),
	"donation-check": (donation_check, "LIMIT", "?no=1&code=2&utm=1"),
	"wishes": (wishes, "LIMIT", "?township=x&name=y"),
}


class TestPageVisits(AssistanceTestCase):
	def setUp(self):
		super().setUp()
		self.addCleanup(setattr, frappe.local, "request", getattr(frappe.local, "request", None))
		self.addCleanup(setattr, frappe.local, "form_dict", frappe.local.form_dict)
		self.addCleanup(self.forget)
		self.forget()
		frappe.set_user("Guest")

	def forget(self):
		for page in (*PAGES, "notice objection", "page"):
			frappe.cache.delete(frappe.cache.make_key(f"assist_visits:{page}:{LINE}"))

	def ask(self, page: str, query: str = ""):
		set_request(method="GET", path=f"/{page}", query_string=query.lstrip("?"))
		frappe.local.request.environ["REMOTE_ADDR"] = LINE
		frappe.local.request.remote_addr = LINE
		fields = (pair.split("=") for pair in query.lstrip("?").split("&") if pair)
		frappe.local.form_dict = frappe._dict(fields)
		return get_response()

	def test_a_page_with_odd_fields_is_a_page(self):
		for page, (_module, _limit, query) in PAGES.items():
			with self.subTest(page):
				self.assertEqual(self.ask(page, query).status_code, 200)

	def test_one_visit_too_many_is_answered_429_in_words(self):
		for page, (module, limit, query) in PAGES.items():
			with self.subTest(page), patch.object(module, limit, 1):
				self.assertIn(self.ask(page, query).status_code, (200, 429))
				answer = self.ask(page, query)
				self.assertEqual(answer.status_code, 429)
				text = answer.get_data(as_text=True)
				self.assertIn(frappe._("Please Come Back Later"), text)
				self.assertNotIn(frappe._("Show Traceback"), text)

	def test_the_time_of_the_count_ends(self):
		self.ask("wishes")
		with self.assertRaisesRegex(TooManyVisitsError, "again in 10 minutes"):
			for _visit in range(3):
				page_visits.count_visit("page", 2, 600)
		left = frappe.cache.ttl(frappe.cache.make_key(f"assist_visits:page:{LINE}"))
		self.assertTrue(0 < left <= 600, left)

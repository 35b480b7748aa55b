"""Lists that refresh by themselves: who has the list of cases open is told nothing of a change in another area."""

import frappe

from social_assistance.overrides import live_lists
from social_assistance.tests import factories
from social_assistance.tests.base import AssistanceTestCase


class TestLiveLists(AssistanceTestCase):
	def waiting(self, doctype: str) -> set[str]:
		"""Events that the commit of this transaction would send for a kind of document."""
		frappe.db.before_commit.run()
		events = getattr(frappe.local, "_realtime_log", [])
		return {event for event, message, _room in events if message.get("doctype") == doctype}

	def setUp(self):
		super().setUp()
		frappe.local._realtime_log = []
		frappe.flags.assist_quiet_lists = False
		self.addCleanup(frappe.db.before_commit.reset)

	def test_a_saved_household_is_told_to_its_readers_alone(self):
		home = factories.household(ages=(44,))
		home.reload()
		home.save(ignore_permissions=True)
		self.assertEqual(self.waiting("Registry Household"), {"doc_update"})

	def test_other_lists_refresh_as_before(self):
		note = frappe.get_doc({"doctype": "Note", "title": "便签"}).insert()
		self.assertIn("list_update", self.waiting(note.doctype))
		self.assertNotIn(note.doctype, live_lists.QUIET)

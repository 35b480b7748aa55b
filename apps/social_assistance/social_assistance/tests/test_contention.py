from unittest.mock import patch

import frappe
from frappe import QueryDeadlockError

from social_assistance.api.v1 import application
from social_assistance.exceptions import BusyRecordError
from social_assistance.overrides import desk_rpc
from social_assistance.services import steps
from social_assistance.services.contention import patiently
from social_assistance.tests.base import AssistanceTestCase


class TestContention(AssistanceTestCase):
	def test_work_is_begun_anew_and_its_messages_with_it(self):
		outcomes = [QueryDeadlockError, QueryDeadlockError, "done"]

		def work():
			frappe.msgprint("half done")
			outcome = outcomes.pop(0)
			if outcome is QueryDeadlockError:
				raise QueryDeadlockError
			return outcome

		frappe.clear_messages()
		self.assertEqual(patiently(work), "done")
		self.assertEqual(len(frappe.get_message_log()), 1)

	def test_what_does_not_get_through_is_refused_in_words(self):
		for error in (QueryDeadlockError, frappe.QueryTimeoutError):
			with (
				self.subTest(error.__name__),
				patch.object(steps, "move", side_effect=error),
				self.assertRaisesRegex(BusyRecordError, "try again"),
			):
				application.move("SQ-1", "Complete Step")

	def test_a_form_is_saved_at_the_second_attempt(self):
		note = frappe.get_doc({"doctype": "ToDo", "description": "1"}).insert()
		note.description = "2"
		original, calls = type(note).save, []

		def save(self, *arguments, **options):
			calls.append(self.name)
			if len(calls) == 1:
				raise QueryDeadlockError
			return original(self, *arguments, **options)

		frappe.response.docs = []
		with patch.object(type(note), "save", save):
			desk_rpc.savedocs(frappe.as_json(note), "Save")
		self.assertEqual((len(calls), len(frappe.response.docs)), (2, 1))
		self.assertEqual(frappe.db.get_value("ToDo", note.name, "description"), "2")

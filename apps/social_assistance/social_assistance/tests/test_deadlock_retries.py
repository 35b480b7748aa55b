import json
from unittest.mock import patch

import frappe
from frappe import QueryDeadlockError
from frappe.utils.response import report_error

from social_assistance.api.v1.cases import applications
from social_assistance.exceptions import BusyRecordError
from social_assistance.overrides import busy_responses, desk_rpc, timeline
from social_assistance.services.cases import steps
from social_assistance.services.deadlock_retries import retry_on_deadlock
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
		self.assertEqual(retry_on_deadlock(work), "done")
		self.assertEqual(len(frappe.get_message_log()), 1)

	def test_what_does_not_get_through_is_refused_in_words(self):
		for error in (QueryDeadlockError, frappe.QueryTimeoutError):
			with (
				self.subTest(error.__name__),
				patch.object(steps, "move_case", side_effect=error),
				self.assertRaisesRegex(BusyRecordError, "try again"),
			):
				applications.move_case("SQ-1", "Complete Step")

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
			timeline.save_form_document(frappe.as_json(note), "Save")
		self.assertEqual((len(calls), len(frappe.response.docs)), (2, 1))
		self.assertEqual(frappe.db.get_value("ToDo", note.name, "description"), "2")

	def test_what_a_program_writes_is_begun_anew_and_refused_in_the_same_words(self):
		note = frappe.get_doc({"doctype": "ToDo", "description": "1"}).insert()
		calls = {
			"save": lambda: desk_rpc.save_document(
				{**frappe.get_doc("ToDo", note.name).as_dict(), "description": "2"}
			),
			"set_value": lambda: desk_rpc.set_document_value("ToDo", note.name, "description", "3"),
			"insert": lambda: desk_rpc.insert_document({"doctype": "ToDo", "description": "4"}),
		}
		for name, call in calls.items():
			original, broken = type(note).run_before_save_methods, [QueryDeadlockError]

			def stumble(self, original=original, broken=broken):
				if broken:
					raise broken.pop()
				return original(self)

			with self.subTest(name), patch.object(type(note), "run_before_save_methods", stumble):
				self.assertTrue(call()["name"])
			with (
				self.subTest(name, refused=True),
				patch.object(type(note), "run_before_save_methods", side_effect=QueryDeadlockError),
				self.assertRaisesRegex(BusyRecordError, "try again"),
			):
				call()
		self.assertEqual(frappe.db.get_value("ToDo", note.name, "description"), "3")

	def test_what_any_other_door_answers_is_in_words_too(self):
		"""PUT of /api/resource: the words and no trace of the statement; other errors stay as they are."""
		self.addCleanup(setattr, frappe.local, "response", frappe.local.response)
		for error, told in ((QueryDeadlockError, True), (frappe.QueryTimeoutError, True), (KeyError, False)):
			frappe.local.response = frappe._dict(docs=[])
			frappe.clear_messages()
			try:
				raise error("update `tabToDo`")
			except error:
				response = report_error(500)
			for hook in frappe.get_hooks("after_request"):
				frappe.call(hook, response=response, request=None)
			answer = json.loads(response.get_data())
			with self.subTest(error.__name__):
				self.assertEqual(answer["exc_type"] == "BusyRecordError", told)
				self.assertEqual("again" in answer.get("_server_messages", ""), told)
				self.assertFalse(told and "tabToDo" in str(answer))
				self.assertEqual(response.status_code, 417 if told else 500)

	def answer_to(self, error: Exception, message: str = "") -> dict:
		"""What a request hears that ended with an error."""
		frappe.local.response = frappe._dict(docs=[])
		frappe.clear_messages()
		if message:
			frappe.msgprint(message)
		try:
			raise error
		except type(error):
			response = report_error(500)
		for hook in frappe.get_hooks("after_request"):
			frappe.call(hook, response=response, request=None)
		return json.loads(response.get_data())

	def test_of_two_who_file_the_same_at_once_the_second_hears_what_to_do(self):
		self.addCleanup(setattr, frappe.local, "response", frappe.local.response)
		error = frappe.UniqueValidationError("Payment Run", "FF-1", "1062")
		answer = self.answer_to(error, "Run Key must be unique")
		self.assertEqual(answer["exc_type"], "AlreadyOnFileError")
		self.assertIn("reload", answer["_server_messages"])
		self.assertNotIn("Run Key", str(answer))
		answer = self.answer_to(error, "Partner Name must be unique")
		self.assertIn("Partner Name", answer["_server_messages"])
		self.assertIn("reload", answer["_server_messages"])

	def test_a_full_disk_is_told_and_nothing_else_is_taken_for_one(self):
		self.addCleanup(setattr, frappe.local, "response", frappe.local.response)
		for free, told in ((0, True), (busy_responses.LEAST_FREE_BYTES, False)):
			with patch.object(busy_responses.shutil, "disk_usage") as usage:
				usage.return_value.free = free
				answer = self.answer_to(OSError(28, "No space left on device"))
			self.assertEqual(answer["exc_type"], "DiskFullError" if told else "OSError")
			self.assertEqual("disk" in answer.get("_server_messages", ""), told)

	def test_the_calls_of_programs_lead_there(self):
		hooks = frappe.get_hooks("override_whitelisted_methods")
		leads = {
			"insert": "insert_document",
			"save": "save_document",
			"set_value": "set_document_value",
			"submit": "submit_document",
		}
		for name, ours in leads.items():
			self.assertEqual(hooks[f"frappe.client.{name}"], [f"social_assistance.overrides.desk_rpc.{ours}"])

import json

import frappe

from social_assistance.constants import VILLAGE_ASSISTANT
from social_assistance.domain.fingerprint import compute_fingerprint
from social_assistance.exceptions import RecordIsFinalError
from social_assistance.services.cases.snapshots import create_case_snapshot
from social_assistance.tests import factories
from social_assistance.tests.base import AssistanceTestCase
from social_assistance.tests.factories import VILLAGE_1


class TestCaseSnapshot(AssistanceTestCase):
	def setUp(self):
		super().setUp()
		self.assistant = factories.user(VILLAGE_ASSISTANT, VILLAGE_1)
		self.home = factories.household()
		with self.acting_as(self.assistant):
			self.case = factories.case(self.home)
		self.snapshot = frappe.get_doc("Case Snapshot", create_case_snapshot(self.case, "ACCEPT"))

	def test_facts_match_their_digest_and_hold_no_clear_number(self):
		facts = json.loads(self.snapshot.facts)
		self.assertEqual(compute_fingerprint(facts), self.snapshot.facts_digest)
		self.assertEqual(len(facts["members"]), 3)
		people = frappe.get_all(
			"Registry Person",
			filters={"current_household": self.home.name},
			fields=["id_number_cipher", "id_number_digest"],
		)
		for person in people:
			self.assertNotIn(person.id_number_cipher, self.snapshot.facts)
			self.assertNotIn(person.id_number_digest, self.snapshot.facts)

	def test_frozen_facts_cannot_be_changed_or_deleted(self):
		self.snapshot.step_code = "DECIDE"
		with self.assertRaisesRegex(
			(RecordIsFinalError, frappe.PermissionError), "changes only through the steps of the procedure"
		):
			self.snapshot.save()
		with self.assertRaisesRegex(RecordIsFinalError, "Snapshots cannot be deleted"):
			self.snapshot.delete(force=True)

	def test_village_staff_do_not_read_snapshots(self):
		with self.acting_as(self.assistant):
			self.assertFalse(frappe.has_permission("Case Snapshot", "read", doc=self.snapshot))

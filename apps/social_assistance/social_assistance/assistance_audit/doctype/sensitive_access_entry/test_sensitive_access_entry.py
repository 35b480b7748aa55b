from unittest.mock import patch

import frappe

from social_assistance.api.v1.privacy import clear_values
from social_assistance.exceptions import AppendOnlyEntryError
from social_assistance.permissions.exceptions import TransitionNotAllowedError
from social_assistance.services.privacy import sensitive_access
from social_assistance.services.privacy.encrypted_fields import get_encrypted_fields
from social_assistance.services.privacy.exceptions import (
	PurposeMissingError,
	RevealNotPermittedError,
	TooManyRequestsError,
)
from social_assistance.tests import factories
from social_assistance.tests.base import AssistanceTestCase

ENTRY = "Sensitive Access Entry"


class TestSensitiveAccess(AssistanceTestCase):
	def setUp(self):
		super().setUp()
		self.person = factories.person(phone="13800138000")
		self.clerk = factories.user("Township Clerk", factories.TOWNSHIP_1)

	def reveal(self, field: str = "phone", purpose: str = "Call about the visit"):
		return clear_values.reveal_value("Registry Person", self.person.name, field, purpose)["value"]

	def entries(self) -> int:
		return frappe.db.count(ENTRY, {"reference_name": self.person.name})

	def test_each_look_leaves_an_entry_with_its_purpose(self):
		with self.acting_as(self.clerk):
			self.assertEqual(self.reveal(), "13800138000")
		entry = frappe.get_last_doc(ENTRY)
		self.assertEqual(
			(entry.accessed_by, entry.field_name, entry.purpose),
			(self.clerk, "phone", "Call about the visit"),
		)

	def test_a_purpose_is_required(self):
		with (
			self.acting_as(self.clerk),
			self.assertRaisesRegex(PurposeMissingError, "State in Purpose what you need the clear value"),
		):
			self.reveal(purpose=" x  ")
		self.assertEqual(self.entries(), 0)

	def test_role_and_area_both_count(self):
		with self.acting_as(factories.user("Township Clerk", factories.TOWNSHIP_2)):
			self.assertRaises(frappe.PermissionError, self.reveal)
		with self.acting_as(factories.user("Village Assistant", factories.VILLAGE_1)):
			self.assertRaisesRegex(
				RevealNotPermittedError,
				"Your role does not allow you to see the clear",
				self.reveal,
				"id_number",
			)
			self.assertEqual(self.reveal("phone"), "13800138000")
		self.assertEqual(self.entries(), 1)

	def test_only_declared_fields_can_be_asked_for(self):
		for field in ("person_name", "id_number_cipher", "owner"):
			with (
				self.acting_as(self.clerk),
				self.assertRaisesRegex(
					RevealNotPermittedError, "Your role does not allow you to see the clear"
				),
			):
				self.reveal(field)

	def test_too_many_looks_in_an_hour_are_refused(self):
		with self.acting_as(self.clerk), patch.object(sensitive_access, "REVEALS_PER_HOUR", 2):
			self.reveal()
			self.reveal()
			self.assertRaisesRegex(
				TooManyRequestsError, "You asked for personal data too often in", self.reveal
			)

	def test_rows_of_a_table_follow_their_document(self):
		user = factories.user("Policy Administrator")
		assignment = frappe.get_doc(
			{
				"doctype": "Staff Assignment",
				"user": self.clerk,
				"division": factories.TOWNSHIP_1,
				"assignment_role": "Township Clerk",
				"from_date": "2024-01-01",
				"relatives": [
					{"relative_name": "甲", "relation": "Sibling", "id_number": "11010519491231002X"},
				],
			}
		).insert()
		row = assignment.relatives[0].name
		with self.acting_as(user):
			value = clear_values.reveal_value("Staff Relative", row, "id_number", "Check of the register")[
				"value"
			]
		self.assertEqual(value, "11010519491231002X")
		with (
			self.acting_as(self.clerk),
			self.assertRaisesRegex(frappe.PermissionError, "Your role does not allow you to see the clear"),
		):
			clear_values.reveal_value("Staff Relative", row, "id_number", "Check of the register")

	def test_entries_can_be_neither_changed_nor_deleted(self):
		with self.acting_as(self.clerk):
			self.reveal()
		entry = frappe.get_last_doc(ENTRY)
		entry.purpose = "something else"
		with self.assertRaisesRegex(
			(AppendOnlyEntryError, TransitionNotAllowedError), "is written by the system, never by hand"
		):
			entry.save()
		with self.assertRaisesRegex(AppendOnlyEntryError, "belongs to an append-only book and can be"):
			entry.db_set("purpose", "something else")
		with self.assertRaisesRegex(AppendOnlyEntryError, "belongs to an append-only book and can be"):
			frappe.delete_doc(ENTRY, entry.name, force=True)
		self.assertEqual(frappe.db.get_value(ENTRY, entry.name, "purpose"), "Call about the visit")

	def test_a_form_offers_what_the_role_may_see(self):
		with self.acting_as(factories.user("Finance Officer", factories.DISTRICT)):
			self.assertEqual(clear_values.list_revealable("Registry Household"), ["bank_account"])
			self.assertEqual(clear_values.list_revealable("Registry Person"), [])

	def test_every_listed_field_is_declared_by_its_controller(self):
		for doctype, fieldname in sensitive_access.REVEAL_ROLES:
			names = [field.fieldname for field in get_encrypted_fields(doctype)]
			self.assertIn(fieldname, names, doctype)

	def test_every_sealed_field_has_its_columns_hidden_at_level_nine(self):
		doctypes = {doctype for doctype, _field in sensitive_access.REVEAL_ROLES}
		for doctype in doctypes:
			meta = frappe.get_meta(doctype)
			for field in get_encrypted_fields(doctype):
				for column in filter(None, (field.cipher, field.digest)):
					df = meta.get_field(column)
					self.assertEqual((df.permlevel, df.hidden, df.no_copy), (9, 1, 1), f"{doctype}.{column}")

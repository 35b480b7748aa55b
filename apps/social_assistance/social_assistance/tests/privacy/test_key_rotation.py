"""A new master key over the whole site, inside a test's transaction; killed and gone on with: tests/scenarios/test_key_rotation."""

from unittest.mock import patch

import frappe

from social_assistance.domain.privacy.encryption import KeyRing
from social_assistance.engines.payments import monthly_run
from social_assistance.engines.privacy import digest_map, digest_switch, key_numbers, key_rotation, resealing
from social_assistance.engines.verify.data_keys import check_data_keys
from social_assistance.engines.verify.payments import check_payment_runs
from social_assistance.exceptions import BusyRecordError
from social_assistance.services.charity import donors
from social_assistance.services.privacy import data_key
from social_assistance.services.privacy.encrypted_fields import decrypt_value, refuse_retired_keys
from social_assistance.services.privacy.exceptions import (
	DigestMismatchError,
	UndeclaredCipherError,
	WrongDataKeyError,
)
from social_assistance.services.privacy.sealed_columns import list_sealed_columns
from social_assistance.services.registry import people
from social_assistance.tests import charity_factories, factories, payment_factories
from social_assistance.tests.base import AssistanceTestCase

AWARD, LINE, RUN = "Benefit Award", "Payment Line", "Payment Run"


class TestKeyRotation(AssistanceTestCase):
	def setUp(self):
		super().setUp()
		self.home = factories.household(ages=(44,), account_verified_on="2026-01-05")
		self.award = payment_factories.award(self.home, "300.00")
		self.executed = payment_factories.paid_run("2026-03")
		self.columns = list_sealed_columns()
		self.make_map()
		self.old = data_key.read_keys()
		number = self.old.active + 1
		self.use_keys(data_key.StoredKeys(number, {**self.old.keys, number: data_key.build_key()}))
		self.ring = data_key.get_key_ring(self.old.active)

	def make_map(self) -> None:
		"""A table that the end of the test's connection takes away, and that commits nothing."""
		frappe.db._cursor.execute(digest_map._CREATE.replace("create table", "create temporary table"))
		self.addCleanup(lambda: frappe.db._cursor.execute("drop temporary table if exists assist_digest_map"))

	def use_keys(self, stored: data_key.StoredKeys) -> None:
		patched = patch.object(data_key, "read_keys", return_value=stored)
		patched.start()
		self.addCleanup(patched.stop)

	def rotate(self) -> digest_switch.Switched:
		for column in self.columns:
			resealing.reseal_column(column, self.ring, lambda _column, _count: None)
		resealing.reseal_due_rows(self.ring.active)
		done = digest_switch.switch_digests(self.columns, self.ring)
		done.lines += digest_switch.switch_old_lines().lines
		return done

	def test_everything_is_under_the_new_key_and_found_by_it(self):
		person = frappe.get_doc("Registry Person", self.home.members[0].person)
		number = decrypt_value("citizen_id", person.id_number_cipher)
		gift = charity_factories.donation(charity_factories.partner())
		self.rotate()
		for column in self.columns:
			self.assertLessEqual(set(key_numbers.count_by_key(column)), {self.ring.active}, column)
		self.use_keys(
			data_key.StoredKeys(
				self.ring.active, {self.ring.active: self.ring.masters[self.ring.active].hex()}
			)
		)
		self.assertEqual(people.find_person_by_id_number(number), person.name)
		donor = frappe.get_doc(donors.DONOR, frappe.db.get_value("Charity Donation", gift.name, "donor"))
		self.assertEqual(donor.donor_key, f"{donor.charity_partner}|{donor.phone_digest}")
		again = charity_factories.donation(charity_factories.partner())
		self.assertEqual(again.donor, donor.name)
		self.assertEqual(
			[check for check in check_data_keys() if not check.ok and check.code != "KEY-02"], []
		)

	def test_approved_and_executed_runs_keep_their_approval(self):
		approved = payment_factories.approved_run("2026-04")
		before = frappe.db.get_value(LINE, {"payment_run": self.executed}, "account_print")
		done = self.rotate()
		self.assertGreaterEqual(done.lines, 1)
		now = frappe.db.get_value(LINE, {"payment_run": self.executed}, "account_print")
		digest = frappe.db.get_value(AWARD, self.award.name, "bank_account_digest")
		self.assertEqual(now, digest[: len(now)])
		self.assertNotEqual(now, before)
		with self.acting_as(payment_factories.finance()):
			monthly_run.execute_payment_run(approved)
		self.assertEqual(frappe.db.get_value(RUN, approved, "run_status"), "Executed")
		self.assertEqual([check for check in check_payment_runs() if not check.ok], [])

	def test_an_approval_holds_when_the_due_rows_are_worked_out_anew(self):
		approved = payment_factories.approved_run("2026-04")
		self.rotate()
		frappe.db.set_value(RUN, approved, "due_version", None)
		with self.acting_as(payment_factories.finance()):
			monthly_run.execute_payment_run(approved)
		self.assertEqual(frappe.db.get_value(RUN, approved, "run_status"), "Executed")

	def test_a_document_that_was_read_before_brings_no_old_cipher_back(self):
		"""The row of a former number, which no form restores: its person was read before, and is saved afterwards."""
		name = self.home.members[0].person
		people.correct_id_number(name, "11010519491231002X", "证件号码录入有误")
		stale = frappe.get_doc("Registry Person", name)
		stale.identity_corrections[0].former_cipher = self.old_cipher()
		with self.assertRaisesRegex(BusyRecordError, "please try again"):
			refuse_retired_keys(stale)
		stale.reload()
		refuse_retired_keys(stale)

	def old_cipher(self) -> str:
		"""Sealed by a key that is in the file no more."""
		return KeyRing({9: b"9" * 32}, active=9).seal("11010519491231002X", "citizen_id")

	def test_a_former_number_is_sealed_and_one_that_nobody_knows_is_emptied(self):
		person = frappe.get_doc("Registry Person", self.home.members[0].person)
		people.correct_id_number(person.name, "11010519491231002X", "证件号码录入有误")
		row = frappe.get_last_doc("Identity Correction", {"parent": person.name})
		unknown = frappe.copy_doc(row)
		unknown.update({"former_cipher": None, "former_digest": "f" * 64})
		unknown.db_insert()
		done = self.rotate()
		stored = frappe.db.get_value(row.doctype, row.name, ["former_cipher", "former_digest"], as_dict=True)
		value = self.ring.open(stored.former_cipher, "citizen_id")
		self.assertEqual(stored.former_digest, self.ring.digest(value, "citizen_id", self.ring.active))
		self.assertIsNone(frappe.db.get_value(row.doctype, unknown.name, "former_digest"))
		self.assertEqual(done.emptied, 1)

	def test_wrong_keys_wrong_digests_and_unknown_columns_are_refused(self):
		frappe.db.set_value(AWARD, self.award.name, "bank_account_digest", "f" * 64)
		with self.assertRaisesRegex(DigestMismatchError, self.award.name):
			self.rotate()
		self.use_keys(data_key.StoredKeys(self.ring.active, {self.ring.active: "ab" * 32}))
		with self.assertRaisesRegex(WrongDataKeyError, "Nothing was changed"):
			key_rotation.require_right_keys(self.columns)
		self.assertIn("KEY-03", {check.code for check in check_data_keys() if not check.ok})
		with (
			patch.object(type(self.award), "SEALED", ()),
			self.assertRaisesRegex(UndeclaredCipherError, AWARD),
		):
			list_sealed_columns()

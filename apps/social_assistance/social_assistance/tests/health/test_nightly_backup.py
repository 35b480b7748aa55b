"""The nightly backup: where the site's configuration asks for it, taken away by a program, old ones removed."""

import os
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

import frappe
from frappe.utils import now_datetime

from social_assistance import scheduled
from social_assistance.engines.backups import backup_sets
from social_assistance.engines.backups.checksums import read_checksums
from social_assistance.engines.health import marks
from social_assistance.exceptions import BackupCopyError, DamagedBackupError
from social_assistance.setup import backup
from social_assistance.tests.base import AssistanceTestCase


class TestNightlyBackup(AssistanceTestCase):
	def setUp(self):
		super().setUp()
		self.folder = Path(self.enterContext(TemporaryDirectory()))
		self.set_mark = self.enterContext(patch.object(marks, "set_mark"))

	def make(self, age_days: int = 0) -> list[Path]:
		"""A backup of so many days ago, with one file that stands for the dump."""
		stamp = (now_datetime() - timedelta(days=age_days)).strftime(backup_sets.STAMP_FORMAT)
		dump = self.folder / f"{stamp}-{frappe.local.site.replace('.', '_')}-database-enc.sql.gz"
		dump.write_bytes(os.urandom(64))
		return [dump, backup_sets.write_manifest([dump], {"tabUser": 1}, {"tabUser": 1, "tabFile": 2})]

	def run_nightly(self, **wanted) -> None:
		with (
			patch.dict(frappe.local.conf, {backup.CONFIG: {"folder": str(self.folder), **wanted}}),
			patch.object(backup, "back_up", side_effect=lambda _folder: self.make()),
		):
			scheduled.back_up_site()

	def program(self, text: str) -> str:
		path = self.folder / "copy"
		path.write_text(f"#!/bin/sh\n{text}\n")
		path.chmod(0o700)
		return str(path)

	def test_without_a_word_in_the_configuration_nothing_is_written(self):
		with patch.object(backup, "back_up") as written:
			scheduled.back_up_site()
		written.assert_not_called()

	def test_old_backups_go_with_all_their_files_and_the_last_three_stay(self):
		old, *kept = self.make(50), self.make(2), self.make(1)
		self.run_nightly(keep_days=35)
		self.assertFalse([path for path in old if path.exists()])
		self.assertTrue(all(path.exists() for files in kept for path in files))

	def test_a_program_takes_the_files_to_another_machine(self):
		seen = self.folder / "seen"
		self.run_nightly(copy_command=self.program(f'echo "$@" > {seen}'))
		self.assertEqual([Path(word).suffix for word in seen.read_text().split()], [".gz", ".json"])

	def test_a_copy_that_fails_is_an_error_and_removes_nothing(self):
		old = [self.make(age) for age in (50, 60, 70, 80)]
		with self.assertRaisesRegex(BackupCopyError, "no route"):
			self.run_nightly(copy_command=self.program("echo no route >&2; exit 7"))
		self.assertIs(self.set_mark.call_args.kwargs["is_good"], False)
		self.assertTrue(all(path.exists() for files in old for path in files))

	def test_a_manifest_names_the_tables_that_changed_meanwhile(self):
		found = backup_sets.read_set(self.make()[-1])
		self.assertEqual((dict(found.tables), found.changed), ({"tabUser": 1}, ("tabFile",)))

	def test_an_altered_or_missing_file_is_refused(self):
		dump, manifest = self.make()
		found = backup_sets.read_set(manifest)
		backup_sets.require_undamaged(found)
		dump.write_bytes(b"other")
		with self.assertRaisesRegex(DamagedBackupError, dump.name):
			backup_sets.require_undamaged(found)
		dump.unlink()
		with self.assertRaisesRegex(DamagedBackupError, "Nothing was changed"):
			backup_sets.require_undamaged(found)

	def test_what_is_no_manifest_is_refused(self):
		path = self.folder / "20261130_000000-x-manifest.json"
		path.write_text("{}")
		with self.assertRaisesRegex(DamagedBackupError, r"is no manifest of a backup\. Nothing was"):
			backup_sets.read_set(path)

	def test_every_table_has_a_checksum(self):
		found = read_checksums()
		self.assertEqual(set(found), set(frappe.db.get_tables(cached=False)))

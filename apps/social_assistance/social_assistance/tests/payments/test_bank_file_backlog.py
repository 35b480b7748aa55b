"""Runs whose lines were written before lines knew their bank file."""

from unittest.mock import patch

import frappe

from social_assistance.engines.payments import bank_file_backlog, bank_files, monthly_run
from social_assistance.engines.verify.invariants import verify_site
from social_assistance.services.payments import bank_layouts
from social_assistance.tests import factories, payment_factories
from social_assistance.tests.base import AssistanceTestCase

BANKS = ("中原银行", "农村信用社", "农村信用社", "农村信用社", "农村信用社", "农村信用社")


class TestBankFileBacklog(AssistanceTestCase):
	@classmethod
	def setUpClass(cls):
		super().setUpClass()
		cls.finance, cls.approver = payment_factories.finance(), payment_factories.approver()

	def setUp(self):
		super().setUp()
		self.rows_per_file(2)

	def rows_per_file(self, rows: int) -> None:
		layout = frappe.get_doc("Bank Layout", bank_layouts.get_bank_layout("").name)
		layout.rows_per_file = rows
		layout.save(ignore_permissions=True)
		self.addCleanup(frappe.clear_document_cache, "Bank Layout", layout.name)

	def executed(self) -> str:
		"""Six payments and one that is held."""
		for number, bank in enumerate(BANKS):
			home = factories.household(ages=(44,), account_verified_on="2026-01-05", bank_name=bank)
			payment_factories.award(home, f"{2**number}.00")
		payment_factories.award(factories.household(ages=(44,)), "500.00")
		run = payment_factories.approved_run()
		with self.acting_as(self.finance):
			monthly_run.execute_payment_run(run)
		payment_factories.listed(run)
		return run

	def forget(self, run: str, **state) -> None:
		"""The run as the earlier version left it."""
		files = frappe.get_all("Bank File", {"payment_run": run, **state}, pluck="name")
		frappe.db.set_value("Payment Line", {"bank_file": ("in", files)}, "bank_file", None)
		frappe.db.delete("Bank File", {"name": ("in", files)})

	def write(self, run: str) -> None:
		with self.acting_as(self.finance):
			bank_files.write_missing_files(run)

	def assert_filed(self, run: str, *rows: int) -> None:
		"""Each payment stands in one file of its bank, the sums agree, and nothing is wrong anywhere."""
		files = frappe.get_all("Bank File", {"payment_run": run}, ["name", "bank_name", "row_count"])
		self.assertEqual(
			sorted((file.bank_name, file.row_count) for file in files),
			[("中原银行", 1), *(("农村信用社", count) for count in rows)],
		)
		banks = {file.name: file.bank_name for file in files}
		lines = frappe.get_all(
			"Payment Line", {"payment_run": run, "line_status": "Due"}, ["bank_name", "bank_file"]
		)
		self.assertEqual([line.bank_name for line in lines], [banks[line.bank_file] for line in lines])
		state = frappe.db.get_value("Payment Run", run, ["run_status", "filed_amount", "file_count"])
		self.assertEqual(state, ("Filed", 63, 1 + len(rows)))
		self.assertEqual([check for check in verify_site() if not check.ok], [])

	def test_a_run_of_the_earlier_version_is_filed_like_any_other(self):
		run = self.executed()
		self.forget(run)
		self.write(run)
		self.assert_filed(run, 1, 2, 2)
		held = frappe.get_all("Payment Line", {"payment_run": run, "line_status": "Held"}, pluck="bank_file")
		self.assertEqual(held, [None])

	def test_what_was_written_before_takes_no_further_lines(self):
		"""Filing had broken off after two files, and the bank takes more rows now: the rest goes into a file of its own."""
		run = self.executed()
		complete, written = bank_files._complete, []

		def die_at_third(file, claim):
			if len(written) == 2:
				raise OSError(28, "No space left on device")
			written.append(file)
			complete(file, claim)

		with (
			patch.object(bank_files, "_complete", die_at_third),
			self.assertRaisesRegex(OSError, "No space left on device"),
		):
			self.write(run)
		digests = {
			"filters": {"payment_run": run, "file_status": "Written"},
			"fields": ["name", "file_digest"],
		}
		before = frappe.get_all("Bank File", **digests)
		self.forget(run, file_status="Prepared")
		self.rows_per_file(4)
		self.write(run)
		self.assert_filed(run, 2, 3)
		digests["filters"]["name"] = ("in", [file.name for file in before])
		self.assertEqual((len(before), frappe.get_all("Bank File", **digests)), (2, before))

	def test_planning_goes_on_where_it_broke_off_and_does_nothing_twice(self):
		run = self.executed()
		self.forget(run)
		doc, assign, calls = frappe.get_doc("Payment Run", run), bank_file_backlog._assign, []

		def die_at_third(*args):
			calls.append(args)
			if len(calls) == 3:
				raise OSError("killed")
			assign(*args)

		with (
			patch.object(bank_file_backlog, "_assign", die_at_third),
			self.assertRaisesRegex(OSError, "killed"),
		):
			bank_file_backlog.assign_bank_files(doc)
		self.assertEqual(bank_file_backlog.assign_bank_files(doc), 3)
		self.assertEqual(bank_file_backlog.assign_bank_files(doc), 0)
		self.write(run)
		self.assert_filed(run, 1, 2, 2)

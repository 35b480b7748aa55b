import json
from decimal import Decimal
from pathlib import Path
from unittest.mock import patch

import frappe

from social_assistance.constants import TOWNSHIP_CLERK
from social_assistance.domain.fingerprint import compute_bytes_fingerprint
from social_assistance.domain.payments.bank_layouts import BankLayout, read_text_cells
from social_assistance.domain.payments.bank_rows import BankRow
from social_assistance.engines import private_files
from social_assistance.engines.payments import bank_file_lines, bank_files, monthly_run
from social_assistance.exceptions import PaymentRunStateError
from social_assistance.services.privacy.encrypted_fields import decrypt_value
from social_assistance.tests import factories, payment_factories
from social_assistance.tests.base import AssistanceTestCase


class TestBankFile(AssistanceTestCase):
	@classmethod
	def setUpClass(cls):
		super().setUpClass()
		cls.finance, cls.approver = payment_factories.finance(), payment_factories.approver()

	def executed(self, **options) -> str:
		run = payment_factories.approved_run()
		with self.acting_as(self.finance):
			monthly_run.execute_payment_run(run, **options)
		return run

	def write(self, run: str, **options) -> list[frappe._dict]:
		if frappe.db.get_value("Payment Run", run, "run_status") == "Executed":
			payment_factories.listed(run)
		with self.acting_as(self.finance):
			bank_files.write_missing_files(run, **options)
		return self.files(run)

	def files(self, run: str) -> list[frappe._dict]:
		return frappe.get_all("Bank File", filters={"payment_run": run}, fields=["*"], order_by="name")

	def rows(self, file: frappe._dict) -> list:
		layout = BankLayout.from_data(json.loads(file.layout_data))
		rows = read_text_cells(layout, self.path(file).read_bytes(), file.encoding)
		return [BankRow(int(row[0]), row[1], row[2], Decimal(row[3]), row[4], row[5]) for row in rows]

	def path(self, file: frappe._dict) -> Path:
		return Path(frappe.get_site_path(*file.file.split("/")))

	def home(self, **values):
		return factories.household(ages=(44,), account_verified_on="2026-01-05", **values)

	def test_a_file_holds_account_amount_and_control_totals(self):
		home = self.home()
		award = payment_factories.award(home, "291.00")
		run = self.executed()
		(file,) = self.write(run)
		self.assertEqual((file.row_count, file.total_amount, file.encoding), (1, 291, "GBK"))
		self.assertEqual(file.amount_in_capitals, "贰佰玖拾壹元整")
		(row,) = self.rows(file)
		self.assertEqual(row.account, decrypt_value("bank_account", home.bank_account_cipher))
		self.assertEqual(
			(row.payee, str(row.amount), row.reference), (home.head_name, "291.00", f"{run}-{award.name}")
		)
		control = self.path(file).read_text(encoding="gbk").splitlines()[0]
		self.assertIn("291.00", control)
		self.assertEqual(file.file_digest, compute_bytes_fingerprint(self.path(file).read_bytes()))

	def test_lines_know_their_file_and_row_and_the_run_is_filed(self):
		for amount in ("10.00", "20.00"):
			payment_factories.award(self.home(), amount)
		run = self.executed()
		self.assertEqual(self.places(run), [("Due", 0), ("Due", 0)])
		self.write(run)
		self.assertEqual(self.places(run), [("Due", 1), ("Due", 2)])
		state = frappe.db.get_value("Payment Run", run, ["run_status", "filed_amount", "file_count"])
		self.assertEqual(state, ("Filed", 30, 1))

	def places(self, run: str) -> list[tuple]:
		"""State and row in the file, as the form of each line shows them."""
		names = frappe.get_all("Payment Line", {"payment_run": run}, pluck="name")
		lines = [payment_factories.opened_line(name) for name in names]
		return sorted((line.line_status, line.bank_row) for line in lines)

	def test_rows_stand_in_the_order_of_villages_and_payees(self):
		for village, payee in (
			(factories.VILLAGE_2, "丁甲"),
			(factories.VILLAGE_1, "赵乙"),
			(factories.VILLAGE_1, "陈丙"),
			(factories.VILLAGE_2, "丁甲"),
		):
			award = payment_factories.award(self.home(division=village))
			frappe.db.set_value("Benefit Award", award.name, "payee_name", payee)
		(file,) = self.write(self.executed())
		names = frappe.get_all(
			"Payment Line", {"bank_file": file.name}, pluck="name", order_by="division, payee_name, name"
		)
		self.assertEqual([(row.number, row.reference) for row in self.rows(file)], list(enumerate(names, 1)))
		self.assertEqual([payment_factories.opened_line(name).bank_row for name in names], [1, 2, 3, 4])

	def test_lines_that_come_in_several_answers_stand_in_one_file(self):
		for amount in ("1.00", "2.00", "4.00", "8.00", "16.00"):
			payment_factories.award(self.home(), amount)
		run = self.executed()
		with patch.object(bank_file_lines, "LINES_AT_ONCE", 2):
			(file,) = self.write(run)
		lines = set(frappe.get_all("Payment Line", {"payment_run": run}, pluck="name"))
		self.assertEqual({row.reference for row in self.rows(file)}, lines)
		self.assertEqual((file.row_count, file.total_amount), (5, 31))

	def test_one_file_per_bank_and_size(self):
		for bank, amount in (
			("中原银行", "1.00"),
			("农村信用社", "2.00"),
			("农村信用社", "4.00"),
			("农村信用社", "8.00"),
		):
			payment_factories.award(self.home(bank_name=bank), amount)
		files = self.write(self.executed(rows_per_file=2))
		self.assertEqual(
			sorted((f.bank_name, f.part_no, f.row_count) for f in files),
			[("中原银行", 1, 1), ("农村信用社", 1, 2), ("农村信用社", 2, 1)],
		)
		self.assertEqual(sum(f.total_amount for f in files), 15)

	def test_held_lines_are_in_no_file(self):
		payment_factories.award(factories.household(ages=(44,)), "10.00")
		payment_factories.award(self.home(), "20.00")
		(file,) = self.write(self.executed())
		self.assertEqual(file.total_amount, 20)

	def test_a_name_outside_gbk_moves_the_file_to_gb18030(self):
		home = self.home()
		award = payment_factories.award(home, "10.00")
		frappe.db.set_value("Benefit Award", award.name, "payee_name", "李㛃𠮷")
		(file,) = self.write(self.executed())
		self.assertEqual(file.encoding, "GB18030")
		self.assertEqual(self.rows(file)[0].payee, "李㛃𠮷")

	def test_utf_8_is_written_when_asked_for(self):
		payment_factories.award(self.home(), "10.00")
		(file,) = self.write(self.executed(), encoding="UTF-8")
		self.assertTrue(self.path(file).read_bytes().startswith(b"\xef\xbb\xbf"))

	def test_a_crash_between_two_files_leaves_none_out_and_none_twice(self):
		for bank in ("中原银行", "农村信用社"):
			payment_factories.award(self.home(bank_name=bank), "1.00")
		run = self.executed()
		write, calls = bank_files._complete, []

		def die_at_second(*args):
			calls.append(args)
			if len(calls) == 2:
				raise OSError(28, "No space left on device")
			write(*args)

		with (
			patch.object(bank_files, "_complete", die_at_second),
			self.assertRaisesRegex(OSError, "No space left on device"),
		):
			self.write(run)
		self.assertEqual(frappe.db.get_value("Payment Run", run, "run_status"), "Executed")
		files = self.write(run)
		self.assertEqual(sorted(f.bank_name for f in files), ["中原银行", "农村信用社"])
		self.assertEqual(sum(f.total_amount for f in files), 2)

	def test_a_full_disk_leaves_no_half_file(self):
		payment_factories.award(self.home(), "1.00")
		run = self.executed()
		before = set(Path(frappe.get_site_path("private", "files")).iterdir())
		full = patch.object(private_files.os, "fsync", side_effect=OSError(28, "No space left on device"))
		with full, self.assertRaisesRegex(OSError, "No space left on device"):
			self.write(run)
		self.assertEqual(set(Path(frappe.get_site_path("private", "files")).iterdir()), before)

	def test_files_are_written_once_and_only_for_executed_runs(self):
		payment_factories.award(self.home(), "1.00")
		run = payment_factories.approved_run()
		with self.assertRaisesRegex(PaymentRunStateError, "This action is possible in state"):
			self.write(run)
		with self.acting_as(self.finance):
			monthly_run.execute_payment_run(run)
		self.write(run)
		with self.assertRaisesRegex(PaymentRunStateError, "This action is possible in state"):
			self.write(run)

	def test_the_file_is_private_and_leaves_with_a_purpose_only(self):
		payment_factories.award(self.home(), "1.00")
		(file,) = self.write(self.executed())
		attached = frappe.get_doc("File", {"attached_to_doctype": "Bank File", "attached_to_name": file.name})
		self.assertEqual((attached.is_private, attached.file_url), (1, file.file))
		for user, allowed in (
			(self.approver, False),
			(factories.user(TOWNSHIP_CLERK, factories.TOWNSHIP_1), False),
		):
			with self.acting_as(user):
				self.assertIs(bool(frappe.has_permission("File", "read", attached)), allowed)

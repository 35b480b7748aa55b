from pathlib import Path

import frappe

from social_assistance.constants import FINANCE_OFFICER
from social_assistance.engines.payments import monthly_run
from social_assistance.engines.sheet_reader import read_workbook
from social_assistance.engines.sheet_writer import write_workbook
from social_assistance.engines.verify.invariants import verify_site
from social_assistance.exceptions import SeparationOfDutiesError, StepNotAllowedError
from social_assistance.services import second_person
from social_assistance.services.payments import bank_layouts
from social_assistance.services.payments.exceptions import BankLayoutInvalidError, BankReturnInvalidError
from social_assistance.services.privacy.encrypted_fields import decrypt_value
from social_assistance.tests import factories, payment_factories
from social_assistance.tests.base import AssistanceTestCase

COLUMNS = (
	("Payee's Name", "姓名", 20),
	("Account", "账号", 32),
	("Amount", "金额", 12),
	("Line Number", "业务编号", 60),
)


def layout(name="测试格式", bank="中原银行", columns=COLUMNS, **values):
	rows = [{"content": content, "heading": heading, "width": width} for content, heading, width in columns]
	return frappe.get_doc(
		{"doctype": "Bank Layout", "layout_name": name, "bank_name": bank, "columns": rows, **values}
	).insert(ignore_permissions=True)


class TestBankLayout(AssistanceTestCase):
	@classmethod
	def setUpClass(cls):
		super().setUpClass()
		cls.finance, cls.approver = payment_factories.finance(), payment_factories.approver()

	def written(self, **values):
		"""The one bank file of a run that pays 291 yuan to a household of 中原银行, with its content."""
		self.home = factories.household(ages=(44,), account_verified_on="2026-01-05", bank_name="中原银行")
		payment_factories.award(self.home, "291.00")
		run = payment_factories.approved_run()
		with self.acting_as(self.finance):
			monthly_run.execute_payment_run(run)
		payment_factories.file(run)
		file = frappe.get_doc("Bank File", {"payment_run": run})
		with open(frappe.get_site_path(*file.file.split("/")), "rb") as handle:
			return file, handle.read()

	def account(self):
		return decrypt_value("bank_account", self.home.bank_account_cipher)

	def failing(self):
		return {check.code for check in verify_site() if not check.ok}

	def test_fixed_width_in_gbk_and_fen(self):
		layout(file_format="Fixed Width", in_fen=1, has_control_line=0, has_headings=0)
		file, content = self.written()
		self.assertTrue(file.file.endswith(".txt"))
		line = content.removesuffix(b"\r\n")
		self.assertEqual(len(line), 124)
		self.assertEqual(line[20:52].strip().decode(), self.account())
		self.assertEqual(line[52:64].strip(), b"29100")
		self.assertEqual(self.failing() & {"PAY-09", "PAY-10", "PAY-11"}, set())

	def test_a_return_in_fixed_width_is_booked_or_refused_as_a_whole(self):
		layout(file_format="Fixed Width", in_fen=1, has_control_line=0, has_headings=0)
		file, content = self.written()
		line = content.removesuffix(b"\r\n")
		for wrong in (line + b"  ?", line.replace(b"29100", b"29101") + b"  F", line[1:] + b"  F"):
			with (
				self.subTest(wrong),
				self.assertRaisesRegex(
					BankReturnInvalidError,
					"which means neither paid nor returned|of the return file|The return file is neither UTF-8 nor GB18030",
				),
			):
				self.answer(file.name, wrong)
		returned = self.answer(file.name, line + "  失败 账号不存在\r\n".encode("gbk"))
		self.assertEqual((returned.failed_count, returned.failed_amount, returned.paid_count), (1, 291, 0))
		found = frappe.db.get_value(
			"Payment Line", {"bank_file": file.name}, ["line_status", "return_reason"]
		)
		self.assertEqual(found, ("Returned", "账号不存在"))

	def answer(self, file, content):
		with self.acting_as(self.finance):
			kept = frappe.get_doc(
				{"doctype": "File", "file_name": "return.txt", "content": content, "is_private": 1}
			).insert()
			self.addCleanup(Path(frappe.get_site_path(*kept.file_url.split("/"))).unlink, missing_ok=True)
			values = {"bank_file": file, "received_on": "2026-03-02", "return_file": kept.file_url}
			return payment_factories.booked_return(**values)

	def test_a_spreadsheet_keeps_every_digit(self):
		layout(file_format="XLSX")
		file, content = self.written()
		_control, heads, row = (row.cells for row in read_workbook(content))
		self.assertEqual(
			(file.file[-5:], heads[1], row[1], row[2]), (".xlsx", "账号", self.account(), "291.00")
		)
		self.assertEqual(self.failing() & {"PAY-09", "PAY-10", "PAY-11"}, set())

	def test_a_later_change_of_the_layout_leaves_written_files_readable(self):
		doc = layout()
		self.written()
		doc.columns = doc.columns[::-1]
		doc.save()
		self.assertNotIn("PAY-11", self.failing())

	def test_what_does_not_fit_is_refused_and_the_run_is_not_filed(self):
		narrow = [(content, heading, 4) for content, heading, _width in COLUMNS]
		layout(columns=narrow, file_format="Fixed Width")
		with self.assertRaisesRegex(BankLayoutInvalidError, "Nothing was written"):
			self.written()
		self.assertFalse(frappe.db.exists("Payment Run", {"run_status": "Filed"}))

	def test_one_layout_per_bank_and_every_needed_column(self):
		layout()
		with self.assertRaisesRegex(BankLayoutInvalidError, "is in use for this bank"):
			layout("第二种")
		with self.assertRaisesRegex(BankLayoutInvalidError, "A bank layout needs the column"):
			layout("缺列", "别的银行", COLUMNS[1:])

	def test_a_bank_without_its_own_takes_the_one_for_all(self):
		frappe.db.delete("Bank Layout")
		self.assertIsNone(bank_layouts.get_bank_layout("建设银行").name)
		layout("所有银行", "")
		layout()
		chosen = (
			bank_layouts.get_bank_layout("建设银行").name,
			bank_layouts.get_bank_layout("中原银行").name,
		)
		self.assertEqual(chosen, ("所有银行", "测试格式"))

	def test_the_bank_s_own_words_are_understood_in_its_return(self):
		layout(return_reference="流水号", return_result="状态", paid_words="OK，已入账", failed_words="NG")
		file, _content = self.written()
		words = bank_layouts.get_return_words("中原银行")
		self.assertEqual((words.reference[0], words.paid[:2]), ("流水号", ("OK", "已入账")))
		line = frappe.get_doc("Payment Line", {"bank_file": file.name})
		content = write_workbook([["流水号", "金额", "状态"], [line.name, "291.00", "已入账"]])
		with self.acting_as(self.finance):
			attached = frappe.get_doc(
				{"doctype": "File", "file_name": "return.xlsx", "is_private": 1, "content": content}
			).insert()
			payment_factories.booked_return(
				bank_file=file.name, received_on="2026-03-02", return_file=attached.file_url
			)
		self.assertEqual(frappe.db.get_value("Payment Line", line.name, "line_status"), "Paid")

	def test_a_changed_layout_waits_for_a_second_person(self):
		doc = layout(paid_words="OK")
		with self.acting_as(self.finance):
			mine = frappe.get_doc("Bank Layout", doc.name)
			mine.update({"paid_words": "失败", "failed_words": "成功", "bank_name": "别的银行"})
			mine.save()
			self.assertEqual(mine.force_status, "Waiting for a Second Person")
			with self.assertRaisesRegex(
				SeparationOfDutiesError, "or it concerns you; another person must put"
			):
				second_person.put_into_force("Bank Layout", doc.name)
		self.assertEqual(bank_layouts.get_bank_layout("中原银行").name, doc.name)
		self.assertEqual(bank_layouts.get_return_words("中原银行").paid[0], "OK")
		with (
			self.acting_as(factories.user(FINANCE_OFFICER)),
			self.assertRaisesRegex(StepNotAllowedError, "This action needs the role"),
		):
			second_person.put_into_force("Bank Layout", doc.name)
		with self.acting_as(self.approver):
			second_person.put_into_force("Bank Layout", doc.name)
		self.assertNotEqual(bank_layouts.get_bank_layout("中原银行").name, doc.name)
		self.assertEqual(bank_layouts.get_return_words("别的银行").paid[0], "失败")
